/* SPDX-License-Identifier: BSD-2-Clause */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "devices/uart.h"

#define BASE UART_COM1_PORT

static struct uart uart;
static struct port_bus bus;
static bool level;
static unsigned edges, rooms;
static uint8_t sent[64];
static unsigned sent_bytes;

static void set_line(void *context, unsigned line, bool up)
{
    (void)context;
    assert_int_equal(line, 4);
    edges += up && !level;
    level = up;
}

static void transmit(void *context, uint8_t byte)
{
    (void)context;
    sent[sent_bytes++ % sizeof(sent)] = byte;
}

static void room(void *context)
{
    (void)context;
    rooms++;
}

static void out(unsigned reg, uint8_t value)
{
    port_bus_write(&bus, (uint16_t)(BASE + reg), 1, value);
}

static uint8_t in(unsigned reg)
{
    return (uint8_t)port_bus_read(&bus, (uint16_t)(BASE + reg), 1);
}

static int setup(void **state)
{
    struct irq_line irq = {set_line, NULL, 4};

    (void)state;
    bus = (struct port_bus){0};
    level = false;
    edges = rooms = sent_bytes = 0;
    uart_init(&uart, BASE, irq);
    uart_connect(&uart, transmit, room, NULL);
    assert_int_equal(uart_attach(&uart, &bus), 0);
    return 0;
}

static void registers_after_reset(void **state)
{
    (void)state;
    assert_int_equal(in(1), 0x00);
    assert_int_equal(in(2), 0x01);
    assert_int_equal(in(5), 0x60);
    assert_int_equal(in(6), 0xb0);
    out(7, 0x5a);
    assert_int_equal(in(7), 0x5a);
    out(1, 0xff);
    assert_int_equal(in(1), 0x0f);
}

/* What Linux looks at to tell a 16550A from its ancestors. */
static void looks_like_a_16550a(void **state)
{
    (void)state;
    out(2, 0x01);
    assert_int_equal(in(2) & 0xc0, 0xc0);
    out(2, 0x00);
    assert_int_equal(in(2) & 0xc0, 0x00);
    out(4, 0x1a); /* loop back with OUT2 and RTS */
    assert_int_equal(in(6) & 0xf0, 0x90);
}

static void the_divisor_hides_behind_a_bit(void **state)
{
    (void)state;
    out(3, 0x83);
    out(0, 0x01);
    out(1, 0x02);
    assert_int_equal(in(0), 0x01);
    assert_int_equal(in(1), 0x02);
    out(3, 0x03);
    assert_int_equal(in(1), 0x00);
    assert_int_equal(sent_bytes, 0);
    assert_int_equal(in(3), 0x03);
}

static void bytes_go_out_at_once(void **state)
{
    (void)state;
    out(0, 'x');
    assert_int_equal(sent_bytes, 1);
    assert_int_equal(sent[0], 'x');
    assert_int_equal(in(5) & 0x60, 0x60);
}

static void transmitter_interrupt(void **state)
{
    (void)state;
    out(4, 0x08);
    out(1, 0x02);
    assert_int_equal(edges, 1);
    assert_int_equal(in(2), 0x02); /* reading it takes it back */
    assert_false(level);
    assert_int_equal(in(2), 0x01);
    out(0, 'a');
    assert_int_equal(edges, 2);
    out(0, 'b'); /* every byte makes an edge of its own */
    assert_int_equal(edges, 3);
    out(1, 0x00);
    assert_false(level);
    out(1, 0x02); /* enabling it with an empty transmitter asks again */
    assert_int_equal(edges, 4);
}

static void no_interrupt_without_out2(void **state)
{
    (void)state;
    out(1, 0x0f);
    assert_int_equal(edges, 0);
    out(4, 0x08);
    assert_int_equal(edges, 1);
}

static void receives_up_to_the_fifo(void **state)
{
    const uint8_t data[20] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20};

    (void)state;
    assert_int_equal(uart_receive(&uart, data, 20), 1); /* without the FIFO there is one byte */
    assert_int_equal(in(5) & 1, 1);
    assert_int_equal(in(0), 1);
    assert_int_equal(in(5) & 1, 0);
    out(2, 0x07);
    assert_int_equal(uart_receive(&uart, data, 20), 16);
    for (unsigned i = 1; i <= 16; i++) {
        assert_int_equal(in(0), i);
    }
    assert_int_equal(in(0), 0);
    assert_int_equal(rooms, 18);
}

static void receive_interrupt_until_read(void **state)
{
    const uint8_t data[2] = {'a', 'b'};

    (void)state;
    out(2, 0x01);
    out(4, 0x08);
    out(1, 0x01);
    uart_receive(&uart, data, 2);
    assert_true(level);
    assert_int_equal(in(2), 0xc4);
    in(0);
    assert_true(level);
    in(0);
    assert_false(level);
    uart_receive(&uart, data, 2);
    out(2, 0x03); /* clears the FIFO */
    assert_false(level);
    assert_int_equal(in(5) & 1, 0);
}

static void loop_back(void **state)
{
    const uint8_t byte = 'z';

    (void)state;
    out(4, 0x10);
    out(0, 'q');
    assert_int_equal(sent_bytes, 0);
    assert_int_equal(uart_receive(&uart, &byte, 1), 0);
    out(0, 'r'); /* no FIFO: overrun */
    assert_int_equal(in(5) & 3, 3);
    assert_int_equal(in(5) & 2, 0); /* reading it clears it */
    assert_int_equal(in(0), 'q');
    in(6);
    out(4, 0x11);
    assert_int_equal(in(6), 0x22); /* DSR has changed */
    out(4, 0x14);
    assert_int_equal(in(6), 0x42); /* DSR has gone, RI has come: only its end counts */
    out(4, 0x10);
    assert_int_equal(in(6), 0x04);
}

static void interrupts_have_ranks(void **state)
{
    const uint8_t byte = 'z';

    (void)state;
    out(4, 0x10);
    out(0, '1');
    out(0, '2'); /* overrun */
    out(4, 0x18);
    out(1, 0x0f);
    assert_int_equal(in(2), 0x06);
    in(5);
    assert_int_equal(in(2), 0x04);
    in(0);
    assert_int_equal(in(2), 0x02);
    assert_int_equal(in(2), 0x00);
    in(6);
    assert_int_equal(in(2), 0x01);
    (void)byte;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(registers_after_reset, setup),
        cmocka_unit_test_setup(looks_like_a_16550a, setup),
        cmocka_unit_test_setup(the_divisor_hides_behind_a_bit, setup),
        cmocka_unit_test_setup(bytes_go_out_at_once, setup),
        cmocka_unit_test_setup(transmitter_interrupt, setup),
        cmocka_unit_test_setup(no_interrupt_without_out2, setup),
        cmocka_unit_test_setup(receives_up_to_the_fifo, setup),
        cmocka_unit_test_setup(receive_interrupt_until_read, setup),
        cmocka_unit_test_setup(loop_back, setup),
        cmocka_unit_test_setup(interrupts_have_ranks, setup),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
