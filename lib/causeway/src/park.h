/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The kernel starts all threads of a component at once; the C library wants to create them, one by
 * one. So the threads wait, parked, until pthread_create's clone() call gives each its state.
 */
#ifndef CAUSEWAY_PARK_H
#define CAUSEWAY_PARK_H

/* For start.S: size of struct causeway_thread, offset of its stack_base, and how far above that a
   parked thread's stack begins. */
#define CAUSEWAY_THREAD_SIZE  48
#define CAUSEWAY_THREAD_STACK 8
#define PARKING_STACK_TOP     2048

#ifndef __ASSEMBLER__
#include <stdint.h>

#include "frame.h"

/* The parked thread's first call: waits, then goes on as park_clone says. */
_Noreturn void causeway_park(uint32_t index);

/* Sets the parked thread in whose stack `stack` lies going: with the registers of `frame`, but RAX = 0
   and RSP = stack, and its thread-local data at `tls`. Returns the thread's Linux id. -CW_EAGAIN: the
   component has no such thread, or it is running already. */
int64_t park_clone(const struct frame *frame, uint64_t stack, uint64_t tls);
#endif

#endif
