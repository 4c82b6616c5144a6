/* SPDX-License-Identifier: BSD-2-Clause */
/* Clients' calls come on the interface's thread, the kernel's timer on the control thread; a lock is over
   what both use. */
#include <camkes.h>
#include <stdlib.h>

#include <causeway/clock.h>

#include "timers.h"

/* Clients cannot make the server run more often than this, ns. */
#define GRANULARITY 100000u

static struct timers timers; /* under lock */
static uint64_t last_pass;   /* under lock: when timers ended the last time, ns */

static uint64_t now_ns(void)
{
    return cw_clock_to_ns(cw_clock_ticks());
}

/* The client that is calling. */
static size_t sender(void)
{
    seL4_Word badge = the_timer_get_sender_id();
    unsigned client = 0;
    while (client < the_timer_num_badges() && the_timer_enumerate_badge(client) != badge)
        client++;
    return client;
}

/* Under lock. One tick more, as the conversion rounds down: the kernel must not wake this too early. */
static void arm(void)
{
    uint64_t next = timers_next(&timers), soonest = timers_add(last_pass, GRANULARITY);
    if (next == TIMERS_NEVER)
        clock_cancel();
    else
        clock_set(cw_clock_from_ns(next > soonest ? next : soonest) + 1);
}

static int start(int id, uint64_t deadline, uint64_t period)
{
    lock_lock();
    bool started = timers_start(&timers, sender(), id, deadline, period);
    arm();
    lock_unlock();
    return started ? 0 : -1;
}

int the_timer_oneshot_relative(int id, uint64_t ns)
{
    return start(id, timers_add(now_ns(), ns), 0);
}

int the_timer_oneshot_absolute(int id, uint64_t ns)
{
    return start(id, timers_add(ns, 0), 0);
}

int the_timer_periodic(int id, uint64_t ns)
{
    return ns == 0 ? -1 : start(id, timers_add(now_ns(), ns), ns);
}

int the_timer_stop(int id)
{
    return start(id, TIMERS_NEVER, 0);
}

unsigned int the_timer_completed(void)
{
    lock_lock();
    uint32_t completed = timers_take_completed(&timers, sender());
    lock_unlock();
    return completed;
}

uint64_t the_timer_time(void)
{
    return now_ns();
}

uint64_t the_timer_tsc_frequency(void)
{
    return cw_clock_frequency();
}

void pre_init(void)
{
    if (!timers_init(&timers, the_timer_num_badges(), timers_per_client))
        abort();
}

static void tell(size_t client)
{
    the_timer_emit((unsigned)the_timer_enumerate_badge((unsigned)client));
}

int run(void)
{
    for (;;) {
        seL4_Wait(clock_notification(), NULL);
        lock_lock();
        last_pass = now_ns();
        timers_expire(&timers, last_pass, tell);
        arm();
        lock_unlock();
    }
}
