/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A 16550A serial port. What the guest transmits is handed out at once, so the transmitter is always
 * empty; what comes in waits in a 16-byte FIFO, and the caller offers more when there is room.
 */
#ifndef VMM_DEVICES_UART_H
#define VMM_DEVICES_UART_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "irq_line.h"
#include "port_bus.h"

#define UART_COM1_PORT 0x3f8
#define UART_COM1_IRQ  4
#define UART_FIFO      16

struct uart {
    uint16_t port;
    uint8_t interrupt_enable; /* IER */
    uint8_t fifo_control;     /* FCR */
    uint8_t line_control;     /* LCR */
    uint8_t modem_control;    /* MCR */
    uint8_t line_status;      /* LSR: only the error bits; the rest is computed */
    uint8_t modem_changes;    /* MSR bits 0-3 */
    uint8_t scratch;
    uint16_t divisor;
    bool transmit_pending; /* the transmitter-empty interrupt waits for the guest */
    uint8_t fifo[UART_FIFO];
    uint8_t head, count;
    struct irq_line irq;
    void (*transmit)(void *context, uint8_t byte);
    void (*room)(void *context); /* the guest has read: uart_receive may take more */
    void *context;
};

void uart_init(struct uart *uart, uint16_t port, struct irq_line irq);

/* Where transmitted bytes go and whom to tell of room; either may be NULL. */
void uart_connect(struct uart *uart, void (*transmit)(void *context, uint8_t byte),
                  void (*room)(void *context), void *context);
void uart_reset(struct uart *uart);

/* Adds the 8 ports from `port`. */
int uart_attach(struct uart *uart, struct port_bus *bus);

/* Offers received bytes; returns how many the FIFO took. */
size_t uart_receive(struct uart *uart, const uint8_t *data, size_t bytes);

#endif
