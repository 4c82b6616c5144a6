/* SPDX-License-Identifier: BSD-2-Clause */
/* The clock interrupts once, and again only when it was read: clock_clear() is the driver's service. */
#include <camkes.h>
#include <causeway/clock.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>

#include "clock.h"

#define ROUNDS 100
#define SLOTS  10

static atomic_int called, rounds;
static sem_t all_called;

static void check(const char *what, bool good)
{
    printf("%s %s\n", good ? "ok" : "not ok", what);
}

/* Ten times what the clock takes for an interrupt. */
static void pass_time(void)
{
    uint64_t end = cw_clock_deadline(10000000);
    while (cw_clock_ticks() < end)
        ;
}

/* Also what came while the line was masked, and arrives when it is acknowledged, is gone. */
static void be_quiet(void)
{
    clock_stop();
    for (int quiet = 0; quiet < 2; quiet = tick_poll() ? 0 : quiet + 1)
        pass_time();
}

static void wait_and_poll(void)
{
    clock_start();
    for (int i = 0; i < ROUNDS; i++) {
        tick_wait();
        clock_clear();
    }
    check("100 interrupts wake who waits", true);
    int taken = 0;
    for (uint64_t end = cw_clock_deadline(5000000000); taken < ROUNDS && cw_clock_ticks() < end;) {
        if (tick_poll()) {
            taken++;
            clock_clear();
        }
    }
    check("100 interrupts are there for who polls", taken == ROUNDS);
    tick_wait();
    pass_time();
    check("a clock that is not read does not interrupt", tick_poll() == 0);
    clock_clear();
}

static void count(void *argument)
{
    (void)argument;
    if (atomic_fetch_add(&called, 1) + 1 == SLOTS) {
        clock_clear();
        sem_post(&all_called);
    }
}

static void again(void *argument)
{
    clock_clear();
    if (atomic_fetch_add(&rounds, 1) + 1 < ROUNDS && tick_reg_callback(again, argument) == 0)
        return;
    clock_stop();
    sem_post(argument);
}

static void callbacks(void)
{
    sem_init(&all_called, 0, 0);
    bool registered = true;
    be_quiet();
    for (int i = 0; i < SLOTS; i++)
        registered = registered && tick_reg_callback(count, NULL) == 0;
    check("ten callbacks can be registered", registered);
    check("and no more", tick_reg_callback(count, NULL) == -1);
    clock_start();
    sem_wait(&all_called);
    pass_time();
    check("one interrupt calls each of them once", atomic_load(&called) == SLOTS);
    clock_clear();
    check("the next one is for a callback that comes late",
          (pass_time(), tick_reg_callback(again, &all_called) == 0));
    sem_wait(&all_called);
    check("which registers itself a hundred times", atomic_load(&rounds) == ROUNDS);
}

int run(void)
{
    wait_and_poll();
    callbacks();
    printf("driver is done\n");
    power_off();
    return 0;
}
