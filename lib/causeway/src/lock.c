/* SPDX-License-Identifier: BSD-2-Clause */
#include "lock.h"

#include <stddef.h>

#include "sleep.h"

#define LOCK_FREE 0u
#define LOCK_HELD 1u

struct waiter {
    uintptr_t below; /* the state that this waiter found: an older waiter or LOCK_HELD */
    cw_slot sleeper;
};

void lock_acquire(struct lock *lock)
{
    struct waiter self = {.sleeper = sleep_self()};
    uintptr_t state = LOCK_FREE;
    for (;;) {
        uintptr_t next = LOCK_HELD;
        if (state != LOCK_FREE) {
            self.below = state;
            next = (uintptr_t)&self;
        }
        if (!atomic_compare_exchange_weak(&lock->state, &state, next))
            continue;
        if (next != LOCK_HELD)
            sleep_wait(self.sleeper);
        return;
    }
}

void lock_release(struct lock *lock)
{
    uintptr_t state = LOCK_HELD;
    if (atomic_compare_exchange_strong(&lock->state, &state, LOCK_FREE))
        return;
    /* Only the owner takes waiters off, so the top one cannot go away under our hands. */
    while (!atomic_compare_exchange_weak(&lock->state, &state, ((struct waiter *)state)->below)) {
    }
    sleep_wake(((struct waiter *)state)->sleeper);
}
