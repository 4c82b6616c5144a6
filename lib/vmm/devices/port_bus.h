/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The I/O port space: ranges of ports, each with a device behind it. A port without a device reads
 * as all ones and ignores writes, as on an ISA bus where nobody answers.
 */
#ifndef VMM_DEVICES_PORT_BUS_H
#define VMM_DEVICES_PORT_BUS_H

#include <stdbool.h>
#include <stdint.h>

#define PORT_BUS_RANGES 24

struct port_range {
    uint16_t first, last; /* inclusive */
    /* Widest access in bytes that the device decodes: 1, 2 or 4. A wider one is split in single
       bytes to consecutive ports, each of which may belong to another device. */
    uint8_t width;
    /* `port` is absolute. `size` is 1, 2 or 4 bytes and at most `width`. */
    uint32_t (*read)(void *device, uint16_t port, unsigned size);
    void (*write)(void *device, uint16_t port, unsigned size, uint32_t value);
    void *device;
    bool timed; /* an access may change when the device next needs attention */
};

struct port_bus {
    unsigned ranges;
    struct port_range range[PORT_BUS_RANGES];
};

/* Adds a range. -CW_EINVAL: it is empty or overlaps another. -CW_ENOMEM: the table is full. */
int port_bus_add(struct port_bus *bus, const struct port_range *range);

/* `size` is 1, 2 or 4. The result has only the low `size` bytes set. */
uint32_t port_bus_read(const struct port_bus *bus, uint16_t port, unsigned size);
void port_bus_write(const struct port_bus *bus, uint16_t port, unsigned size, uint32_t value);

/* The range that `port` falls in, or NULL. */
const struct port_range *port_bus_find(const struct port_bus *bus, uint16_t port);

#endif
