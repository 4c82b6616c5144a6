/* SPDX-License-Identifier: BSD-2-Clause */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "devices/pic.h"

static struct pic pic;
static struct port_bus bus;

static void out(uint16_t port, uint8_t value)
{
    port_bus_write(&bus, port, 1, value);
}

static uint8_t in(uint16_t port)
{
    return (uint8_t)port_bus_read(&bus, port, 1);
}

/* As Linux programs them: vectors 0x30 and 0x38, everything unmasked. */
static void program(uint8_t icw4)
{
    out(0x20, 0x11);
    out(0x21, 0x30);
    out(0x21, 0x04);
    out(0x21, icw4);
    out(0xa0, 0x11);
    out(0xa1, 0x38);
    out(0xa1, 0x02);
    out(0xa1, icw4);
    out(0x21, 0x00);
    out(0xa1, 0x00);
}

static int setup(void **state)
{
    (void)state;
    bus = (struct port_bus){0};
    pic_init(&pic);
    assert_int_equal(pic_attach(&pic, &bus), 0);
    program(0x01);
    return 0;
}

static void pulse(unsigned line)
{
    pic_set_line(&pic, line, true);
    pic_set_line(&pic, line, false);
}

static void assert_pending(unsigned expected)
{
    uint8_t vector = 0;

    assert_true(pic_pending(&pic, &vector));
    assert_int_equal(vector, expected);
}

static void assert_quiet(void)
{
    uint8_t vector;

    assert_false(pic_pending(&pic, &vector));
}

static void an_edge_is_one_interrupt(void **state)
{
    (void)state;
    assert_quiet();
    pic_set_line(&pic, 4, true);
    assert_pending(0x34);
    assert_pending(0x34);
    assert_int_equal(pic_acknowledge(&pic), 0x34);
    assert_quiet();
    out(0x20, 0x20);
    assert_quiet(); /* the line is still high, but there was only one edge */
    pic_set_line(&pic, 4, false);
    pic_set_line(&pic, 4, true);
    assert_pending(0x34);
}

static void a_pulse_is_latched(void **state)
{
    (void)state;
    pulse(3);
    assert_pending(0x33);
}

static void a_level_asks_until_it_drops(void **state)
{
    (void)state;
    out(0x4d1, 0x08); /* line 11 */
    assert_int_equal(in(0x4d1), 0x08);
    pic_set_line(&pic, 11, true);
    assert_int_equal(pic_acknowledge(&pic), 0x3b);
    out(0xa0, 0x20);
    out(0x20, 0x20);
    assert_pending(0x3b);
    pic_set_line(&pic, 11, false);
    assert_quiet();
}

static void the_timer_cannot_be_level_triggered(void **state)
{
    (void)state;
    out(0x4d0, 0xff);
    out(0x4d1, 0xff);
    assert_int_equal(in(0x4d0), 0xf8);
    assert_int_equal(in(0x4d1), 0xde);
}

static void lower_lines_go_first_and_block(void **state)
{
    (void)state;
    pulse(7);
    pulse(1);
    assert_int_equal(pic_acknowledge(&pic), 0x31);
    assert_quiet(); /* 7 waits while 1 is in service */
    pulse(0);
    assert_int_equal(pic_acknowledge(&pic), 0x30);
    out(0x20, 0x20); /* ends 0 */
    assert_quiet();
    out(0x20, 0x61); /* specific: ends 1 */
    assert_pending(0x37);
}

static void the_slave_comes_through_line_2(void **state)
{
    (void)state;
    pulse(12);
    pulse(3);
    assert_int_equal(pic_acknowledge(&pic), 0x3c); /* line 2 outranks line 3 */
    out(0x20, 0x0b);
    assert_int_equal(in(0x20), 0x04);
    out(0xa0, 0x0b);
    assert_int_equal(in(0xa0), 0x10);
    assert_quiet();
    out(0xa0, 0x20);
    out(0x20, 0x20);
    assert_pending(0x33);
}

static void a_mask_holds_back_and_lets_go(void **state)
{
    (void)state;
    out(0x21, 0x10);
    pulse(4);
    assert_quiet();
    assert_int_equal(in(0x21), 0x10);
    out(0x20, 0x0a);
    assert_int_equal(in(0x20), 0x10); /* the request is there all the same */
    out(0x21, 0x00);
    assert_pending(0x34);
    out(0xa1, 0x10);
    out(0x21, 0xff);
    pulse(12);
    assert_quiet();
    out(0x21, 0xef);
    out(0x21, 0xfb);
    assert_quiet();
    out(0xa1, 0x00);
    assert_pending(0x3c);
}

static void nothing_pending_is_spurious(void **state)
{
    (void)state;
    assert_int_equal(pic_acknowledge(&pic), 0x37);
    out(0x20, 0x0b);
    assert_int_equal(in(0x20), 0x00); /* and not in service */
}

static void auto_eoi_leaves_nothing_in_service(void **state)
{
    (void)state;
    program(0x03);
    pulse(1);
    assert_int_equal(pic_acknowledge(&pic), 0x31);
    pulse(5);
    assert_pending(0x35);
}

static void rotation_makes_the_served_line_last(void **state)
{
    (void)state;
    pulse(1);
    assert_int_equal(pic_acknowledge(&pic), 0x31);
    out(0x20, 0xa0); /* rotate on non-specific EOI */
    pulse(1);
    pulse(6);
    assert_int_equal(pic_acknowledge(&pic), 0x36);
    out(0x20, 0x20);
    out(0x20, 0xc7); /* set priority: 7 lowest, as after reset */
    pulse(6);
    assert_int_equal(pic_acknowledge(&pic), 0x31);
}

static void special_mask_lets_lower_lines_through(void **state)
{
    (void)state;
    pulse(1);
    assert_int_equal(pic_acknowledge(&pic), 0x31);
    pulse(5);
    assert_quiet();
    out(0x21, 0x02);
    out(0x20, 0x68);
    assert_pending(0x35);
    out(0x20, 0x48);
    assert_quiet();
}

static void special_nesting_lets_the_slave_preempt_itself(void **state)
{
    (void)state;
    program(0x11);
    pulse(12);
    assert_int_equal(pic_acknowledge(&pic), 0x3c);
    pulse(9);
    assert_pending(0x39);
}

static void poll_acknowledges_by_reading(void **state)
{
    (void)state;
    out(0x20, 0x0c);
    assert_int_equal(in(0x20), 0x07);
    pulse(6);
    out(0x20, 0x0c);
    assert_int_equal(in(0x20), 0x86);
    assert_quiet();
    out(0x20, 0x0b);
    assert_int_equal(in(0x20), 0x40);
}

static void reset_forgets_everything_but_the_lines(void **state)
{
    (void)state;
    pic_set_line(&pic, 4, true);
    out(0x21, 0xaa);
    pic_reset(&pic);
    assert_int_equal(in(0x21), 0xff);
    program(0x01);
    assert_quiet(); /* high from before: no edge */
    pic_set_line(&pic, 4, false);
    pic_set_line(&pic, 4, true);
    assert_pending(0x34);
}

static void lines_that_do_not_exist_are_ignored(void **state)
{
    (void)state;
    pic_set_line(&pic, 2, true);
    pic_set_line(&pic, 16, true);
    pic_set_line(&pic, 1000, true);
    assert_quiet();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(an_edge_is_one_interrupt, setup),
        cmocka_unit_test_setup(a_pulse_is_latched, setup),
        cmocka_unit_test_setup(a_level_asks_until_it_drops, setup),
        cmocka_unit_test_setup(the_timer_cannot_be_level_triggered, setup),
        cmocka_unit_test_setup(lower_lines_go_first_and_block, setup),
        cmocka_unit_test_setup(the_slave_comes_through_line_2, setup),
        cmocka_unit_test_setup(a_mask_holds_back_and_lets_go, setup),
        cmocka_unit_test_setup(nothing_pending_is_spurious, setup),
        cmocka_unit_test_setup(auto_eoi_leaves_nothing_in_service, setup),
        cmocka_unit_test_setup(rotation_makes_the_served_line_last, setup),
        cmocka_unit_test_setup(special_mask_lets_lower_lines_through, setup),
        cmocka_unit_test_setup(special_nesting_lets_the_slave_preempt_itself, setup),
        cmocka_unit_test_setup(poll_acknowledges_by_reading, setup),
        cmocka_unit_test_setup(reset_forgets_everything_but_the_lines, setup),
        cmocka_unit_test_setup(lines_that_do_not_exist_are_ignored, setup),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
