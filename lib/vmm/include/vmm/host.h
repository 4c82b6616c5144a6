/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a monitor asks of the world around it. A component fills this in with system calls and
 * connections, a test with recorders. Every function gets `context` back as its first argument.
 */
#ifndef VMM_HOST_H
#define VMM_HOST_H

#include <stddef.h>
#include <stdint.h>

#define VMM_HOST_EXIT 1 /* the vCPU has stopped at an exit */

struct vmm_host {
    void *context;

    /* The time-stamp counter of the machine, and its frequency in Hz. */
    uint64_t (*now)(void *context);
    uint64_t tsc_hz;

    /*
     * Waits for the next thing to happen. `resume` nonzero: first lets the vCPU run with the state
     * in its block. Returns VMM_HOST_EXIT when the vCPU is stopped at an exit; 0 when something else
     * happened, with its kinds as VMM_WAKE_ bits of <vmm/monitor.h> in `*wakes`; or a negative error
     * of abi/error.h when the vCPU was not resumed.
     */
    int (*next)(void *context, int resume, unsigned *wakes);

    /* vcpu_inject of abi/syscall.h: 0, or -CW_EAGAIN until the interrupt-window exit. */
    int (*inject)(void *context, unsigned vector);

    /* vcpu_get_state of abi/syscall.h: fills in all groups of the register block. */
    int (*get_state)(void *context);

    /* Asks for VMM_WAKE_TIMER once the time-stamp counter reaches `deadline`; replaces an earlier
       request; UINT64_MAX cancels. */
    void (*timer_set)(void *context, uint64_t deadline);

    /* vm_map and vm_unmap of abi/syscall.h for the region in slot `region`. */
    int (*map)(void *context, uint64_t address, uintptr_t region, uint64_t offset, uint64_t size);
    int (*unmap)(void *context, uint64_t address);

    /* Makes `next` return with VMM_WAKE_ASYNC. May be called from any thread. */
    void (*wake)(void *context);

    /* Prints the guest's console output: `bytes` bytes, copied before it returns. */
    void (*console_write)(void *context, const void *data, size_t bytes);

    /* Takes up to `bytes` bytes of console input; returns how many. */
    size_t (*console_read)(void *context, void *data, size_t bytes);

    /* Seconds since 1970-01-01 00:00 UTC. */
    uint64_t (*wall_time)(void *context);

    /* The processor's own answer: EAX, EBX, ECX, EDX. */
    void (*cpuid)(void *context, uint32_t leaf, uint32_t subleaf, uint32_t result[4]);
};

#endif
