/* SPDX-License-Identifier: BSD-2-Clause */
/* The system calls of abi/syscall.h: every one finds its slot, checks kind and right, then acts. */
#ifndef KERNEL_SYSCALL_H
#define KERNEL_SYSCALL_H

#include <stdint.h>

#include "abi/syscall.h"

struct thread;

struct syscall_arguments {
    uint64_t slot, a, b, c, d; /* RDI, RSI, RDX, R10, R8 */
};

/* Carries out call `number`, which is one of the enumeration's. The thread has its result, or is blocked. */
void syscall_dispatch(struct thread *thread, enum cw_syscall number,
                      const struct syscall_arguments *arguments);

#endif
