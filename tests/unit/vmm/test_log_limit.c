/* SPDX-License-Identifier: BSD-2-Clause */
/* Messages that a guest can provoke: 20 at once, two a second, and the rest is counted. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "core/log_limit.h"

#define SECOND 1000000000ull

static unsigned skipped;

/* How many of `tries` messages may be printed at time `now`. */
static unsigned taken(struct log_limit *limit, uint64_t now, unsigned tries)
{
    unsigned count = 0;
    for (unsigned i = 0; i < tries; i++)
        count += log_limit_take(limit, now, &skipped);
    return count;
}

static void a_burst_is_cut(void **state)
{
    (void)state;
    struct log_limit limit = {0};
    assert_int_equal(taken(&limit, 7 * SECOND, 20), 20);
    assert_int_equal(taken(&limit, 7 * SECOND, 1000), 0);
}

static void what_is_left_out_is_counted_once(void **state)
{
    (void)state;
    struct log_limit limit = {0};
    taken(&limit, SECOND, 20 + 1000);
    assert_int_equal(taken(&limit, SECOND + SECOND / 2, 1), 1);
    assert_int_equal(skipped, 1000);
    assert_int_equal(taken(&limit, SECOND + SECOND, 1), 1);
    assert_int_equal(skipped, 0);
}

static void a_flood_gets_two_lines_a_second(void **state)
{
    (void)state;
    struct log_limit limit = {0};
    unsigned count = 0;
    for (unsigned i = 0; i < 100 * 1000; i++) /* 1,000 tries a second for 100 seconds */
        count += taken(&limit, i * (SECOND / 1000), 1);
    assert_in_range(count, 20 + 199, 20 + 200);
}

static void silence_brings_a_new_burst_and_no_more(void **state)
{
    (void)state;
    struct log_limit limit = {0};
    taken(&limit, 0, 100);
    assert_int_equal(taken(&limit, 9 * SECOND + SECOND / 2, 100), 19);
    assert_int_equal(taken(&limit, 1000000 * SECOND, 100), 20);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_burst_is_cut),
        cmocka_unit_test(what_is_left_out_is_counted_once),
        cmocka_unit_test(a_flood_gets_two_lines_a_second),
        cmocka_unit_test(silence_brings_a_new_burst_and_no_more),
    };
    return cmocka_run_group_tests_name("log limit", tests, NULL, NULL);
}
