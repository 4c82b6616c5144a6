/* SPDX-License-Identifier: BSD-2-Clause */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

#include "fake_arch.h"
#include "kernel/timer.h"

#define TIMERS 64

static struct timer timers[TIMERS];
static struct timer *queue[TIMERS];
static struct notification notifications[TIMERS];

static int setup(void **state)
{
    (void)state;
    fake_reset();
    timer_queue_init(queue);
    for (int i = 0; i < TIMERS; i++) {
        notification_init(&notifications[i], "n");
        timer_init(&timers[i], "t", &notifications[i], 1ull << i);
    }
    return 0;
}

static void test_one_timer(void **state)
{
    (void)state;
    assert_true(timer_next() == UINT64_MAX);
    timer_set(&timers[3], 100, 50);
    assert_int_equal(timer_next(), 100);
    timer_expire(99);
    assert_int_equal(notification_take(&notifications[3]), 0);
    timer_expire(100);
    assert_int_equal(notification_take(&notifications[3]), 8);
    assert_true(timer_next() == UINT64_MAX);
    timer_expire(UINT64_MAX);
    assert_int_equal(notification_take(&notifications[3]), 0);
}

static void test_replace_and_cancel(void **state)
{
    (void)state;
    timer_set(&timers[0], 100, 0);
    timer_set(&timers[0], 300, 0);
    timer_set(&timers[1], 200, 0);
    assert_int_equal(timer_next(), 200);
    timer_set(&timers[1], CW_TIMER_OFF, 0);
    timer_set(&timers[1], CW_TIMER_OFF, 0);
    assert_int_equal(timer_next(), 300);
    timer_expire(299);
    assert_int_equal(notification_take(&notifications[0]) + notification_take(&notifications[1]), 0);
    timer_set(&timers[0], 10, 0);
    assert_int_equal(timer_next(), 10);
}

static void test_past_deadline(void **state)
{
    (void)state;
    timer_set(&timers[0], 100, 0);
    timer_set(&timers[0], 49, 50);
    assert_int_equal(notification_take(&notifications[0]), 1);
    assert_true(timer_next() == UINT64_MAX);
    timer_set(&timers[0], 50, 50);
    assert_int_equal(notification_take(&notifications[0]), 1);
    timer_set(&timers[0], 0, 50);
    assert_int_equal(notification_take(&notifications[0]), 1);
    timer_set(&timers[0], 51, 50);
    assert_int_equal(notification_take(&notifications[0]), 0);
    timer_set(&timers[1], UINT64_MAX - 1, 50);
    timer_expire(UINT64_MAX - 1);
    assert_int_equal(notification_take(&notifications[1]), 2);
}

static void test_order(void **state)
{
    (void)state;
    struct thread *early = fake_thread(1), *late = fake_thread(1);
    timer_set(&timers[0], 20, 0);
    timer_set(&timers[1], 10, 0);
    notification_wait(&notifications[0], late);
    notification_wait(&notifications[1], early);
    timer_expire(30);
    expect_result(early, 0, 2);
    expect_result(late, 0, 1);
    assert_ptr_equal(late->link.previous, &early->link);
}

/* Random operations against a plain array of deadlines. */
static void test_random(void **state)
{
    (void)state;
    uint64_t model[TIMERS], now = 1000;
    for (int i = 0; i < TIMERS; i++)
        model[i] = CW_TIMER_OFF;
    srand(2);
    for (int step = 0; step < 100000; step++) {
        int i = rand() % TIMERS;
        bool past = false;
        if (rand() % 4 == 0) {
            now += (uint64_t)rand() % 200;
            timer_expire(now);
            i = -1;
        } else {
            uint64_t deadline = rand() % 8 == 0 ? CW_TIMER_OFF : now + (uint64_t)rand() % 1000 - 50;
            timer_set(&timers[i], deadline, now);
            past = deadline <= now;
            model[i] = past ? CW_TIMER_OFF : deadline;
        }
        uint64_t next = UINT64_MAX;
        for (int j = 0; j < TIMERS; j++) {
            bool due = (i < 0 && model[j] <= now) || (j == i && past);
            assert_int_equal(notification_take(&notifications[j]), due ? 1ull << j : 0);
            model[j] = due ? CW_TIMER_OFF : model[j];
            next = model[j] < next ? model[j] : next;
        }
        assert_true(timer_next() == next);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_one_timer, setup),
        cmocka_unit_test_setup(test_replace_and_cancel, setup),
        cmocka_unit_test_setup(test_past_deadline, setup),
        cmocka_unit_test_setup(test_order, setup),
        cmocka_unit_test_setup(test_random, setup),
    };
    return cmocka_run_group_tests_name("timers", tests, NULL, NULL);
}
