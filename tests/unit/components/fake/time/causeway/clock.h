/* SPDX-License-Identifier: BSD-2-Clause */
/* A clock that the test sets; it counts nanoseconds. */
#ifndef CAUSEWAY_CLOCK_H
#define CAUSEWAY_CLOCK_H

#include <stdint.h>

extern uint64_t fake_now;

static inline uint64_t cw_clock_frequency(void)
{
    return 1000000000;
}

static inline uint64_t cw_clock_ticks(void)
{
    return fake_now;
}

static inline uint64_t cw_clock_to_ns(uint64_t ticks)
{
    return ticks;
}

static inline uint64_t cw_clock_from_ns(uint64_t ns)
{
    return ns;
}

#endif
