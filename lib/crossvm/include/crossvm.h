/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Connections on PCI: a dataport and an event each way that the guest sees as one PCI function, and a process of it as
 * /dev/uioN. They can stand beside the dataports and events of cross_vm_dataport.h and its neighbours.
 */
#ifndef CROSSVM_H
#define CROSSVM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <camkes_consumes_event.h>
#include <camkes_emits_event.h>
#include <dataport_caps.h>
#include <sel4/sel4.h>
#include <vmm/vmm.h>

#define CROSSVM_NO_EVENT (-1)

typedef camkes_emit_fn emit_fn;

struct camkes_crossvm_connection {
    /* NULL: none. Otherwise its size is a power of two; its X_id has no meaning here, but must be set. */
    dataport_caps_handle_t *handle;
    emit_fn emit_fn; /* NULL: the guest emits nothing */
    /* Its id is a number of the application's choice, different from those of other connections; CROSSVM_NO_EVENT: the
       guest consumes nothing. */
    camkes_consumes_event_t consume_event;
    /* What the guest sees in /sys/class/uio/uioN/name, at most 47 bytes; NULL: "connector". */
    const char *connection_name;
};

/*
 * Gives the guest `n` connections (at most 31), in this order on its PCI bus. Their memory is laid out from `base`,
 * upward, each part aligned to its size; guests may move it. The array stays the library's. `irq_notification` is not
 * needed and may be 0: all connections interrupt on the PCI bus's line. Returns 0; otherwise a message has been
 * printed, and the monitor must not start.
 */
int cross_vm_connections_init(vm_t *vm, uintptr_t base, struct camkes_crossvm_connection *connections, int n,
                              vmm_pci_space_t *pci, seL4_CPtr irq_notification);

/*
 * One occurrence of the consumed event `event_id`, from any thread, as if the interface had fired. With `inject_irq`
 * false the guest sees it with the next one. No such event: nothing happens.
 */
void consume_connection_event(vm_t *vm, seL4_Word event_id, bool inject_irq);

/*
 * The application's own, if its guest has connections on PCI; the monitor calls it before the guest starts, with what
 * cross_vm_connections_init needs. 0, or the monitor does not start.
 */
int camkes_cross_vm_connections_init(vm_t *vm, vmm_pci_space_t *pci, seL4_CPtr irq_notification,
                                     uintptr_t base);

#endif
