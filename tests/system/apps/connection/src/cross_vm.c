/* SPDX-License-Identifier: BSD-2-Clause */
#include <camkes.h>
#include <camkes_consumes_event.h>
#include <camkes_emits_event.h>
#include <cross_vm_consumes_event.h>
#include <cross_vm_dataport.h>
#include <cross_vm_emits_event.h>
#include <crossvm.h>

extern dataport_caps_handle_t page_handle, box_handle;

static dataport_caps_handle_t *dataports[] = {NULL, &page_handle};
static camkes_emit_fn emitted_events[] = {NULL, ping_emit};
static camkes_consumes_event_t consumed_events[] = {{.id = 1, .reg_callback = pong_reg_callback}};

static struct camkes_crossvm_connection connections[] = {
    {
        .handle = &box_handle,
        .emit_fn = box_ping_emit,
        .consume_event = {.id = 1, .reg_callback = box_pong_reg_callback},
        .connection_name = "box",
    },
    {
        .handle = NULL,
        .emit_fn = bell_ping_emit,
        .consume_event = {.id = 2, .reg_callback = bell_pong_reg_callback},
    },
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
    return cross_vm_consumes_events_init_common(vmm, vspace, NULL, consumed_events, 1, irq_badge);
}

int camkes_cross_vm_connections_init(vm_t *vm, vmm_pci_space_t *pci, seL4_CPtr irq_notification,
                                     uintptr_t base)
{
    return cross_vm_connections_init(vm, base, connections, 2, pci, irq_notification);
}
