/* SPDX-License-Identifier: BSD-2-Clause */
#include <camkes.h>
#include <cross_vm_consumes_event.h>
#include <cross_vm_dataport.h>
#include <cross_vm_emits_event.h>

#define COUNT(table) ((int)(sizeof(table) / sizeof((table)[0])))

extern dataport_caps_handle_t text_handle;
extern dataport_caps_handle_t page_handle;

static dataport_caps_handle_t *dataports[] = {NULL, &text_handle, &page_handle};
static camkes_emit_fn emitted[] = {NULL, ring_emit, ping_emit};
static camkes_consumes_event_t consumed[] = {{.id = 1, .reg_callback = rung_reg_callback},
                                             {.id = 2, .reg_callback = pong_reg_callback}};

int cross_vm_dataports_init(vmm_t *vmm)
{
    return cross_vm_dataports_init_common(vmm, dataports, COUNT(dataports));
}

int cross_vm_emits_events_init(vmm_t *vmm)
{
    return cross_vm_emits_events_init_common(vmm, emitted, COUNT(emitted));
}

int cross_vm_consumes_events_init(vmm_t *vmm, vspace_t *vspace, seL4_Word irq_badge)
{
    return cross_vm_consumes_events_init_common(vmm, vspace, NULL, consumed, COUNT(consumed), irq_badge);
}
