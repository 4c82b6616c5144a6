/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Linux's futex within one component: what the C library's locks, conditions and semaphores sleep
 * on.
 */
#ifndef CAUSEWAY_FUTEX_H
#define CAUSEWAY_FUTEX_H

#include <stdbool.h>
#include <stdint.h>

/* Sleeps until a wake on `word`, unless it no longer holds `expected`: then -CW_EAGAIN. Woken in
   the order of arrival. */
int futex_wait(const uint32_t *word, uint32_t expected);

/* Wakes up to `most` sleepers on `word`; returns how many. */
int futex_wake(const uint32_t *word, int most);

/* Wakes up to `wake` sleepers on `word` and moves up to `move` more to `target`, where they join the
   end of the queue. Returns how many were woken or moved. With `compare`, changes nothing and
   returns -CW_EAGAIN unless the word holds *compare. */
int futex_requeue(const uint32_t *word, const uint32_t *target, int wake, int move, const uint32_t *compare);

#endif
