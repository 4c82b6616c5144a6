/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Deadlines by the time-stamp counter. The number of timers is fixed at boot; setting one takes time logarithmic in
 * it. The caller arms the hardware for timer_next() after anything that may have changed it.
 */
#ifndef KERNEL_TIMER_H
#define KERNEL_TIMER_H

#include <stdint.h>

#include "notification.h"

struct timer {
    const char *name;
    struct notification *notification;
    uint64_t badge;
    uint64_t deadline; /* CW_TIMER_OFF: not set */
    uint32_t position; /* in the queue, if set */
};

/* Empties the queue. `queue`: room for as many pointers as there are timers, the kernel's from now on. */
void timer_queue_init(struct timer **queue);

/* A timer that is off. */
void timer_init(struct timer *timer, const char *name, struct notification *notification, uint64_t badge);

/*
 * Replaces the deadline. One that is not after `now` signals at once and leaves the timer off; CW_TIMER_OFF
 * cancels.
 */
void timer_set(struct timer *timer, uint64_t deadline, uint64_t now);

/* Signals, in the order of their deadlines, all timers whose deadline is not after `now`; they are then off. */
void timer_expire(uint64_t now);

/* The earliest deadline; UINT64_MAX: no timer is set. */
uint64_t timer_next(void);

#endif
