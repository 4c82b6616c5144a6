/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Hypercalls with the convention of abi/guest.h: number in RAX, up to three arguments in RBX, RCX,
 * RDX, result in RAX. Only ring 0 of the guest gets here.
 */
#ifndef VMM_HYPERCALL_H
#define VMM_HYPERCALL_H

#include <stdbool.h>
#include <stdint.h>

#include <vmm/vmm.h>

struct hypercall_args {
    uint64_t a, b, c; /* RBX, RCX, RDX; the lower halves when a 32-bit guest calls */
};

/* Returns what the guest gets in RAX: zero or more, or a negative number of abi/error.h. */
typedef int64_t (*hypercall_fn)(void *context, const struct hypercall_args *args);

/* 0, -CW_EEXIST if the number is taken, -CW_ENOMEM. */
int vmm_hypercall_add(vmm_t *vmm, uint32_t number, hypercall_fn handler, void *context);

/* Calls `handler` when the guest is reset: whatever it has shared is to be taken back. 0,
   -CW_EEXIST if it is called with this context already, or -CW_ENOMEM. */
int vmm_reset_hook_add(vmm_t *vmm, void (*handler)(void *context), void *context);

/*
 * Calls `handler` on the monitor's thread, soon, after any thread has raised VMM_ASYNC_HOOKS with
 * vmm_async_raise. Errors as above.
 */
#define VMM_ASYNC_HOOKS ((seL4_Word)1 << 26)
int vmm_async_hook_add(vmm_t *vmm, void (*handler)(void *context), void *context);

/* One edge on the guest's interrupt line 0 to 15. On the monitor's thread only. */
void vmm_pulse_line(vmm_t *vmm, unsigned line);

/*
 * Whether edges of a line go past the interrupt controller, straight to the vector that the guest has given the
 * line there. Off after a reset.
 */
void vmm_line_direct(vmm_t *vmm, unsigned line, bool direct);

#endif
