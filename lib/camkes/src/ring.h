/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Two counts that say how far two sides of a ring of `length` entries are. Each goes from 0 to twice the length less 1,
 * and round, so that a full ring and an empty one differ.
 */
#ifndef CAMKES_RING_H
#define CAMKES_RING_H

#include <stdatomic.h>
#include <stdint.h>

#include "causeway/syscall.h"

/* How far `first` is ahead of `second`. Either may be the other side's, and anything: more than the length, if one is
   wrong. */
static inline uint32_t ring_ahead(uint32_t length, uint32_t first, uint32_t second)
{
    uint32_t round = 2 * length;
    if (first >= round || second >= round)
        return UINT32_MAX;
    return first >= second ? first - second : first + round - second;
}

static inline uint32_t ring_next(uint32_t length, uint32_t count)
{
    return count + 1 < 2 * length ? count + 1 : 0;
}

/* Whether the other side, which writes `count`, is ahead of `own`: 1 or 0; -1: its count is wrong. */
static inline int ring_poll(uint32_t length, const _Atomic uint32_t *count, uint32_t own)
{
    uint32_t waiting = ring_ahead(length, atomic_load_explicit(count, memory_order_acquire), own);
    return waiting > length ? -1 : waiting > 0;
}

/* Blocks until ring_poll would give 1; the other side signals the notification. 0; -1: its count is wrong, or the
   notification cannot be waited for. */
static inline int ring_wait(uint32_t length, const _Atomic uint32_t *count, uint32_t own,
                            cw_slot notification)
{
    int found;
    while ((found = ring_poll(length, count, own)) == 0) {
        uint64_t bits;
        if (cw_wait(notification, &bits) < 0)
            return -1;
    }
    return found > 0 ? 0 : -1;
}

#endif
