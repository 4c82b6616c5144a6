/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A lock between the threads of a component that works before and below the C library.
 *
 * Threads have fixed priorities, so a waiter must not spin: it could keep the owner from ever
 * running. Waiters form a stack through the lock word and sleep on their own notifications; the
 * owner hands the lock to the top one. Hold it for a few instructions only: the hand-over is not
 * fair, and an owner of low priority is not lifted.
 *
 * A lock is initialised with zero. Not recursive.
 */
#ifndef CAUSEWAY_LOCK_H
#define CAUSEWAY_LOCK_H

#include <stdatomic.h>
#include <stdint.h>

struct lock {
    _Atomic(uintptr_t) state; /* LOCK_FREE, LOCK_HELD, or the newest waiter */
};

void lock_acquire(struct lock *lock);
void lock_release(struct lock *lock);

#endif
