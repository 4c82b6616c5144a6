/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The registers of a thread that made a Linux system call, as foreign.S saves them. Linux preserves
 * all but RAX, RCX and R11; so do we.
 */
#ifndef CAUSEWAY_FRAME_H
#define CAUSEWAY_FRAME_H

/* Offsets for foreign.S. */
#define FRAME_RAX  512
#define FRAME_RDI  520
#define FRAME_RSI  528
#define FRAME_RDX  536
#define FRAME_R10  544
#define FRAME_R8   552
#define FRAME_R9   560
#define FRAME_RBX  568
#define FRAME_RBP  576
#define FRAME_R12  584
#define FRAME_R13  592
#define FRAME_R14  600
#define FRAME_R15  608
#define FRAME_RSP  616
#define FRAME_RIP  624
#define FRAME_SIZE 640

#ifndef __ASSEMBLER__
#include <stddef.h>
#include <stdint.h>

struct frame {
    _Alignas(16) uint8_t vector_state[512]; /* FXSAVE */
    uint64_t rax;                           /* the call's number, then its result */
    uint64_t rdi, rsi, rdx, r10, r8, r9;    /* its arguments */
    uint64_t rbx, rbp, r12, r13, r14, r15;
    uint64_t rsp;
    uint64_t rip; /* where the thread goes on */
    uint64_t reserved;
};

_Static_assert(offsetof(struct frame, rax) == FRAME_RAX, "shared with foreign.S");
_Static_assert(offsetof(struct frame, rbx) == FRAME_RBX, "shared with foreign.S");
_Static_assert(offsetof(struct frame, rip) == FRAME_RIP, "shared with foreign.S");
_Static_assert(sizeof(struct frame) == FRAME_SIZE, "shared with foreign.S");

/* Makes the registers those of `frame` and goes on at its rip. */
_Noreturn void causeway_frame_resume(const struct frame *frame);
#endif

#endif
