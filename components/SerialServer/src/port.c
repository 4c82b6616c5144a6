/* SPDX-License-Identifier: BSD-2-Clause */
#include "port.h"

#include <camkes.h>

/* Registers, by their offset. */
#define DATA            0 /* or the divisor's low byte */
#define INTERRUPTS      1 /* or the divisor's high byte */
#define INTERRUPT_CAUSE 2 /* read */
#define FIFO_CONTROL    2 /* write */
#define LINE_CONTROL    3
#define MODEM_CONTROL   4
#define LINE_STATUS     5

#define INTERRUPT_RECEIVED   0x01
#define INTERRUPT_EMPTY      0x02
#define INTERRUPT_LINE       0x04
#define CAUSE_NONE           0x01
#define FIFO_ENABLE_CLEAR    0x07 /* both directions; interrupt at the first byte */
#define LINE_8N1             0x03
#define LINE_DIVISOR         0x80
#define MODEM_READY          0x0b /* DTR, RTS, and OUT2, which lets interrupts out */
#define STATUS_RECEIVED      0x01
#define STATUS_OVERRUN       0x02
#define STATUS_EMPTY         0x20
#define FIFO_BYTES           16
#define DIVISOR_115200       1
#define INTERRUPT_ROUNDS_MAX 64 /* a port that never falls silent is not there */

static uint8_t enabled;

static void enable_interrupts(uint8_t wanted)
{
    if (wanted != enabled)
        uart_out8_offset(INTERRUPTS, wanted);
    enabled = wanted;
}

void port_start(void)
{
    uart_out8_offset(INTERRUPTS, 0);
    uart_out8_offset(LINE_CONTROL, LINE_DIVISOR);
    uart_out8_offset(DATA, DIVISOR_115200);
    uart_out8_offset(INTERRUPTS, 0);
    uart_out8_offset(LINE_CONTROL, LINE_8N1);
    uart_out8_offset(FIFO_CONTROL, FIFO_ENABLE_CLEAR);
    uart_out8_offset(MODEM_CONTROL, MODEM_READY);
    enabled = 0;
    enable_interrupts(INTERRUPT_RECEIVED | INTERRUPT_LINE);
}

void port_send(struct mux *mux)
{
    char byte;
    while (uart_in8_offset(LINE_STATUS) & STATUS_EMPTY) {
        for (int sent = 0; sent < FIFO_BYTES; sent++) {
            if (!mux_next(mux, &byte)) {
                enable_interrupts(INTERRUPT_RECEIVED | INTERRUPT_LINE);
                return;
            }
            uart_out8_offset(DATA, (uint8_t)byte);
        }
    }
    enable_interrupts(INTERRUPT_RECEIVED | INTERRUPT_LINE | INTERRUPT_EMPTY);
}

static size_t receive(struct mux *mux)
{
    size_t reader = MUX_NO_CLIENT;
    for (int byte = 0; byte < FIFO_BYTES; byte++) {
        uint8_t status = uart_in8_offset(LINE_STATUS);
        if (status & STATUS_OVERRUN)
            mux_note(mux, "input lost: it came faster than the port was read");
        if (!(status & STATUS_RECEIVED))
            break;
        size_t target = mux_type(mux, (char)uart_in8_offset(DATA));
        if (target != MUX_NO_CLIENT)
            reader = target;
    }
    return reader;
}

size_t port_interrupt(struct mux *mux)
{
    size_t reader = MUX_NO_CLIENT;
    /* The line is edge triggered: as long as one cause is left, no further interrupt comes. */
    for (int round = 0; round < INTERRUPT_ROUNDS_MAX; round++) {
        if (uart_in8_offset(INTERRUPT_CAUSE) & CAUSE_NONE)
            break;
        size_t target = receive(mux);
        if (target != MUX_NO_CLIENT)
            reader = target;
        port_send(mux);
    }
    return reader;
}
