/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The virtual machine monitor as an application's own sources see it: the names and calls of the
 * CAmkES VM. What a monitor is made of and how it runs is in <vmm/monitor.h>.
 */
#ifndef VMM_VMM_H
#define VMM_VMM_H

#include <stdint.h>

#include "abi/vcpu.h"

#include <sel4/sel4.h>

typedef struct vmm vmm_t;
typedef struct vmm vm_t; /* its later name */

/* The guest's PCI bus: <vmm/pci.h>. */
typedef struct vmm_pci_space vmm_pci_space_t;

/* The registers of a guest at an exit. */
typedef struct guest_state {
    struct vcpu_block *block;
} guest_state_t;

/* One virtual processor. */
typedef struct vmm_vcpu {
    vmm_t *vmm;
    int vcpu_id;
    guest_state_t guest_state;
} vmm_vcpu_t;

/* General registers, by the names of their lower halves. */
typedef enum vmm_user_context {
    USER_CONTEXT_EAX = VCPU_RAX,
    USER_CONTEXT_ECX = VCPU_RCX,
    USER_CONTEXT_EDX = VCPU_RDX,
    USER_CONTEXT_EBX = VCPU_RBX,
    USER_CONTEXT_EBP = VCPU_RBP,
    USER_CONTEXT_ESI = VCPU_RSI,
    USER_CONTEXT_EDI = VCPU_RDI,
} vmm_user_context_t;

/* The lower 32 bits of a register; 0 for a register that is not in the list. */
uint32_t vmm_read_user_context(guest_state_t *state, vmm_user_context_t reg);

/* Sets a register; its upper half becomes zero. */
void vmm_set_user_context(guest_state_t *state, vmm_user_context_t reg, uint32_t value);

/*
 * Calls `handler` when ring 0 of the guest makes a hypercall with `token` in EAX. On 0 the guest
 * goes on with its registers as the handler left them. Another result never stops the guest: a
 * negative one is its RAX, a positive one gives -CW_EINVAL there. Returns 0, or -1 if the token has
 * a handler already or memory is short.
 */
int reg_new_handler(vmm_t *vmm, int (*handler)(vmm_vcpu_t *vcpu), int token);

/*
 * A badge for asynchronous events: bit 27 and the bits of what is to happen: bit n + 1 pulses the
 * guest's interrupt line n.
 */
#define VMM_PIC_BADGE(line) (((seL4_Word)1 << 27) | ((seL4_Word)1 << ((line) + 1)))
#define VM_PIC_BADGE_IRQ_12 VMM_PIC_BADGE(12)

/*
 * A capability to signal from any thread of this component: the monitor then does what `badge` says.
 * 0 if bit 27 is not in the badge. All such capabilities of a monitor are one: a signal of any does
 * what the badges of all of them say, and edges of an interrupt line that nobody asked for do no
 * harm. Who wants one line only calls vmm_async_raise.
 */
seL4_CPtr vmm_create_async_event_notification_cap(vmm_t *vmm, seL4_Word badge);

/* Does what `badge` says, soon, on the monitor's thread. May be called from any thread. */
void vmm_async_raise(vmm_t *vmm, seL4_Word badge);

/* `size` bytes of guest RAM at a guest physical address, or NULL: see <vmm/guest_memory.h>. */
void *vmm_guest_ptr(vmm_t *vmm, uint64_t address, uint64_t size);

#endif
