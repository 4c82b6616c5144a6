/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The VM's time: nanoseconds since the monitor started, computed from the time-stamp counter with
 * the scale that the guest's paravirtual clock uses, so that both always agree. Guest resets do not
 * set it back.
 */
#ifndef VMM_CORE_CLOCK_H
#define VMM_CORE_CLOCK_H

#include <stdint.h>

struct clock {
    uint64_t base;       /* time-stamp counter at time 0 */
    uint32_t multiplier; /* ns = ((ticks << shift) * multiplier) >> 32; shifts right if negative */
    int8_t shift;
};

/* `hz`: frequency of the time-stamp counter, not zero. */
void clock_init(struct clock *clock, uint64_t base, uint64_t hz);

/* The time at which the counter reads `tsc`; 0 before `base`. */
uint64_t clock_ns(const struct clock *clock, uint64_t tsc);

/* The first counter value whose time is at least `ns`; UINT64_MAX if it does not fit. */
uint64_t clock_tsc(const struct clock *clock, uint64_t ns);

#endif
