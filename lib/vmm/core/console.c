/* SPDX-License-Identifier: BSD-2-Clause */
#include "console.h"

#include <string.h>

void console_flush(struct console *console)
{
    if (console->output_bytes != 0) {
        console->host->console_write(console->host->context, console->output, console->output_bytes);
        console->output_bytes = 0;
    }
    console->output_deadline = UINT64_MAX;
}

void console_update(struct console *console)
{
    if (console->output_deadline != UINT64_MAX &&
        console->now(console->context) >= console->output_deadline) {
        console_flush(console);
    }
}

static void transmit(void *context, uint8_t byte)
{
    struct console *console = context;

    if (console->output_bytes == 0) {
        console->output_deadline = console->now(console->context) + CONSOLE_DELAY_NS;
    }
    console->output[console->output_bytes++] = byte;
    if (byte == '\n' || console->output_bytes == CONSOLE_OUTPUT) {
        console_flush(console);
    }
}

void console_poll_input(struct console *console)
{
    for (;;) {
        size_t taken;

        if (console->input_bytes == 0) {
            console->input_first = 0;
            console->input_bytes =
                (unsigned)console->host->console_read(console->host->context, console->input, CONSOLE_INPUT);
            if (console->input_bytes == 0) {
                return;
            }
        }
        taken = uart_receive(console->uart, console->input + console->input_first, console->input_bytes);
        if (taken == 0) {
            return;
        }
        console->input_first += (unsigned)taken;
        console->input_bytes -= (unsigned)taken;
    }
}

/* Only what is here already: the world signals new input by itself. */
static void room(void *context)
{
    struct console *console = context;
    size_t taken;

    if (console->input_bytes != 0) {
        taken = uart_receive(console->uart, console->input + console->input_first, console->input_bytes);
        console->input_first += (unsigned)taken;
        console->input_bytes -= (unsigned)taken;
        if (console->input_bytes == 0) {
            console_poll_input(console);
        }
    }
}

void console_init(struct console *console, const struct vmm_host *host, struct uart *uart,
                  uint64_t (*now)(void *context), void *context)
{
    memset(console, 0, sizeof(*console));
    console->host = host;
    console->uart = uart;
    console->now = now;
    console->context = context;
    console->output_deadline = UINT64_MAX;
    uart_connect(uart, transmit, room, console);
}
