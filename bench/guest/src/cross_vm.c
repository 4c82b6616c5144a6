/* SPDX-License-Identifier: BSD-2-Clause */
#include <sel4/sel4.h>
#include <camkes.h>
#include <camkes_mutex.h>
#include <camkes_consumes_event.h>
#include <camkes_emits_event.h>
#include <dataport_caps.h>
#include <cross_vm_consumes_event.h>
#include <cross_vm_emits_event.h>
#include <cross_vm_dataport.h>
#include <crossvm.h>
#include <vmm/vmm.h>
#include <vspace/vspace.h>

extern dataport_caps_handle_t data_handle;

static dataport_caps_handle_t *dataports[] = {NULL, &data_handle};

static camkes_consumes_event_t consumed_events[] = {
    {.id = 1, .reg_callback = pong_reg_callback},
};

static camkes_emit_fn emitted_events[] = {NULL, ping_emit};

static struct camkes_crossvm_connection connections[] = {
    {.emit_fn = bell_ping_emit, .consume_event = {.id = 2, .reg_callback = bell_pong_reg_callback}},
};

static camkes_mutex_t cross_vm_event_mutex = {
    .lock = cross_vm_event_mutex_lock,
    .unlock = cross_vm_event_mutex_unlock,
};

int cross_vm_dataports_init(vmm_t *vmm)
{
    return cross_vm_dataports_init_common(vmm, dataports, 2);
}

int cross_vm_emits_events_init(vmm_t *vmm)
{
    return cross_vm_emits_events_init_common(vmm, emitted_events, 2);
}

int cross_vm_consumes_events_init(vmm_t *vmm, vspace_t *vspace, seL4_Word irq_badge)
{
    return cross_vm_consumes_events_init_common(vmm, vspace, &cross_vm_event_mutex, consumed_events, 1,
                                                irq_badge);
}

int camkes_cross_vm_connections_init(vm_t *vm, vmm_pci_space_t *pci, seL4_CPtr irq_notification,
                                     uintptr_t base)
{
    return cross_vm_connections_init(vm, base, connections, 1, pci, irq_notification);
}
