/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef CROSS_VM_EMITS_EVENT_H
#define CROSS_VM_EMITS_EVENT_H

#include <camkes_emits_event.h>
#include <vmm/vmm.h>

/*
 * Lets the guest emit the events `events[1]` to `events[n - 1]`; an index is the id that the guest
 * uses. Entry 0 is NULL. The array stays the library's. Returns 0; otherwise a message has been
 * printed, and the monitor must not start.
 */
int cross_vm_emits_events_init_common(vmm_t *vmm, camkes_emit_fn *events, int n);

#endif
