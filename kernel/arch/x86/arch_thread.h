/* SPDX-License-Identifier: BSD-2-Clause */
/* The processor's part of a thread, and the layout that entry.S writes into it. */
#ifndef ARCH_THREAD_H
#define ARCH_THREAD_H

#include <stdint.h>

/*
 * User registers. On an entry from user mode the processor's stack pointer is the end of this structure, so
 * hardware and entry.S save them right here, highest address first.
 */
struct trap_frame {
    uint64_t r15, r14, r13, r12, rbp, rbx, r9, r8, r10, rdx, rsi, rdi, rax, r11, rcx;
    uint64_t vector, error;
    uint64_t rip, cs, rflags, rsp, ss;
};

struct arch_thread {
    struct trap_frame frame __attribute__((aligned(16)));
    uint64_t fs_base;
    void *fpu; /* XSAVE area of this thread; 64-byte aligned */
};

_Static_assert(sizeof(struct trap_frame) == 176, "entry.S counts on it");

#endif
