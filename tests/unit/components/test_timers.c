/* SPDX-License-Identifier: BSD-2-Clause */
/* The timers of several clients, at times of the test's choice. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "timers.h"

#define CLIENTS 3
#define EACH    4

static struct timers timers;
static unsigned told[CLIENTS];

static void ended(size_t client)
{
    assert_in_range(client, 0, CLIENTS - 1);
    told[client]++;
}

static int begin(void **state)
{
    (void)state;
    memset(told, 0, sizeof(told));
    assert_true(timers_init(&timers, CLIENTS, EACH));
    return 0;
}

static int finish(void **state)
{
    (void)state;
    free(timers.client);
    return 0;
}

static void test_nothing_runs_at_first(void **state)
{
    (void)state;
    assert_true(timers_next(&timers) == TIMERS_NEVER);
    timers_expire(&timers, TIMERS_NEVER - 1, ended);
    assert_int_equal(told[0] + told[1] + told[2], 0);
}

static void test_oneshot(void **state)
{
    (void)state;
    assert_true(timers_start(&timers, 1, 2, 1000, 0));
    assert_int_equal(timers_next(&timers), 1000);
    timers_expire(&timers, 999, ended);
    assert_int_equal(told[1], 0);
    timers_expire(&timers, 1000, ended);
    assert_int_equal(told[1], 1);
    assert_int_equal(told[0] + told[2], 0);
    assert_int_equal(timers_take_completed(&timers, 1), 1u << 2);
    assert_int_equal(timers_take_completed(&timers, 1), 0);
    timers_expire(&timers, 5000, ended);
    assert_int_equal(told[1], 1);
    assert_true(timers_next(&timers) == TIMERS_NEVER);
}

/* Missed periods count once, and the next end is on the beat again. */
static void test_periodic(void **state)
{
    (void)state;
    timers_start(&timers, 0, 0, 100, 100);
    timers_expire(&timers, 100, ended);
    assert_int_equal(timers_next(&timers), 200);
    timers_expire(&timers, 455, ended);
    assert_int_equal(told[0], 2);
    assert_int_equal(timers_next(&timers), 500);
    timers_start(&timers, 0, 0, TIMERS_NEVER, 0);
    assert_true(timers_next(&timers) == TIMERS_NEVER);
    assert_int_equal(timers_take_completed(&timers, 0), 1); /* what had ended is still told */
}

static void test_several_at_once(void **state)
{
    (void)state;
    timers_start(&timers, 0, 0, 10, 0);
    timers_start(&timers, 0, 3, 20, 0);
    timers_start(&timers, 2, 1, 15, 0);
    assert_int_equal(timers_next(&timers), 10);
    timers_expire(&timers, 20, ended);
    assert_int_equal(told[0], 1); /* once, for two timers */
    assert_int_equal(told[2], 1);
    assert_int_equal(timers_take_completed(&timers, 0), 1u << 0 | 1u << 3);
    assert_int_equal(timers_take_completed(&timers, 2), 1u << 1);
}

static void test_restart_forgets(void **state)
{
    (void)state;
    timers_start(&timers, 0, 0, 10, 10);
    timers_start(&timers, 0, 0, 50, 0);
    timers_expire(&timers, 40, ended);
    assert_int_equal(told[0], 0);
    timers_expire(&timers, 60, ended);
    assert_true(timers_next(&timers) == TIMERS_NEVER);
}

/* What a hostile client may say. */
static void test_what_does_not_exist(void **state)
{
    (void)state;
    static const int ids[] = {-1, EACH, 32, INT32_MAX, INT32_MIN};
    for (size_t i = 0; i < sizeof(ids) / sizeof(ids[0]); i++)
        assert_false(timers_start(&timers, 0, ids[i], 1, 0));
    assert_false(timers_start(&timers, CLIENTS, 0, 1, 0));
    assert_false(timers_start(&timers, SIZE_MAX, 0, 1, 0));
    assert_int_equal(timers_take_completed(&timers, CLIENTS), 0);
    assert_true(timers_next(&timers) == TIMERS_NEVER);
}

/* No sum wraps round to a moment that has passed. */
static void test_far_future(void **state)
{
    (void)state;
    assert_int_equal(timers_add(1, 2), 3);
    assert_true(timers_add(5, UINT64_MAX) == TIMERS_NEVER - 1);
    assert_true(timers_add(UINT64_MAX, 0) == TIMERS_NEVER - 1);
    assert_true(timers_add(UINT64_MAX, UINT64_MAX) == TIMERS_NEVER - 1);
    timers_start(&timers, 0, 0, 7, UINT64_MAX);
    timers_expire(&timers, 8, ended);
    assert_true(timers_next(&timers) == TIMERS_NEVER - 1);
}

static void test_sizes(void **state)
{
    (void)state;
    struct timers other;
    assert_false(timers_init(&other, 1, 0));
    assert_false(timers_init(&other, 1, -1));
    assert_false(timers_init(&other, 1, TIMERS_MOST + 1));
    assert_true(timers_init(&other, 0, TIMERS_MOST)); /* nobody is connected */
    assert_true(timers_next(&other) == TIMERS_NEVER);
    free(other.client);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_nothing_runs_at_first, begin, finish),
        cmocka_unit_test_setup_teardown(test_oneshot, begin, finish),
        cmocka_unit_test_setup_teardown(test_periodic, begin, finish),
        cmocka_unit_test_setup_teardown(test_several_at_once, begin, finish),
        cmocka_unit_test_setup_teardown(test_restart_forgets, begin, finish),
        cmocka_unit_test_setup_teardown(test_what_does_not_exist, begin, finish),
        cmocka_unit_test_setup_teardown(test_far_future, begin, finish),
        cmocka_unit_test_setup_teardown(test_sizes, begin, finish),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
