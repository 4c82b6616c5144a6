/* SPDX-License-Identifier: BSD-2-Clause */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "device_fixture.h"
#include "devices/pit.h"

static struct pit pit;

/* The time at which so many ticks of the input clock have passed. */
static uint64_t ticks(uint64_t count)
{
    return (count * 1000000000u + PIT_HZ - 1) / PIT_HZ;
}

static int setup(void **state)
{
    (void)state;
    pit_init(&pit, device_fixture(0, true), now, NULL);
    assert_int_equal(pit_attach(&pit, &bus), 0);
    edges = 0;
    return 0;
}

static void load(unsigned counter, uint8_t mode, uint16_t count)
{
    out(0x43, (uint8_t)(counter << 6 | 0x30 | mode << 1));
    out((uint16_t)(0x40 + counter), count & 0xff);
    out((uint16_t)(0x40 + counter), count >> 8);
}

static uint16_t read_word(unsigned counter)
{
    uint8_t low = in((uint16_t)(0x40 + counter));

    return (uint16_t)(low | in((uint16_t)(0x40 + counter)) << 8);
}

static uint16_t read_count(unsigned counter)
{
    out(0x43, (uint8_t)(counter << 6));
    return read_word(counter);
}

static void silent_until_programmed(void **state)
{
    (void)state;
    assert_true(pit_deadline(&pit) == UINT64_MAX);
    clock_ns = 10000000000u;
    pit_update(&pit);
    assert_int_equal(edges, 0);
}

static void mode_0_fires_once(void **state)
{
    (void)state;
    load(0, 0, 1000);
    assert_false(level);
    assert_int_equal(pit_deadline(&pit), ticks(1000));
    clock_ns = ticks(1000) - 1;
    pit_update(&pit);
    assert_int_equal(edges, 0);
    clock_ns = ticks(1000);
    pit_update(&pit);
    assert_int_equal(edges, 1);
    assert_true(pit_deadline(&pit) == UINT64_MAX);
    clock_ns = ticks(100000);
    pit_update(&pit);
    assert_int_equal(edges, 1);
}

static void mode_2_is_periodic_and_does_not_drift(void **state)
{
    (void)state;
    load(0, 2, 11932);
    assert_int_equal(edges, 0);
    for (uint64_t i = 1; i <= 1000; i++) {
        assert_int_equal(pit_deadline(&pit), ticks(i * 11932));
        clock_ns = pit_deadline(&pit);
        pit_update(&pit);
        assert_int_equal(edges, i);
    }
}

static void late_ticks_are_merged(void **state)
{
    (void)state;
    load(0, 2, 1000);
    clock_ns = ticks(5500);
    pit_update(&pit);
    assert_int_equal(edges, 1);
    assert_int_equal(pit_deadline(&pit), ticks(6000));
}

static void mode_3_is_a_square_wave(void **state)
{
    (void)state;
    load(2, 3, 1000);
    out(0x61, 0x01);
    clock_ns = ticks(400);
    assert_int_equal(in(0x61) & 0x20, 0x20);
    clock_ns = ticks(600);
    assert_int_equal(in(0x61) & 0x20, 0x00);
    clock_ns = ticks(1100);
    assert_int_equal(in(0x61) & 0x20, 0x20);
    clock_ns = ticks(100);
    assert_int_equal(read_count(2), 800); /* counts down by two */
}

static void mode_4_strobes_once_and_can_be_reloaded(void **state)
{
    (void)state;
    load(0, 4, 100);
    assert_true(level);
    assert_int_equal(pit_deadline(&pit), ticks(101));
    clock_ns = ticks(50);
    out(0x40, 200);
    out(0x40, 0);
    clock_ns = ticks(150);
    pit_update(&pit);
    assert_int_equal(edges, 0);
    clock_ns = ticks(252);
    pit_update(&pit);
    assert_int_equal(edges, 1);
    clock_ns = ticks(9999);
    pit_update(&pit);
    assert_int_equal(edges, 1);
}

/* The moment between pit_update and pit_deadline must not swallow an edge: the monitor would sleep for ever. */
static void an_edge_that_nobody_has_seen_is_due(void **state)
{
    static const uint8_t modes[] = {0, 2, 4};

    (void)state;
    for (unsigned i = 0; i < sizeof(modes); i++) {
        load(0, modes[i], 1000);
        edges = 0;
        uint64_t due = pit_deadline(&pit);

        pit_update(&pit);
        clock_ns = due + 1;
        assert_true(pit_deadline(&pit) <= clock_ns);
        pit_update(&pit);
        assert_int_equal(edges, 1);
        assert_true(pit_deadline(&pit) > clock_ns);
    }
}

static void a_latched_count_stands_still(void **state)
{
    (void)state;
    load(0, 2, 5000);
    clock_ns = ticks(1000);
    out(0x43, 0x00);
    clock_ns = ticks(2000);
    out(0x43, 0x00); /* a second latch before the first was read does nothing */
    assert_int_equal(read_word(0), 4000);
    assert_int_equal(read_count(0), 3000);
}

static void zero_means_65536(void **state)
{
    (void)state;
    load(0, 2, 0);
    assert_int_equal(pit_deadline(&pit), ticks(65536));
}

static void bcd_counts_in_decimal(void **state)
{
    (void)state;
    out(0x43, 0x35);
    out(0x40, 0x34);
    out(0x40, 0x12);
    assert_int_equal(pit_deadline(&pit), ticks(1234));
    clock_ns = ticks(1);
    assert_int_equal(read_count(0), 0x1233);
}

static void read_back_gives_status_then_count(void **state)
{
    (void)state;
    load(0, 2, 5000);
    clock_ns = ticks(10);
    out(0x43, 0xc2); /* status and count of counter 0 */
    assert_int_equal(in(0x40), 0xb4);
    assert_int_equal(read_word(0), 4990);
    out(0x43, 0x30);
    out(0x43, 0xe2); /* status only: mode 0, output low, no count yet */
    assert_int_equal(in(0x40), 0x70);
}

static void single_byte_access(void **state)
{
    (void)state;
    out(0x43, 0x14); /* low byte, mode 2 */
    out(0x40, 200);
    assert_int_equal(pit_deadline(&pit), ticks(200));
    out(0x43, 0x24); /* high byte, mode 2 */
    out(0x40, 2);
    assert_int_equal(pit_deadline(&pit), clock_ns + ticks(512));
}

static void the_gate_holds_counter_2(void **state)
{
    (void)state;
    load(2, 0, 1000); /* gate low after reset */
    clock_ns = ticks(5000);
    assert_int_equal(in(0x61) & 0x21, 0x00);
    out(0x61, 0x01);
    clock_ns += ticks(600);
    out(0x61, 0x00);
    clock_ns += ticks(5000);
    assert_int_equal(in(0x61) & 0x20, 0x00);
    out(0x61, 0x01);
    clock_ns += ticks(401);
    assert_int_equal(in(0x61) & 0x20, 0x20);
}

static void mode_1_waits_for_the_gate(void **state)
{
    (void)state;
    load(2, 1, 100);
    clock_ns = ticks(500);
    assert_int_equal(in(0x61) & 0x20, 0x20);
    out(0x61, 0x01);
    assert_int_equal(in(0x61) & 0x20, 0x00);
    clock_ns += ticks(101);
    assert_int_equal(in(0x61) & 0x20, 0x20);
}

static void refresh_toggles(void **state)
{
    (void)state;
    assert_int_not_equal(in(0x61) & 0x10, in(0x61) & 0x10);
}

static void the_control_word_cannot_be_read(void **state)
{
    (void)state;
    assert_int_equal(in(0x43), 0xff);
}

static void reset_stops_it(void **state)
{
    (void)state;
    load(0, 2, 1000);
    pit_reset(&pit);
    assert_true(pit_deadline(&pit) == UINT64_MAX);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(silent_until_programmed, setup),
        cmocka_unit_test_setup(mode_0_fires_once, setup),
        cmocka_unit_test_setup(mode_2_is_periodic_and_does_not_drift, setup),
        cmocka_unit_test_setup(late_ticks_are_merged, setup),
        cmocka_unit_test_setup(mode_3_is_a_square_wave, setup),
        cmocka_unit_test_setup(mode_4_strobes_once_and_can_be_reloaded, setup),
        cmocka_unit_test_setup(an_edge_that_nobody_has_seen_is_due, setup),
        cmocka_unit_test_setup(a_latched_count_stands_still, setup),
        cmocka_unit_test_setup(zero_means_65536, setup),
        cmocka_unit_test_setup(bcd_counts_in_decimal, setup),
        cmocka_unit_test_setup(read_back_gives_status_then_count, setup),
        cmocka_unit_test_setup(single_byte_access, setup),
        cmocka_unit_test_setup(the_gate_holds_counter_2, setup),
        cmocka_unit_test_setup(mode_1_waits_for_the_gate, setup),
        cmocka_unit_test_setup(refresh_toggles, setup),
        cmocka_unit_test_setup(the_control_word_cannot_be_read, setup),
        cmocka_unit_test_setup(reset_stops_it, setup),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
