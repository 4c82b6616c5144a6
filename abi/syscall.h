/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The kernel's system calls, as a component makes them.
 *
 * SYSCALL with the number in RAX, the slot in RDI and further arguments in RSI, RDX, R10. The
 * result is in RAX: zero or positive on success, a negated error of abi/error.h otherwise. Some
 * calls return more in RDX; after the others, and after an error, its value is not defined. RCX and
 * R11 are destroyed by the instruction, all other registers keep their values.
 *
 * Every call names a slot of the caller's domain: an entry of the system table that says which
 * object may be used and how. There is no call without a slot and no way to obtain another slot.
 * Errors common to all calls: -CW_ENOENT (slot out of range or empty), -CW_EINVAL (the slot holds
 * another kind of object), -CW_EACCES (the slot lacks the right).
 *
 * A SYSCALL with any other number is not the kernel's: the thread continues at its domain's
 * `foreign_syscall_entry` with RAX, RDI, RSI, RDX, R10, R8, R9 and RSP as they were and the address
 * of the instruction after SYSCALL in R11. RCX is destroyed. (The C library's Linux calls arrive
 * there.) A domain without that entry is stopped with a fault report.
 */
#ifndef ABI_SYSCALL_H
#define ABI_SYSCALL_H

#include <stdint.h>

#define CW_SYSCALL_BASE 0x10000u

enum cw_syscall {
    /* signal(notification): ORs the slot's badge into the notification. Right: SIGNAL. Never
       blocks. */
    CW_SYS_SIGNAL = CW_SYSCALL_BASE,

    /* wait(notification): takes all badge bits, blocking until there are any. RDX = bits. Right:
       WAIT. */
    CW_SYS_WAIT,

    /* poll(notification): takes all badge bits; RDX = bits, 0 if there were none. Right: WAIT. */
    CW_SYS_POLL,

    /*
     * call(endpoint, words): sends the first `words` words of the caller's message buffer, waits
     * for the reply, which replaces the buffer's first words. RAX = words of the reply. Right:
     * CALL. -CW_EINVAL: more than CW_MESSAGE_WORDS. -CW_ECONNRESET: the receiver was stopped by a
     * fault.
     */
    CW_SYS_CALL,

    /*
     * receive(endpoint): waits for a message. RAX = its length in words, RDX = the sender's badge.
     * If the thread has a bound notification and that is signalled, RAX = CW_RECEIVE_NOTIFICATION
     * and RDX = the bits. Right: RECEIVE.
     */
    CW_SYS_RECEIVE,

    /*
     * reply_receive(endpoint, words): answers the caller that this thread received last and has not
     * answered, then receives as above. Without such a caller, only receives. Right: RECEIVE.
     */
    CW_SYS_REPLY_RECEIVE,

    /* reply(endpoint, words): answers without receiving. -CW_ENOENT if nobody waits. Right:
       RECEIVE. */
    CW_SYS_REPLY,

    /*
     * irq_ack(irq): re-enables delivery after the interrupt has been handled. An interrupt line
     * stays masked from the moment it signals its notification until this call. Right: none needed.
     */
    CW_SYS_IRQ_ACK,

    /*
     * timer_set(timer, deadline): signals the timer's notification when the time-stamp counter
     * reaches `deadline`; replaces an earlier deadline; a deadline in the past signals at once;
     * CW_TIMER_OFF cancels.
     */
    CW_SYS_TIMER_SET,

    /*
     * vm_map(vm, guest address, region slot, offset, size in R8): lays `size` bytes of the region
     * from `offset` over the guest physical range, with the region slot's READ and WRITE rights.
     * -CW_EINVAL: address, offset or size not page-aligned, size zero, or beyond the region.
     * -CW_EFAULT: the range is neither inside one of the VM's RAM mappings nor outside of all its
     * mappings and below 2^48.
     * -CW_EEXIST: the range overlaps another such mapping. -CW_ENOMEM: table-page pool or the VM's
     * overlay list is full. Nothing changes on an error.
     */
    CW_SYS_VM_MAP,

    /* vm_unmap(vm, guest address): undoes one vm_map by its start address. -CW_ENOENT: none there.
     */
    CW_SYS_VM_UNMAP,

    /*
     * vcpu_resume(vcpu): runs the guest again after an exit, with the state in the register block.
     * -CW_EBUSY: it is not stopped at an exit. -CW_EINVAL: a state that no processor can be in; the
     * block's `exit.kind` is VCPU_EXIT_INVALID_STATE and `exit.detail` names the field.
     */
    CW_SYS_VCPU_RESUME,

    /* vcpu_resume_receive(vcpu, endpoint): resumes, and if that succeeded, receives as
       CW_SYS_RECEIVE. */
    CW_SYS_VCPU_RESUME_RECEIVE,

    /*
     * vcpu_inject(vcpu, vector): delivers an external interrupt. Succeeds at once if the guest can
     * take it (and ends a halt); the guest takes it before its next instruction. -CW_EAGAIN: the
     * guest has interrupts disabled or another event is on its way; the kernel will report
     * VCPU_EXIT_INTERRUPT_WINDOW when that changes, unless an inject has succeeded before.
     * -CW_EINVAL: vector below 32 or above 255.
     */
    CW_SYS_VCPU_INJECT,

    /*
     * vcpu_get_state(vcpu): fills in the groups of the register block that exits leave out.
     * -CW_EBUSY: the vCPU is not stopped at an exit.
     */
    CW_SYS_VCPU_GET_STATE,

    /* thread_set_tls(CW_SLOT_SELF, address): sets the FS base. -CW_EFAULT: not a user address. */
    CW_SYS_THREAD_SET_TLS,

    /* thread_yield(CW_SLOT_SELF): gives way to other threads of the same priority. */
    CW_SYS_THREAD_YIELD,

    /* thread_exit(CW_SLOT_SELF): the calling thread never runs again. */
    CW_SYS_THREAD_EXIT,

    /*
     * console_write(console, address, length): prints up to 256 bytes on the kernel's console. For
     * systems without a serial server, and for early failures. RAX = bytes printed. -CW_EFAULT.
     */
    CW_SYS_CONSOLE_WRITE,

    /* power_off(power): ends the machine: off (status 0 under QEMU). Does not return. */
    CW_SYS_POWER_OFF,

    /* power_reset(power): restarts the machine. Does not return. */
    CW_SYS_POWER_RESET,

    CW_SYSCALL_END,
};

#define CW_SLOT_SELF 0u /* every domain's slot 0: the calling thread itself */

#define CW_RECEIVE_NOTIFICATION 0x10000
#define CW_TIMER_OFF            UINT64_MAX

/*
 * A thread's message buffer: one page in its domain, named by the system table, that the kernel
 * reads and writes in call, reply and receive. Only these words are transferred.
 */
#define CW_MESSAGE_WORDS 120
struct cw_message {
    uint64_t word[CW_MESSAGE_WORDS];
};

/*
 * How a thread starts: RIP and RSP from the table, RDI = the table's `argument`, RSI = frequency of
 * the time-stamp counter in Hz, RDX = the thread's index in its domain (0 is the first), all else
 * zero. RSP is 8 below a multiple of 16, as at a function's entry; the word there is 0.
 */

#endif
