/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Counting semaphores: the base of mutexes, binary semaphores and event hand-off.
 *
 * Taking and giving are atomic operations on `value`; the kernel is entered only to block and to
 * wake. A notification merges signals, so each thread that takes a unit and sees more left passes
 * the wake-up on: as many waiters run as there are units.
 */
#ifndef CAMKES_SEMAPHORE_H
#define CAMKES_SEMAPHORE_H

#include <stdatomic.h>
#include <stdbool.h>

#include "causeway/syscall.h"

struct camkes_semaphore {
    atomic_int value;     /* units to take, 0 to limit */
    atomic_int waiters;   /* threads that are about to block, blocked, or just woken */
    int limit;            /* most units */
    cw_slot notification; /* SIGNAL and WAIT; nothing else uses it */
};

#define CAMKES_SEMAPHORE(slot, initial, most)                                                                \
    {                                                                                                        \
        .value = (initial), .limit = (most), .notification = (slot)                                          \
    }

/* Blocks until there is a unit and takes it. */
void camkes_semaphore_wait(struct camkes_semaphore *semaphore);

/* Takes a unit if there is one. */
bool camkes_semaphore_try(struct camkes_semaphore *semaphore);

/* Adds a unit. False: `limit` is reached, and nothing was changed. */
bool camkes_semaphore_post(struct camkes_semaphore *semaphore);

/* Adds `count` units, or as many as there is room for up to `limit`; returns how many. */
uint32_t camkes_semaphore_add(struct camkes_semaphore *semaphore, uint32_t count);

#endif
