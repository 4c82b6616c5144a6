/* SPDX-License-Identifier: BSD-2-Clause */
#include <errno.h>
#include <stdbool.h>
#include <time.h>

#include "causeway/clock.h"
#include "causeway/syscall.h"
#include "foreign.h"

/* A longer wait needs a timer (connector CausewayTimer): this one keeps the processor busy. */
#define LONGEST_SLEEP_NS 10000000u

static bool is_clock(uint64_t clock)
{
    return clock == CLOCK_REALTIME || clock == CLOCK_MONOTONIC || clock == CLOCK_MONOTONIC_RAW ||
           clock == CLOCK_BOOTTIME;
}

/* Nobody tells a component the date unless it is connected to the RTC component; so the real-time
   clock, which conditions and timed locks compare with, begins at the start of the machine too. */
int64_t foreign_clock_gettime(struct frame *frame)
{
    if (!is_clock(frame->rdi))
        return -EINVAL;
    uint64_t now = cw_clock_to_ns(cw_clock_ticks());
    *(struct timespec *)frame->rsi = (struct timespec){
        .tv_sec = (time_t)(now / CW_NS_PER_SECOND),
        .tv_nsec = (long)(now % CW_NS_PER_SECOND),
    };
    return 0;
}

int64_t foreign_clock_getres(struct frame *frame)
{
    if (!is_clock(frame->rdi))
        return -EINVAL;
    if (frame->rsi)
        *(struct timespec *)frame->rsi = (struct timespec){.tv_nsec = 1};
    return 0;
}

/* For the microseconds that a device asks to be left alone. */
int64_t foreign_nanosleep(struct frame *frame)
{
    const struct timespec *wanted = (const struct timespec *)frame->rdi;
    if (wanted->tv_sec < 0 || wanted->tv_nsec < 0 || wanted->tv_nsec >= CW_NS_PER_SECOND)
        return -EINVAL;
    if (wanted->tv_sec > 0 || wanted->tv_nsec > LONGEST_SLEEP_NS)
        return -ENOSYS;
    uint64_t deadline = cw_clock_deadline((uint64_t)wanted->tv_nsec);
    while (cw_clock_ticks() < deadline)
        cw_thread_yield();
    return 0;
}
