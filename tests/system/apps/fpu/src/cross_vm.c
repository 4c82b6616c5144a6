/* SPDX-License-Identifier: BSD-2-Clause */
#include <camkes.h>
#include <camkes_emits_event.h>
#include <dataport_caps.h>
#include <cross_vm_emits_event.h>
#include <cross_vm_dataport.h>
#include <vmm/vmm.h>

#define COUNT(array) (int)(sizeof(array) / sizeof((array)[0]))

extern dataport_caps_handle_t page_handle;

static dataport_caps_handle_t *dataports[] = {NULL, &page_handle};

static camkes_emit_fn emitted_events[] = {
    NULL, report_emit, fault_above_emit, fault_beside_emit, fault_below_emit,
};

int cross_vm_dataports_init(vmm_t *vmm)
{
    return cross_vm_dataports_init_common(vmm, dataports, COUNT(dataports));
}

int cross_vm_emits_events_init(vmm_t *vmm)
{
    return cross_vm_emits_events_init_common(vmm, emitted_events, COUNT(emitted_events));
}
