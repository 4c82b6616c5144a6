/* SPDX-License-Identifier: BSD-2-Clause */
/* Reference: National Semiconductor PC16550D data sheet, section 8. */
#include "uart.h"

#include <string.h>

enum uart_register {
    UART_DATA = 0, /* RBR, THR; divisor low with LCR_DIVISOR */
    UART_IER = 1,  /* divisor high with LCR_DIVISOR */
    UART_IIR = 2,  /* read; FCR when written */
    UART_LCR = 3,
    UART_MCR = 4,
    UART_LSR = 5,
    UART_MSR = 6,
    UART_SCR = 7,
};

#define IER_RECEIVE  0x01u
#define IER_TRANSMIT 0x02u
#define IER_LINE     0x04u
#define IER_MODEM    0x08u
#define IER_ALL      0x0fu

#define IIR_NONE     0x01u
#define IIR_MODEM    0x00u
#define IIR_TRANSMIT 0x02u
#define IIR_RECEIVE  0x04u
#define IIR_LINE     0x06u
#define IIR_FIFO     0xc0u

#define FCR_ENABLE         0x01u
#define FCR_CLEAR_RECEIVE  0x02u
#define FCR_CLEAR_TRANSMIT 0x04u

#define LCR_DIVISOR 0x80u

#define MCR_DTR  0x01u
#define MCR_RTS  0x02u
#define MCR_OUT1 0x04u
#define MCR_OUT2 0x08u /* on a PC: connects the interrupt line */
#define MCR_LOOP 0x10u
#define MCR_ALL  0x1fu

#define LSR_READY   0x01u
#define LSR_OVERRUN 0x02u
#define LSR_ERRORS  0x1eu
#define LSR_EMPTY   0x60u /* holding register and transmitter */

#define MSR_CTS     0x10u
#define MSR_DSR     0x20u
#define MSR_RI      0x40u
#define MSR_DCD     0x80u
#define MSR_RI_EDGE 0x04u /* only the end of a ring is reported */

static uint8_t modem_lines(const struct uart *uart)
{
    uint8_t control = uart->modem_control;

    if (!(control & MCR_LOOP)) {
        return MSR_CTS | MSR_DSR | MSR_DCD; /* someone is always there */
    }
    return (control & MCR_RTS ? MSR_CTS : 0) | (control & MCR_DTR ? MSR_DSR : 0) |
           (control & MCR_OUT1 ? MSR_RI : 0) | (control & MCR_OUT2 ? MSR_DCD : 0);
}

static uint8_t interrupt_identity(const struct uart *uart)
{
    uint8_t enabled = uart->interrupt_enable;

    if ((enabled & IER_LINE) && (uart->line_status & LSR_ERRORS)) {
        return IIR_LINE;
    }
    if ((enabled & IER_RECEIVE) && uart->count) {
        return IIR_RECEIVE;
    }
    if ((enabled & IER_TRANSMIT) && uart->transmit_pending) {
        return IIR_TRANSMIT;
    }
    if ((enabled & IER_MODEM) && uart->modem_changes) {
        return IIR_MODEM;
    }
    return IIR_NONE;
}

static void update_irq(struct uart *uart)
{
    bool connected = (uart->modem_control & (MCR_OUT2 | MCR_LOOP)) == MCR_OUT2;

    irq_line_set(&uart->irq, connected && interrupt_identity(uart) != IIR_NONE);
}

static unsigned fifo_depth(const struct uart *uart)
{
    return uart->fifo_control & FCR_ENABLE ? UART_FIFO : 1;
}

static bool fifo_put(struct uart *uart, uint8_t byte)
{
    if (uart->count >= fifo_depth(uart)) {
        return false;
    }
    uart->fifo[(uart->head + uart->count++) % UART_FIFO] = byte;
    return true;
}

static uint8_t fifo_get(struct uart *uart)
{
    uint8_t byte;

    if (uart->count == 0) {
        return 0;
    }
    byte = uart->fifo[uart->head];
    uart->head = (uart->head + 1) % UART_FIFO;
    uart->count--;
    return byte;
}

size_t uart_receive(struct uart *uart, const uint8_t *data, size_t bytes)
{
    size_t taken = 0;

    if (uart->modem_control & MCR_LOOP) {
        return 0; /* the input pin is cut off */
    }
    while (taken < bytes && fifo_put(uart, data[taken])) {
        taken++;
    }
    update_irq(uart);
    return taken;
}

static void write_data(struct uart *uart, uint8_t value)
{
    if (uart->modem_control & MCR_LOOP) {
        if (!fifo_put(uart, value)) {
            uart->line_status |= LSR_OVERRUN;
        }
    } else if (uart->transmit) {
        uart->transmit(uart->context, value);
    }
    /* Full for an instant: the line drops and rises, which an edge-triggered controller must see. */
    uart->transmit_pending = false;
    update_irq(uart);
    uart->transmit_pending = true;
}

static void write_interrupt_enable(struct uart *uart, uint8_t value)
{
    uint8_t risen = value & ~uart->interrupt_enable;

    uart->interrupt_enable = value & IER_ALL;
    if (risen & IER_TRANSMIT) {
        uart->transmit_pending = true; /* enabling it while the transmitter is empty asks at once */
    }
}

static void write_fifo_control(struct uart *uart, uint8_t value)
{
    bool toggled = (value ^ uart->fifo_control) & FCR_ENABLE;

    if (toggled || (value & FCR_CLEAR_RECEIVE)) {
        uart->head = uart->count = 0;
    }
    if (toggled || (value & FCR_CLEAR_TRANSMIT)) {
        uart->transmit_pending = true;
    }
    uart->fifo_control = value & FCR_ENABLE ? value & ~(FCR_CLEAR_RECEIVE | FCR_CLEAR_TRANSMIT) : 0;
}

static void write_modem_control(struct uart *uart, uint8_t value)
{
    uint8_t before = modem_lines(uart), after, changed;

    uart->modem_control = value & MCR_ALL;
    after = modem_lines(uart);
    changed = before ^ after;
    uart->modem_changes |= changed >> 4 & ~MSR_RI_EDGE;
    if ((changed & MSR_RI) && !(after & MSR_RI)) {
        uart->modem_changes |= MSR_RI_EDGE;
    }
}

static void uart_write(void *device, uint16_t port, unsigned size, uint32_t value)
{
    struct uart *uart = device;
    uint8_t byte = (uint8_t)value;
    bool divisor = uart->line_control & LCR_DIVISOR;

    (void)size;
    switch (port - uart->port) {
    case UART_DATA:
        if (divisor) {
            uart->divisor = (uart->divisor & 0xff00) | byte;
        } else {
            write_data(uart, byte);
        }
        break;
    case UART_IER:
        if (divisor) {
            uart->divisor = (uint16_t)((uart->divisor & 0xff) | byte << 8);
        } else {
            write_interrupt_enable(uart, byte);
        }
        break;
    case UART_IIR:
        write_fifo_control(uart, byte);
        break;
    case UART_LCR:
        uart->line_control = byte;
        break;
    case UART_MCR:
        write_modem_control(uart, byte);
        break;
    case UART_SCR:
        uart->scratch = byte;
        break;
    default:
        break; /* LSR and MSR are for reading */
    }
    update_irq(uart);
}

static uint8_t read_data(struct uart *uart)
{
    uint8_t byte = fifo_get(uart);

    if (uart->room) {
        uart->room(uart->context);
    }
    return byte;
}

static uint8_t read_identity(struct uart *uart)
{
    uint8_t identity = interrupt_identity(uart);

    if (identity == IIR_TRANSMIT) {
        uart->transmit_pending = false;
    }
    return identity | (uart->fifo_control & FCR_ENABLE ? IIR_FIFO : 0);
}

static uint8_t read_line_status(struct uart *uart)
{
    uint8_t status = uart->line_status | LSR_EMPTY | (uart->count ? LSR_READY : 0);

    uart->line_status = 0;
    return status;
}

static uint8_t read_modem_status(struct uart *uart)
{
    uint8_t status = modem_lines(uart) | uart->modem_changes;

    uart->modem_changes = 0;
    return status;
}

static uint32_t uart_read(void *device, uint16_t port, unsigned size)
{
    struct uart *uart = device;
    bool divisor = uart->line_control & LCR_DIVISOR;
    uint8_t value;

    (void)size;
    switch (port - uart->port) {
    case UART_DATA:
        value = divisor ? uart->divisor & 0xff : read_data(uart);
        break;
    case UART_IER:
        value = divisor ? uart->divisor >> 8 : uart->interrupt_enable;
        break;
    case UART_IIR:
        value = read_identity(uart);
        break;
    case UART_LCR:
        value = uart->line_control;
        break;
    case UART_MCR:
        value = uart->modem_control;
        break;
    case UART_LSR:
        value = read_line_status(uart);
        break;
    case UART_MSR:
        value = read_modem_status(uart);
        break;
    default:
        value = uart->scratch;
        break;
    }
    update_irq(uart);
    return value;
}

void uart_reset(struct uart *uart)
{
    uart->interrupt_enable = uart->fifo_control = uart->line_control = 0;
    uart->modem_control = uart->line_status = uart->modem_changes = uart->scratch = 0;
    uart->divisor = 12; /* 9600 baud */
    uart->transmit_pending = false;
    uart->head = uart->count = 0;
    update_irq(uart);
}

void uart_init(struct uart *uart, uint16_t port, struct irq_line irq)
{
    memset(uart, 0, sizeof(*uart));
    uart->port = port;
    uart->irq = irq;
    uart_reset(uart);
}

void uart_connect(struct uart *uart, void (*transmit)(void *context, uint8_t byte),
                  void (*room)(void *context), void *context)
{
    uart->transmit = transmit;
    uart->room = room;
    uart->context = context;
}

int uart_attach(struct uart *uart, struct port_bus *bus)
{
    struct port_range range = {uart->port, (uint16_t)(uart->port + 7), 1, uart_read, uart_write, uart, true};

    return port_bus_add(bus, &range);
}
