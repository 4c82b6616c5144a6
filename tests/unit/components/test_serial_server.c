/* SPDX-License-Identifier: BSD-2-Clause */
/* The serial server's calls, with a port and clients made of test code. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

#include "camkes.h"
#include "uart.h"

#define CLIENTS 3
#define BUFFER  4096

static const seL4_Word badges[CLIENTS] = {7, 2, 40};
static char buffers[CLIENTS][BUFFER];
static unsigned signals[CLIENTS];
static size_t caller; /* whose call the server is working on */
static int locked, room, acknowledged;
const char *style;

static size_t index_of(seL4_Word badge)
{
    size_t client = 0;
    while (badges[client] != badge)
        assert_true(++client < CLIENTS);
    return client;
}

const char *get_instance_name(void)
{
    return "serial";
}

seL4_Word stream_get_sender_id(void)
{
    return badges[caller];
}

void *stream_buf(seL4_Word client)
{
    return buffers[index_of(client)];
}

size_t stream_buf_size(seL4_Word client)
{
    return index_of(client) < CLIENTS ? BUFFER : 0;
}

const char *stream_client_name(seL4_Word client)
{
    static const char *const names[CLIENTS] = {"vm0", "printer", "other"};
    return names[index_of(client)];
}

seL4_Word stream_enumerate_badge(unsigned client)
{
    assert_true(client < CLIENTS);
    return badges[client];
}

unsigned stream_num_badges(void)
{
    return CLIENTS;
}

void stream_emit(unsigned client)
{
    assert_false(locked);
    signals[index_of(client)]++;
}

int lock_lock(void)
{
    assert_false(locked);
    locked = 1;
    return 0;
}

int lock_unlock(void)
{
    assert_true(locked);
    locked = 0;
    return 0;
}

int uart_irq_acknowledge(void)
{
    acknowledged++;
    return 0;
}

int room_post(void)
{
    assert_int_equal(room, 0); /* a binary semaphore does not take two */
    room = 1;
    return 0;
}

/* While a client waits, the port goes on sending. */
int room_wait(void)
{
    assert_false(locked);
    while (!room) {
        uart.room = 16;
        uart_irq_handle();
    }
    room = 0;
    return 0;
}

static int write_as(size_t client, const char *text)
{
    caller = client;
    memcpy(buffers[client], text, strlen(text));
    int taken = stream_write((int)strlen(text));
    assert_false(locked);
    return taken;
}

static int read_as(size_t client)
{
    caller = client;
    int given = stream_read();
    assert_false(locked);
    return given;
}

static void start(const char *wanted_style)
{
    fake_uart_reset();
    style = wanted_style;
    locked = room = acknowledged = 0;
    memset(signals, 0, sizeof(signals));
    pre_init();
}

static void expect_sent(const char *text)
{
    uart.sent[uart.sent_count] = '\0';
    assert_string_equal(uart.sent, text);
    uart.sent_count = 0;
}

static void prints_with_the_callers_name(void **state)
{
    (void)state;
    start("prefix");
    uart.instant = true;
    assert_int_equal(write_as(2, "one\n"), 4);
    assert_int_equal(write_as(1, "two\n"), 4);
    expect_sent("other: one\r\nprinter: two\r\n");
}

static void unknown_style_is_reported(void **state)
{
    (void)state;
    start("rainbow");
    uart.instant = true;
    uart.room = 16;
    write_as(1, "\n");
    uart.sent[uart.sent_count] = '\0';
    assert_non_null(strstr(uart.sent, "\"colour\", \"prefix\", \"plain\""));
}

static void impossible_sizes_are_refused(void **state)
{
    (void)state;
    start("plain");
    uart.instant = true;
    caller = 1;
    memset(buffers[1], '\n', BUFFER);
    assert_int_equal(stream_write(-1), -EINVAL);
    assert_int_equal(stream_write(BUFFER + 1), -EINVAL);
    assert_int_equal(stream_write(INT32_MAX), -EINVAL);
    assert_int_equal(stream_write(INT32_MIN), -EINVAL);
    assert_int_equal(stream_write(0), 0);
    expect_sent("");
    assert_int_equal(stream_write(BUFFER), BUFFER);
    assert_int_equal(uart.sent_count, 2 * BUFFER);
}

/* A port that is slower than the writer: the writer waits, and nothing is lost. */
static void full_queue_waits_for_the_port(void **state)
{
    (void)state;
    size_t written = 0;
    start("plain");
    for (int line = 0; line < 500; line++) {
        char text[64];
        int length = snprintf(text, sizeof(text), "this is line number %d\n", line);
        for (int taken = 0; taken < length;) {
            int some = write_as(1, text + taken);
            assert_true(some > 0);
            taken += some;
        }
        written += (size_t)length + 1;
    }
    for (int i = 0; i < 1000; i++) {
        uart.room = 16;
        uart_irq_handle();
    }
    assert_int_equal(uart.sent_count, written);
    assert_non_null(strstr(uart.sent, "\nthis is line number 499\r\n"));
    assert_int_equal(room, 0);
    assert_true(acknowledged > 1000);
}

static void input_signals_its_console(void **state)
{
    (void)state;
    start("plain");
    uart.typed = "a";
    uart_irq_handle();
    assert_int_equal(signals[0], 1); /* no console yet: all are told */
    assert_int_equal(signals[2], 1);
    assert_int_equal(read_as(2), 1);
    assert_int_equal(buffers[2][0], 'a');
    uart.typed = "bc";
    uart_irq_handle();
    assert_int_equal(signals[0], 1);
    assert_int_equal(signals[2], 2);
    assert_int_equal(read_as(0), 0);
    assert_int_equal(read_as(2), 2);
    assert_memory_equal(buffers[2], "bc", 2);
}

static void first_read_shows_the_unfinished_line(void **state)
{
    (void)state;
    start("plain");
    uart.instant = true;
    write_as(0, "login: ");
    expect_sent("");
    read_as(0);
    expect_sent("login: ");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(prints_with_the_callers_name),
        cmocka_unit_test(unknown_style_is_reported),
        cmocka_unit_test(impossible_sizes_are_refused),
        cmocka_unit_test(full_queue_waits_for_the_port),
        cmocka_unit_test(input_signals_its_console),
        cmocka_unit_test(first_read_shows_the_unfinished_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
