/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The serial port: a 16550 at 115200 baud, 8 data bits, no parity, 1 stop bit. Moves bytes between the
 * port and a mux; the caller holds the lock over both.
 */
#ifndef SERIAL_PORT_H
#define SERIAL_PORT_H

#include "mux.h"

/* Sets the port up and lets it interrupt. */
void port_start(void);

/* Sends what the mux has, until there is no more or the port is full; then the port will interrupt when it
   can take the rest. */
void port_send(struct mux *mux);

/* Answers an interrupt: takes what was typed and sends more. Returns the client with new input, as
   mux_type does; the last one if several took turns. */
size_t port_interrupt(struct mux *mux);

#endif
