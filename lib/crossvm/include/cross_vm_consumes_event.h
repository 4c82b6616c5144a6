/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef CROSS_VM_CONSUMES_EVENT_H
#define CROSS_VM_CONSUMES_EVENT_H

#include <camkes_consumes_event.h>
#include <camkes_mutex.h>
#include <vmm/vmm.h>
#include <vspace/vspace.h>

/*
 * Passes the `n` events on to the guest. Their ids are 1 to n in any order. `irq_badge` names the
 * interrupt line (VMM_PIC_BADGE). The array stays the library's; `vspace` and `mutex` are not
 * needed, as nothing here waits for the guest, and may be NULL. Returns 0; otherwise a message has
 * been printed, and the monitor must not start.
 */
int cross_vm_consumes_events_init_common(vmm_t *vmm, vspace_t *vspace, camkes_mutex_t *mutex,
                                         camkes_consumes_event_t *events, int n, seL4_Word irq_badge);

/* The interrupt line that events arrive on unless the monitor chooses another. */
int cross_vm_consumes_event_irq_num(void);

#endif
