/* SPDX-License-Identifier: BSD-2-Clause */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "uart.h"
#include "port.h"

static struct mux mux;

static int start(void **state)
{
    (void)state;
    static const char *const names[] = {"guest", "printer"};
    fake_uart_reset();
    assert_true(mux_init(&mux, MUX_PLAIN, names, 2, "serial"));
    port_start();
    assert_int_equal(uart.registers[3], 3);
    assert_int_equal(uart.registers[1], 5);
    return 0;
}

static int finish(void **state)
{
    (void)state;
    for (size_t i = 0; i <= 2; i++) {
        free(mux.clients[i].output.bytes);
        free(mux.clients[i].input.bytes);
    }
    free(mux.clients);
    free(mux.unread.bytes);
    free(mux.staged.bytes);
    return 0;
}

static void fast_port_takes_all(void **state)
{
    (void)state;
    uart.instant = true;
    mux_write(&mux, 1, "a line of more than sixteen bytes\n", 34);
    port_send(&mux);
    assert_string_equal(uart.sent, "a line of more than sixteen bytes\r\n");
    assert_int_equal(uart.registers[1], 5); /* nothing left: no interrupt wanted */
}

static void slow_port_asks_for_more(void **state)
{
    (void)state;
    mux_write(&mux, 1, "a line of more than sixteen bytes\n", 34);
    port_send(&mux);
    assert_int_equal(uart.sent_count, 16);
    assert_int_equal(uart.registers[1], 7);
    port_send(&mux); /* not empty yet */
    assert_int_equal(uart.sent_count, 16);
    uart.room = 16;
    assert_true(port_interrupt(&mux) == MUX_NO_CLIENT);
    assert_int_equal(uart.sent_count, 32);
    uart.room = 16;
    port_interrupt(&mux);
    assert_string_equal(uart.sent, "a line of more than sixteen bytes\r\n");
    assert_int_equal(uart.registers[1], 5);
}

static void input_arrives(void **state)
{
    (void)state;
    char input[64] = "";
    mux_read(&mux, 0, input, sizeof(input));
    uart.typed = "more characters than the port's FIFO holds";
    assert_int_equal(port_interrupt(&mux), 0);
    assert_int_equal(mux_read(&mux, 0, input, sizeof(input)), 42);
    assert_string_equal(input, "more characters than the port's FIFO holds");
}

static void overrun_is_reported(void **state)
{
    (void)state;
    uart.instant = true;
    uart.overrun = true;
    assert_true(port_interrupt(&mux) == MUX_NO_CLIENT);
    assert_string_equal(uart.sent, "input lost: it came faster than the port was read\r\n");
}

static void missing_port_does_not_hang(void **state)
{
    (void)state;
    uart.broken = true;
    mux_write(&mux, 1, "lost\n", 5);
    port_send(&mux);
    port_interrupt(&mux);
    assert_int_equal(uart.sent_count, 6);
}

/* A cause that never goes away, as 0xfe: the handler still returns. */
static void stuck_interrupt_does_not_hang(void **state)
{
    (void)state;
    static char endless[4096];
    memset(endless, 'x', sizeof(endless) - 1);
    uart.instant = true;
    uart.typed = endless;
    mux_type(&mux, 'y');
    assert_true(port_interrupt(&mux) == MUX_ANY_CLIENT);
    assert_true(uart.typed - endless < 2048);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(fast_port_takes_all, start, finish),
        cmocka_unit_test_setup_teardown(slow_port_asks_for_more, start, finish),
        cmocka_unit_test_setup_teardown(input_arrives, start, finish),
        cmocka_unit_test_setup_teardown(overrun_is_reported, start, finish),
        cmocka_unit_test_setup_teardown(missing_port_does_not_hang, start, finish),
        cmocka_unit_test_setup_teardown(stuck_interrupt_does_not_hang, start, finish),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
