/* SPDX-License-Identifier: BSD-2-Clause */
#include <camkes.h>

#include <causeway/clock.h>

#include "check.h"

#define MS 1000000ull

static void test_oneshot(void)
{
    seL4_Word bits;
    uint64_t start = timer_time();
    check("a timer starts", timer_oneshot_relative(0, 20 * MS) == 0);
    seL4_Wait(timer_notification(), &bits);
    check("its end is a signal", bits == timer_notification_badge());
    check("not before its time", timer_time() - start >= 20 * MS);
    check("it says which one has ended", timer_completed() == 1);
    check("and says so once", timer_completed() == 0);
    timer_oneshot_absolute(7, timer_time() + 5 * MS);
    timer_oneshot_relative(2, 3 * MS);
    unsigned int ended = 0;
    while (ended != (1u << 7 | 1u << 2)) {
        timer_wait_notification();
        ended |= timer_completed();
    }
    check("two timers end", timer_time() >= start + 25 * MS);
    check("a moment that has passed ends at once", timer_oneshot_absolute(1, 1) == 0);
    timer_wait_notification();
    check("and is told", timer_completed() == 2);
}

static void test_periodic(void)
{
    uint64_t start = timer_time();
    timer_periodic(3, 2 * MS);
    for (int i = 0; i < 5; i++)
        timer_wait_notification();
    uint64_t spent = timer_time() - start;
    check("five periods take at least their time", spent >= 10 * MS);
    check("a stopped timer stays silent", timer_stop(3) == 0);
    timer_completed();
    seL4_Poll(timer_notification(), NULL);
    timer_oneshot_relative(0, 10 * MS);
    timer_wait_notification();
    check("only the other one ended", timer_completed() == 1);
}

/* What the server must not be harmed by. */
static void test_nonsense(void)
{
    check("a timer that does not exist is refused", timer_oneshot_relative(8, 1) == -1 &&
                                                        timer_periodic(-1, 1) == -1 && timer_stop(99) == -1 &&
                                                        timer_oneshot_absolute(1 << 30, 1) == -1);
    check("a period of nothing is refused", timer_periodic(0, 0) == -1);
    check("a delay beyond all time is none",
          timer_oneshot_relative(5, UINT64_MAX) == 0 && timer_periodic(6, UINT64_MAX) == 0);
    for (int id = 0; id < 5; id++)
        timer_periodic(id, 1);
    uint64_t start = timer_time();
    while (timer_time() - start < 20 * MS)
        ;
    check("a flood of timers leaves time for others", true);
    for (int id = 0; id < 8; id++)
        timer_stop(id);
    check("the counter's frequency is the machine's", timer_tsc_frequency() == cw_clock_frequency());
}

int run(void)
{
    test_oneshot();
    test_periodic();
    test_nonsense();
    finish_done();
    return 0;
}
