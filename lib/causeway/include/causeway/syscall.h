/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The kernel's system calls as C functions. What each one does, which right it needs and which
 * errors it returns is said in abi/syscall.h; the functions here only put the arguments in place.
 *
 * Results: zero or positive on success, a negated number of abi/error.h otherwise. Where a call
 * returns a second value through a pointer, that is written only on success.
 */
#ifndef CAUSEWAY_SYSCALL_H
#define CAUSEWAY_SYSCALL_H

#include <stddef.h>
#include <stdint.h>

#include "abi/error.h"
#include "abi/syscall.h"

/* Index of a slot in the caller's domain. Slot 0 is CW_SLOT_SELF, so 0 also serves as "none". */
typedef uint32_t cw_slot;

struct cw_result {
    int64_t value;   /* RAX */
    uint64_t second; /* RDX */
};

static inline struct cw_result cw_syscall(enum cw_syscall number, cw_slot slot, uint64_t a, uint64_t b,
                                          uint64_t c, uint64_t d)
{
    struct cw_result result;
    register uint64_t r10 __asm__("r10") = c;
    register uint64_t r8 __asm__("r8") = d;
    __asm__ volatile("syscall"
                     : "=a"(result.value), "=d"(result.second)
                     : "a"((uint64_t)number), "D"((uint64_t)slot), "S"(a), "d"(b), "r"(r10), "r"(r8)
                     : "rcx", "r11", "memory");
    return result;
}

static inline int64_t cw_syscall_pair(enum cw_syscall number, cw_slot slot, uint64_t a, uint64_t *second)
{
    struct cw_result result = cw_syscall(number, slot, a, 0, 0, 0);
    if (result.value >= 0)
        *second = result.second;
    return result.value;
}

/* Notifications. */

static inline int64_t cw_signal(cw_slot notification)
{
    return cw_syscall(CW_SYS_SIGNAL, notification, 0, 0, 0, 0).value;
}

/* bits: the badge bits taken; never 0. */
static inline int64_t cw_wait(cw_slot notification, uint64_t *bits)
{
    return cw_syscall_pair(CW_SYS_WAIT, notification, 0, bits);
}

/* bits: the badge bits taken; 0 if there were none. */
static inline int64_t cw_poll(cw_slot notification, uint64_t *bits)
{
    return cw_syscall_pair(CW_SYS_POLL, notification, 0, bits);
}

/* Endpoints. The words lie in the thread's message buffer: see causeway/thread.h. */

/* Returns the reply's length in words. */
static inline int64_t cw_call(cw_slot endpoint, size_t words)
{
    return cw_syscall(CW_SYS_CALL, endpoint, words, 0, 0, 0).value;
}

/* Returns the message's length in words and the sender's badge, or CW_RECEIVE_NOTIFICATION and the
   bits of the thread's bound notification. */
static inline int64_t cw_receive(cw_slot endpoint, uint64_t *badge)
{
    return cw_syscall_pair(CW_SYS_RECEIVE, endpoint, 0, badge);
}

/* As cw_receive, after answering the last caller with `words` words. */
static inline int64_t cw_reply_receive(cw_slot endpoint, size_t words, uint64_t *badge)
{
    return cw_syscall_pair(CW_SYS_REPLY_RECEIVE, endpoint, words, badge);
}

static inline int64_t cw_reply(cw_slot endpoint, size_t words)
{
    return cw_syscall(CW_SYS_REPLY, endpoint, words, 0, 0, 0).value;
}

/* Interrupts and timers. */

static inline int64_t cw_irq_ack(cw_slot irq)
{
    return cw_syscall(CW_SYS_IRQ_ACK, irq, 0, 0, 0, 0).value;
}

/* deadline: a value of the time-stamp counter (causeway/clock.h), or CW_TIMER_OFF. */
static inline int64_t cw_timer_set(cw_slot timer, uint64_t deadline)
{
    return cw_syscall(CW_SYS_TIMER_SET, timer, deadline, 0, 0, 0).value;
}

/* Virtual machines. Addresses, offset and size in bytes, multiples of 4096. */

static inline int64_t cw_vm_map(cw_slot vm, uint64_t guest_address, cw_slot region, uint64_t offset,
                                uint64_t size)
{
    return cw_syscall(CW_SYS_VM_MAP, vm, guest_address, region, offset, size).value;
}

static inline int64_t cw_vm_unmap(cw_slot vm, uint64_t guest_address)
{
    return cw_syscall(CW_SYS_VM_UNMAP, vm, guest_address, 0, 0, 0).value;
}

static inline int64_t cw_vcpu_resume(cw_slot vcpu)
{
    return cw_syscall(CW_SYS_VCPU_RESUME, vcpu, 0, 0, 0, 0).value;
}

/* Returns and stores what cw_receive would. */
static inline int64_t cw_vcpu_resume_receive(cw_slot vcpu, cw_slot endpoint, uint64_t *badge)
{
    return cw_syscall_pair(CW_SYS_VCPU_RESUME_RECEIVE, vcpu, endpoint, badge);
}

static inline int64_t cw_vcpu_inject(cw_slot vcpu, uint32_t vector)
{
    return cw_syscall(CW_SYS_VCPU_INJECT, vcpu, vector, 0, 0, 0).value;
}

static inline int64_t cw_vcpu_get_state(cw_slot vcpu)
{
    return cw_syscall(CW_SYS_VCPU_GET_STATE, vcpu, 0, 0, 0, 0).value;
}

/* The calling thread. */

static inline int64_t cw_thread_set_tls(uint64_t address)
{
    return cw_syscall(CW_SYS_THREAD_SET_TLS, CW_SLOT_SELF, address, 0, 0, 0).value;
}

static inline int64_t cw_thread_yield(void)
{
    return cw_syscall(CW_SYS_THREAD_YIELD, CW_SLOT_SELF, 0, 0, 0, 0).value;
}

_Noreturn static inline void cw_thread_exit(void)
{
    cw_syscall(CW_SYS_THREAD_EXIT, CW_SLOT_SELF, 0, 0, 0, 0);
    __builtin_unreachable();
}

/* The machine. */

/* Returns the number of bytes printed, at most 256. */
static inline int64_t cw_console_write(cw_slot console, const char *bytes, size_t length)
{
    return cw_syscall(CW_SYS_CONSOLE_WRITE, console, (uintptr_t)bytes, length, 0, 0).value;
}

/* Returns only if the slot is not a power slot. */
static inline int64_t cw_power_off(cw_slot power)
{
    return cw_syscall(CW_SYS_POWER_OFF, power, 0, 0, 0, 0).value;
}

/* Returns only if the slot is not a power slot. */
static inline int64_t cw_power_reset(cw_slot power)
{
    return cw_syscall(CW_SYS_POWER_RESET, power, 0, 0, 0, 0).value;
}

#endif
