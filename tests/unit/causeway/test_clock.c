/* SPDX-License-Identifier: BSD-2-Clause */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "causeway/clock.h"
#include "entropy.h"

uint64_t causeway_clock_frequency;

static void conversions_are_exact(void **state)
{
    (void)state;
    causeway_clock_frequency = 2500000000;
    assert_int_equal(cw_clock_to_ns(5), 2);
    assert_int_equal(cw_clock_to_ns(2500000000), 1000000000);
    assert_int_equal(cw_clock_from_ns(3), 7);
    assert_int_equal(cw_clock_from_ns(1000000000), 2500000000);
    /* More than 64 bits on the way: 200 years. */
    assert_int_equal(cw_clock_from_ns(6307200000000000000), 15768000000000000000u);
    assert_int_equal(cw_clock_to_ns(15768000000000000000u), 6307200000000000000);
}

static void conversions_saturate(void **state)
{
    (void)state;
    causeway_clock_frequency = 2500000000;
    assert_int_equal(cw_clock_from_ns(UINT64_MAX), UINT64_MAX - 1);
    assert_int_equal(cw_clock_from_ns(UINT64_MAX / 5 * 2), UINT64_MAX - 1);
    assert_int_equal(cw_clock_from_ns(UINT64_MAX / 5 * 2 - 4), UINT64_MAX - 10);
    causeway_clock_frequency = 1000;
    assert_int_equal(cw_clock_to_ns(UINT64_MAX), UINT64_MAX - 1);
}

static void deadlines_lie_ahead(void **state)
{
    (void)state;
    causeway_clock_frequency = 1000000000;
    uint64_t now = cw_clock_ticks();
    assert_in_range(cw_clock_deadline(1000000000000), now + 1000000000000, now + 2000000000000);
    assert_int_equal(cw_clock_deadline(UINT64_MAX), UINT64_MAX - 1);
    assert_int_equal(cw_clock_deadline(UINT64_MAX - 2), UINT64_MAX - 1);
}

static void entropy_differs(void **state)
{
    (void)state;
    uint64_t first[2], second[2];
    entropy_fill(first);
    entropy_fill(second);
    assert_true(first[0] != first[1] && first[0] != second[0] && first[1] != second[1] && first[0] != 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(conversions_are_exact),
        cmocka_unit_test(conversions_saturate),
        cmocka_unit_test(deadlines_lie_ahead),
        cmocka_unit_test(entropy_differs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
