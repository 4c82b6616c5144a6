/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Time since the machine started, from the processor's time-stamp counter.
 *
 * All components read the same counter: its values may be passed from one to another. Conversions
 * multiply in 128 bits and so are exact (rounded down) up to the full range of the result;
 * cw_clock_from_ns saturates at UINT64_MAX - 1, which is later than any real deadline and is not
 * CW_TIMER_OFF.
 */
#ifndef CAUSEWAY_CLOCK_H
#define CAUSEWAY_CLOCK_H

#include <stdint.h>

#define CW_NS_PER_SECOND 1000000000u

/* Ticks of the time-stamp counter per second, as the kernel measured it. Never 0. */
extern uint64_t causeway_clock_frequency;

static inline uint64_t cw_clock_frequency(void)
{
    return causeway_clock_frequency;
}

/* The counter now. */
static inline uint64_t cw_clock_ticks(void)
{
    return __builtin_ia32_rdtsc();
}

/* value * numerator / denominator without overflow on the way; UINT64_MAX - 1 if the result does not
   fit. */
static inline uint64_t cw_clock_scale(uint64_t value, uint64_t numerator, uint64_t denominator)
{
    unsigned __int128 result = (unsigned __int128)value * numerator / denominator;
    return result >= UINT64_MAX ? UINT64_MAX - 1 : (uint64_t)result;
}

/* Nanoseconds in so many ticks. */
static inline uint64_t cw_clock_to_ns(uint64_t ticks)
{
    return cw_clock_scale(ticks, CW_NS_PER_SECOND, cw_clock_frequency());
}

/* Ticks in so many nanoseconds. */
static inline uint64_t cw_clock_from_ns(uint64_t ns)
{
    return cw_clock_scale(ns, cw_clock_frequency(), CW_NS_PER_SECOND);
}

/* The deadline so many nanoseconds from now; saturates as cw_clock_from_ns. */
static inline uint64_t cw_clock_deadline(uint64_t ns)
{
    uint64_t now = cw_clock_ticks();
    uint64_t delay = cw_clock_from_ns(ns);
    return delay < UINT64_MAX - 1 - now ? now + delay : UINT64_MAX - 1;
}

#endif
