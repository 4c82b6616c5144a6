/* SPDX-License-Identifier: BSD-2-Clause */
#include "camkes/semaphore.h"

/* `self`: 1 if the caller counts among the waiters. */
static bool take(struct camkes_semaphore *semaphore, int self)
{
    int value = atomic_load(&semaphore->value);
    while (value > 0) {
        if (!atomic_compare_exchange_weak(&semaphore->value, &value, value - 1))
            continue;
        /* Two posts may have become one signal. */
        if (value > 1 && atomic_load(&semaphore->waiters) > self)
            cw_signal(semaphore->notification);
        return true;
    }
    return false;
}

bool camkes_semaphore_try(struct camkes_semaphore *semaphore)
{
    return take(semaphore, 0);
}

void camkes_semaphore_wait(struct camkes_semaphore *semaphore)
{
    if (take(semaphore, 0))
        return;
    /* Announced before the value is looked at again, as a poster adds before it looks here: one of
       the two sees the other. */
    atomic_fetch_add(&semaphore->waiters, 1);
    while (!take(semaphore, 1)) {
        uint64_t bits;
        cw_wait(semaphore->notification, &bits);
    }
    atomic_fetch_sub(&semaphore->waiters, 1);
}

uint32_t camkes_semaphore_add(struct camkes_semaphore *semaphore, uint32_t count)
{
    int value = atomic_load(&semaphore->value);
    uint32_t added;
    do {
        uint32_t room = (uint32_t)(semaphore->limit - value);
        added = count < room ? count : room;
    } while (added > 0 && !atomic_compare_exchange_weak(&semaphore->value, &value, value + (int)added));
    if (added > 0 && atomic_load(&semaphore->waiters) > 0)
        cw_signal(semaphore->notification);
    return added;
}

bool camkes_semaphore_post(struct camkes_semaphore *semaphore)
{
    return camkes_semaphore_add(semaphore, 1) == 1;
}
