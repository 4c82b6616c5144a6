/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Two counts that say how far two sides of a ring of `length` entries are. Each goes from 0 to twice the length less 1,
 * and round, so that a full ring and an empty one differ.
 */
#ifndef CAMKES_RING_COUNT_H
#define CAMKES_RING_COUNT_H

#include <stdint.h>

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

#endif
