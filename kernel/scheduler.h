/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Fixed priorities, 255 the most urgent, round robin within one. Every operation takes constant time.
 *
 * The running thread stays in its ready queue, at the front: a thread that is preempted by a more urgent one
 * continues later with the rest of its time slice. Time is counted in ticks of the time-stamp counter.
 */
#ifndef KERNEL_SCHEDULER_H
#define KERNEL_SCHEDULER_H

#include <stdint.h>

#include "thread.h"

#define SCHEDULER_PRIORITIES 256

/* Empties the queues. `slice`: ticks that a thread may run before its equals get their turn; not zero. */
void scheduler_init(uint64_t slice);

/* Makes a thread that is neither READY nor in any other queue READY, with a new slice, behind its equals. */
void scheduler_ready(struct thread *thread);

/*
 * The same, but the thread goes on with the rest of its slice, before its equals; behind them if nothing is left.
 * For vCPUs, which block at every exit: behind equals that never block, each exit would cost a whole slice. Since
 * the slice is not renewed, equals wait no longer than they would for a thread that does not block.
 */
void scheduler_continue(struct thread *thread);

/* Takes a READY thread off the processor and puts it into `state`. */
void scheduler_block(struct thread *thread, enum thread_state state);

/* Puts a READY thread behind its equals, with a new slice. */
void scheduler_yield(struct thread *thread);

/* The thread to run now; NULL: none is ready. It stays READY. */
struct thread *scheduler_pick(void);

/* Notes that a thread has run for `ticks`. If its slice is used up and it is READY, it yields. */
void scheduler_charge(struct thread *thread, uint64_t ticks);

/* Ticks after which scheduler_charge() would let an equal go first; UINT64_MAX if there is no equal. */
uint64_t scheduler_slice(const struct thread *thread);

#endif
