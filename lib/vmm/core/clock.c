/* SPDX-License-Identifier: BSD-2-Clause */
#include "clock.h"

#define NS_PER_SECOND 1000000000u

void clock_init(struct clock *clock, uint64_t base, uint64_t hz)
{
    /* Nanoseconds per tick with 64 fraction bits, then normalised to 0.5 up to 1. */
    unsigned __int128 ratio = ((unsigned __int128)NS_PER_SECOND << 64) / hz;
    int shift = 0;

    while (ratio >> 64) {
        ratio >>= 1;
        shift++;
    }
    while (!(ratio >> 63)) {
        ratio <<= 1;
        shift--;
    }
    clock->base = base;
    clock->multiplier = (uint32_t)(ratio >> 32);
    clock->shift = (int8_t)shift;
}

uint64_t clock_ns(const struct clock *clock, uint64_t tsc)
{
    uint64_t ticks = tsc > clock->base ? tsc - clock->base : 0;

    ticks = clock->shift < 0 ? ticks >> -clock->shift : ticks << clock->shift;
    return (uint64_t)((unsigned __int128)ticks * clock->multiplier >> 32);
}

uint64_t clock_tsc(const struct clock *clock, uint64_t ns)
{
    unsigned __int128 ticks = (((unsigned __int128)ns << 32) + clock->multiplier - 1) / clock->multiplier;

    if (clock->shift < 0) {
        ticks <<= -clock->shift;
    } else {
        ticks = (ticks + (((unsigned __int128)1 << clock->shift) - 1)) >> clock->shift;
    }
    ticks += clock->base;
    return ticks > UINT64_MAX ? UINT64_MAX : (uint64_t)ticks;
}
