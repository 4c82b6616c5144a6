/* SPDX-License-Identifier: BSD-2-Clause */
#include "uart.h"

#include <assert.h>
#include <string.h>

#include "camkes.h"

#define FIFO 16

struct fake_uart uart;

void fake_uart_reset(void)
{
    memset(&uart, 0, sizeof(uart));
    uart.room = FIFO;
    uart.typed = "";
}

static uint8_t interrupt_cause(void)
{
    bool empty = (uart.registers[1] & 2) && uart.room == FIFO && !uart.instant;
    return *uart.typed || uart.overrun || empty ? 0x02 : 0x01;
}

static uint8_t line_status(void)
{
    uint8_t status =
        (uint8_t)((*uart.typed ? 0x01 : 0) | (uart.overrun ? 0x02 : 0) | (uart.room == FIFO ? 0x20 : 0));
    uart.overrun = false;
    return status;
}

uint8_t uart_in8_offset(uint16_t offset)
{
    if (uart.broken)
        return 0xff;
    switch (offset) {
    case 0:
        return (uint8_t)*uart.typed++;
    case 2:
        return interrupt_cause();
    case 5:
        return line_status();
    default:
        return uart.registers[offset];
    }
}

void uart_out8_offset(uint16_t offset, uint8_t value)
{
    if (offset != 0 || (uart.registers[3] & 0x80)) {
        uart.registers[offset] = value;
        return;
    }
    assert(uart.broken || uart.room > 0); /* never more than the FIFO holds */
    assert(uart.sent_count < sizeof(uart.sent) - 1);
    uart.sent[uart.sent_count++] = (char)value;
    uart.room -= !uart.instant;
}
