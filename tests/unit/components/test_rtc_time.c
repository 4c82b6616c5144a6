/* SPDX-License-Identifier: BSD-2-Clause */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>
#include <cmocka.h>

#include "rtc_time.h"

static uint8_t encode(int number, int binary)
{
    return (uint8_t)(binary ? number : number / 10 * 16 + number % 10);
}

/* The registers as the chip shows a moment in one of its four notations. */
static struct rtc_registers registers_at(time_t moment, uint8_t status_b)
{
    struct tm t;
    int binary = status_b & RTC_STATUS_B_BINARY;
    gmtime_r(&moment, &t);
    int hour = t.tm_hour, afternoon = 0;
    if (!(status_b & RTC_STATUS_B_24_HOUR)) {
        afternoon = hour >= 12 ? 0x80 : 0;
        hour = hour % 12 == 0 ? 12 : hour % 12;
    }
    return (struct rtc_registers){
        .seconds = encode(t.tm_sec, binary),
        .minutes = encode(t.tm_min, binary),
        .hours = (uint8_t)(encode(hour, binary) | afternoon),
        .day = encode(t.tm_mday, binary),
        .month = encode(t.tm_mon + 1, binary),
        .year = encode(t.tm_year % 100, binary),
        .century = encode(t.tm_year / 100 + 19, binary),
        .status_b = status_b,
    };
}

static void every_notation(void **state)
{
    (void)state;
    static const uint8_t notations[] = {0, RTC_STATUS_B_24_HOUR, RTC_STATUS_B_BINARY,
                                        RTC_STATUS_B_24_HOUR | RTC_STATUS_B_BINARY};
    for (size_t i = 0; i < sizeof(notations); i++) {
        for (time_t moment = 1; moment < 6000000000; moment += 1234567) {
            struct rtc_registers registers = registers_at(moment, notations[i]);
            assert_int_equal(rtc_seconds(&registers), moment);
        }
    }
}

static void missing_century(void **state)
{
    (void)state;
    struct rtc_registers registers = registers_at(1700000000, RTC_STATUS_B_24_HOUR);
    registers.century = 0;
    assert_int_equal(rtc_seconds(&registers), 1700000000);
    registers.century = 0xff;
    assert_int_equal(rtc_seconds(&registers), 1700000000);
    registers.century = 0x19; /* 1923 cannot be */
    assert_int_equal(rtc_seconds(&registers), 1700000000);
    registers = registers_at(900000000, RTC_STATUS_B_24_HOUR);
    registers.century = 0;
    assert_int_equal(rtc_seconds(&registers), 900000000);
}

static void expect_no_date(struct rtc_registers registers)
{
    assert_int_equal(rtc_seconds(&registers), 0);
}

static void impossible_dates(void **state)
{
    (void)state;
    const struct rtc_registers good = registers_at(1700000000, RTC_STATUS_B_24_HOUR);
    struct rtc_registers bad = good;
    bad.seconds = 0x60, expect_no_date(bad), bad = good;
    bad.seconds = 0x5a, expect_no_date(bad), bad = good;
    bad.minutes = 0x60, expect_no_date(bad), bad = good;
    bad.hours = 0x24, expect_no_date(bad), bad = good;
    bad.day = 0, expect_no_date(bad), bad = good;
    bad.day = 0x31, expect_no_date(bad), bad = good; /* of November */
    bad.month = 0, expect_no_date(bad), bad = good;
    bad.month = 0x13, expect_no_date(bad), bad = good;
    bad.year = 0xa0, expect_no_date(bad), bad = good;
    bad.status_b = 0, bad.hours = 0, expect_no_date(bad), bad = good;
    bad.month = 0x02, bad.day = 0x29, expect_no_date(bad); /* of 2023 */
    bad.year = 0x24;
    assert_int_not_equal(rtc_seconds(&bad), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_notation),
        cmocka_unit_test(missing_century),
        cmocka_unit_test(impossible_dates),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
