/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The timers of all clients. Times are in nanoseconds since some fixed moment; the caller says what time
 * it is. A client's number and a timer's id may be anything: what does not exist is refused.
 */
#ifndef TIMERS_H
#define TIMERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define TIMERS_MOST  32         /* of one client: as many as timers_take_completed() has bits */
#define TIMERS_NEVER UINT64_MAX /* later than any deadline */

struct timer {
    uint64_t deadline; /* TIMERS_NEVER: it is stopped */
    uint64_t period;   /* 0: it ends once */
};

struct timers_client {
    struct timer timer[TIMERS_MOST];
    uint32_t completed; /* bit n: timer n has ended */
};

struct timers {
    struct timers_client *client;
    size_t clients;
    unsigned each; /* timers of a client, at most TIMERS_MOST */
};

/* All timers are stopped. The memory is kept for good. False: there is not enough, or `each` is wrong. */
bool timers_init(struct timers *timers, size_t clients, int each);

/* Starts a timer; TIMERS_NEVER stops it. False: there is no such client or timer. */
bool timers_start(struct timers *timers, size_t client, int id, uint64_t deadline, uint64_t period);

/* The client's ended timers, which are forgotten. */
uint32_t timers_take_completed(struct timers *timers, size_t client);

/*
 * Ends what is due at `now`, and calls `ended` once for each client of which a timer has ended. Of a
 * periodic timer, periods that were missed count as one; its later ends keep their times.
 */
void timers_expire(struct timers *timers, uint64_t now, void (*ended)(size_t client));

/* When the first timer ends, or TIMERS_NEVER. */
uint64_t timers_next(const struct timers *timers);

/* time + delay, at most the last moment before TIMERS_NEVER. */
uint64_t timers_add(uint64_t time, uint64_t delay);

#endif
