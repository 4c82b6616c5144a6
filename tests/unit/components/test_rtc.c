/* SPDX-License-Identifier: BSD-2-Clause */
/* Reading a clock that moves on while it is read. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "camkes.h"

#define SECONDS  0x00
#define MINUTES  0x02
#define STATUS_A 0x0a
#define STATUS_D 0x0d

static uint8_t registers[128];
static uint8_t selected;
static int reads;
static void (*on_read)(void); /* runs before every read of a register */

uint8_t cmos_in8_offset(uint16_t offset)
{
    assert_int_equal(offset, 1);
    reads++;
    if (on_read)
        on_read();
    return registers[selected];
}

void cmos_out8_offset(uint16_t offset, uint8_t value)
{
    assert_int_equal(offset, 0);
    assert_true(value < sizeof(registers));
    selected = value;
}

/* 2023-11-14 22:13:59 UTC */
#define MOMENT 1700000039u

static int start(void **state)
{
    (void)state;
    static const uint8_t moment[14] = {0x59, 0, 0x13, 0, 0x22, 0, 3, 0x14, 0x11, 0x23, 0x26, 0x02, 0, 0x80};
    memset(registers, 0, sizeof(registers));
    memcpy(registers, moment, sizeof(moment));
    registers[0x32] = 0x20;
    reads = 0;
    on_read = NULL;
    return 0;
}

static void reads_the_time(void **state)
{
    (void)state;
    assert_int_equal(rtc_time(), MOMENT);
}

static void empty_battery_means_no_date(void **state)
{
    (void)state;
    registers[STATUS_D] = 0;
    assert_int_equal(rtc_time(), 0);
}

/* A second passes when the seconds have been read and the minutes have not. */
static void tick(void)
{
    if (selected != MINUTES)
        return;
    registers[SECONDS] = 0x00;
    registers[MINUTES] = 0x14;
    on_read = NULL;
}

static void torn_reading_is_repeated(void **state)
{
    (void)state;
    on_read = tick;
    assert_int_equal(rtc_time(), MOMENT + 1);
}

static void finish_update(void)
{
    if (reads > 50)
        registers[STATUS_A] = 0x26;
    else if (selected < STATUS_A)
        fail_msg("register %d was read during an update", selected);
}

static void update_is_waited_out(void **state)
{
    (void)state;
    registers[STATUS_A] = 0xa6;
    on_read = finish_update;
    assert_int_equal(rtc_time(), MOMENT);
}

static void run_wild(void)
{
    registers[SECONDS] = (uint8_t)(reads % 10);
}

static void wild_clock_means_no_date(void **state)
{
    (void)state;
    on_read = run_wild;
    registers[STATUS_A] = 0xa6; /* and an update that never ends */
    assert_int_equal(rtc_time(), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(reads_the_time, start),
        cmocka_unit_test_setup(empty_battery_means_no_date, start),
        cmocka_unit_test_setup(torn_reading_is_repeated, start),
        cmocka_unit_test_setup(update_is_waited_out, start),
        cmocka_unit_test_setup(wild_clock_means_no_date, start),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
