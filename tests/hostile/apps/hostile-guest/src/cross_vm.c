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

#define COUNT(array) (int)(sizeof(array) / sizeof((array)[0]))

extern dataport_caps_handle_t state_handle, constant_handle, shared_handle, box_handle;

static dataport_caps_handle_t *dataports[] = {NULL, &state_handle, &constant_handle, &shared_handle};
static camkes_consumes_event_t consumed_events[] = {{.id = 1, .reg_callback = pong_reg_callback}};
static camkes_emit_fn emitted_events[] = {NULL, ping_emit};
static struct camkes_crossvm_connection connections[] = {
    {
        .handle = &box_handle,
        .emit_fn = box_ping_emit,
        .consume_event = {.id = 1, .reg_callback = box_pong_reg_callback},
        .connection_name = "box",
    },
};
static camkes_mutex_t cross_vm_event_mutex = {
    .lock = cross_vm_event_mutex_lock,
    .unlock = cross_vm_event_mutex_unlock,
};

int cross_vm_dataports_init(vmm_t *vmm)
{
    return cross_vm_dataports_init_common(vmm, dataports, COUNT(dataports));
}

int cross_vm_emits_events_init(vmm_t *vmm)
{
    return cross_vm_emits_events_init_common(vmm, emitted_events, COUNT(emitted_events));
}

int cross_vm_consumes_events_init(vmm_t *vmm, vspace_t *vspace, seL4_Word irq_badge)
{
    return cross_vm_consumes_events_init_common(vmm, vspace, &cross_vm_event_mutex, consumed_events,
                                                COUNT(consumed_events), irq_badge);
}

int camkes_cross_vm_connections_init(vm_t *vm, vmm_pci_space_t *pci, seL4_CPtr irq_notification,
                                     uintptr_t base)
{
    return cross_vm_connections_init(vm, base, connections, COUNT(connections), pci, irq_notification);
}
