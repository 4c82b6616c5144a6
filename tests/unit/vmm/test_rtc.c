/* SPDX-License-Identifier: BSD-2-Clause */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <time.h>

#include "device_fixture.h"
#include "devices/calendar.h"
#include "devices/rtc.h"

#define SECOND   1000000000u
#define NEW_YEAR 1735689599 /* 2024-12-31 23:59:59 UTC, a Tuesday */

static struct rtc rtc;

static void put(uint8_t index, uint8_t value)
{
    out(0x70, index);
    out(0x71, value);
}

static uint8_t get(uint8_t index)
{
    out(0x70, index);
    return in(0x71);
}

static int setup(void **state)
{
    (void)state;
    rtc_init(&rtc, device_fixture(8, false), now, NULL);
    rtc_set_base(&rtc, NEW_YEAR);
    assert_int_equal(rtc_attach(&rtc, &bus), 0);
    return 0;
}

static void the_calendar_agrees_with_the_c_library(void **state)
{
    (void)state;
    for (int64_t t = -86400 * 365LL; t < 5000000000; t += 86399 * 13) {
        struct calendar date;
        time_t seconds = (time_t)t;
        struct tm tm;

        gmtime_r(&seconds, &tm);
        calendar_from_unix(t, &date);
        assert_int_equal(date.year, tm.tm_year + 1900);
        assert_int_equal(date.month, tm.tm_mon + 1);
        assert_int_equal(date.day, tm.tm_mday);
        assert_int_equal(date.weekday, tm.tm_wday);
        assert_int_equal(date.hour, tm.tm_hour);
        assert_int_equal(date.minute, tm.tm_min);
        assert_int_equal(date.second, tm.tm_sec);
        assert_int_equal(calendar_to_unix(&date), t);
    }
}

static void shows_the_date_in_bcd_and_rolls_over(void **state)
{
    (void)state;
    assert_int_equal(get(0), 0x59);
    assert_int_equal(get(2), 0x59);
    assert_int_equal(get(4), 0x23);
    assert_int_equal(get(6), 3);
    assert_int_equal(get(7), 0x31);
    assert_int_equal(get(8), 0x12);
    assert_int_equal(get(9), 0x24);
    assert_int_equal(get(0x32), 0x20);
    clock_ns = SECOND;
    assert_int_equal(get(0), 0x00);
    assert_int_equal(get(8), 0x01);
    assert_int_equal(get(9), 0x25);
}

static void binary_and_twelve_hours(void **state)
{
    (void)state;
    put(11, 0x04);
    assert_int_equal(get(0), 59);
    assert_int_equal(get(4), 11 | 0x80);
    clock_ns = SECOND;
    assert_int_equal(get(4), 12); /* midnight */
    put(11, 0x00);
    assert_int_equal(get(4), 0x12);
}

static void setting_the_clock_moves_it(void **state)
{
    (void)state;
    put(11, 0x82); /* SET, 24 hours */
    put(0, 0x00);
    put(2, 0x30);
    put(4, 0x12);
    put(7, 0x29);
    put(8, 0x02);
    clock_ns = 5 * (uint64_t)SECOND;
    assert_int_equal(get(0), 0x00); /* stands still */
    put(11, 0x02);
    clock_ns += 2 * (uint64_t)SECOND;
    assert_int_equal(get(0), 0x02);
    assert_int_equal(get(2), 0x30);
    assert_int_equal(get(4), 0x12);
    assert_int_equal(get(7), 0x29); /* 2024 is a leap year */
    put(9, 0x25);
    assert_int_equal(get(7), 0x01);
    assert_int_equal(get(8), 0x03); /* 2025 is not */
}

static void the_update_flag_rises_before_the_second(void **state)
{
    (void)state;
    assert_int_equal(get(10) & 0x80, 0);
    clock_ns = SECOND - 100000;
    assert_int_equal(get(10) & 0x80, 0x80);
    put(11, 0x82);
    assert_int_equal(get(10) & 0x80, 0);
}

static void update_interrupts(void **state)
{
    (void)state;
    put(10, 0x20); /* no periodic flag */
    put(1, 0x59);  /* no alarm at 0 */
    assert_true(rtc_deadline(&rtc) == UINT64_MAX);
    put(11, 0x12);
    assert_int_equal(rtc_deadline(&rtc), SECOND);
    clock_ns = SECOND;
    rtc_update(&rtc);
    assert_int_equal(edges, 1);
    assert_true(rtc_deadline(&rtc) == UINT64_MAX); /* until register C is read */
    assert_int_equal(get(12), 0x90);
    assert_false(level);
    assert_int_equal(get(12), 0x00);
    assert_int_equal(rtc_deadline(&rtc), 2 * (uint64_t)SECOND);
}

static void alarm_interrupts(void **state)
{
    (void)state;
    put(10, 0x20);
    put(1, 0x02);
    put(3, 0xff);
    put(5, 0xff);
    put(11, 0x22);
    for (unsigned i = 1; i <= 2; i++) {
        clock_ns = i * (uint64_t)SECOND;
        rtc_update(&rtc);
        assert_int_equal(edges, 0);
    }
    clock_ns = 3 * (uint64_t)SECOND;
    rtc_update(&rtc);
    assert_int_equal(edges, 1);
    assert_int_equal(get(12), 0xb0);
}

static void periodic_interrupts(void **state)
{
    (void)state;
    put(10, 0x26); /* 1024 Hz */
    put(11, 0x42);
    assert_int_equal(rtc_deadline(&rtc), 976563);
    clock_ns = 976562;
    rtc_update(&rtc);
    assert_int_equal(edges, 0);
    clock_ns = 976563;
    rtc_update(&rtc);
    assert_int_equal(edges, 1);
    assert_int_equal(get(12) & 0xc0, 0xc0);
    put(10, 0x20); /* off */
    assert_true(rtc_deadline(&rtc) == UINT64_MAX);
}

static void a_stopped_divider_stops_everything(void **state)
{
    (void)state;
    put(11, 0x12);
    put(10, 0x76);
    assert_true(rtc_deadline(&rtc) == UINT64_MAX);
    clock_ns = 2 * (uint64_t)SECOND;
    rtc_update(&rtc);
    assert_int_equal(edges, 0);
}

static void memory_keeps_what_is_written(void **state)
{
    (void)state;
    put(0x40, 0xa5);
    assert_int_equal(get(0x40), 0xa5);
    assert_int_equal(get(0xc0), 0xa5); /* bit 7 of the index masks the NMI */
    put(13, 0x00);
    assert_int_equal(get(13), 0x80); /* always valid */
    assert_int_equal(port_bus_read(&bus, 0x70, 1), 0xff);
}

static void nonsense_digits_do_no_harm(void **state)
{
    (void)state;
    for (unsigned index = 0; index < 0x80; index++) {
        put((uint8_t)index, 0xff);
    }
    for (unsigned index = 0; index < 0x80; index++) {
        get((uint8_t)index);
    }
    rtc_reset(&rtc);
    assert_int_equal(get(11), 0x02);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_calendar_agrees_with_the_c_library),
        cmocka_unit_test_setup(shows_the_date_in_bcd_and_rolls_over, setup),
        cmocka_unit_test_setup(binary_and_twelve_hours, setup),
        cmocka_unit_test_setup(setting_the_clock_moves_it, setup),
        cmocka_unit_test_setup(the_update_flag_rises_before_the_second, setup),
        cmocka_unit_test_setup(update_interrupts, setup),
        cmocka_unit_test_setup(alarm_interrupts, setup),
        cmocka_unit_test_setup(periodic_interrupts, setup),
        cmocka_unit_test_setup(a_stopped_divider_stops_everything, setup),
        cmocka_unit_test_setup(memory_keeps_what_is_written, setup),
        cmocka_unit_test_setup(nonsense_digits_do_no_harm, setup),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
