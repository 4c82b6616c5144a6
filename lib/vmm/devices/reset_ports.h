/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The ways in which PC software asks for a reset: the keyboard controller's pulse command (0xfe to
 * port 0x64), bit 0 of system control port A (0x92), and the reset control register (0xcf9). There is
 * no keyboard controller beyond that command.
 */
#ifndef VMM_DEVICES_RESET_PORTS_H
#define VMM_DEVICES_RESET_PORTS_H

#include <stdint.h>

#include "port_bus.h"

struct reset_ports {
    uint8_t control; /* last value written to 0xcf9 */
    void (*request)(void *context);
    void *context;
};

void reset_ports_init(struct reset_ports *ports, void (*request)(void *context), void *context);

/* Adds ports 0x60, 0x64, 0x92 and 0xcf9. */
int reset_ports_attach(struct reset_ports *ports, struct port_bus *bus);

#endif
