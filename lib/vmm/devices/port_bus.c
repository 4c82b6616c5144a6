/* SPDX-License-Identifier: BSD-2-Clause */
#include "port_bus.h"

#include <stddef.h>

#include "abi/error.h"

int port_bus_add(struct port_bus *bus, const struct port_range *range)
{
    if (range->first > range->last) {
        return -CW_EINVAL;
    }
    for (unsigned i = 0; i < bus->ranges; i++) {
        if (range->first <= bus->range[i].last && bus->range[i].first <= range->last) {
            return -CW_EINVAL;
        }
    }
    if (bus->ranges == PORT_BUS_RANGES) {
        return -CW_ENOMEM;
    }
    bus->range[bus->ranges++] = *range;
    return 0;
}

const struct port_range *port_bus_find(const struct port_bus *bus, uint16_t port)
{
    for (unsigned i = 0; i < bus->ranges; i++) {
        if (port >= bus->range[i].first && port <= bus->range[i].last) {
            return &bus->range[i];
        }
    }
    return NULL;
}

static uint32_t size_mask(unsigned size)
{
    return size == 4 ? UINT32_MAX : (1u << (8 * size)) - 1;
}

/*
 * Whether the device takes the whole access in one piece. A register as wide as the device, at its
 * first port, may reach over ports that belong to others when accessed one by one (0xcf8, 0xcf9).
 */
static int range_takes(const struct port_range *range, uint16_t port, unsigned size)
{
    if (port == range->first && size == range->width) {
        return 1;
    }
    return size <= range->width && (unsigned)range->last - port >= size - 1;
}

uint32_t port_bus_read(const struct port_bus *bus, uint16_t port, unsigned size)
{
    const struct port_range *range = port_bus_find(bus, port);

    if (size > 1 && !(range && range_takes(range, port, size))) {
        uint32_t value = 0;

        for (unsigned i = 0; i < size; i++) {
            value |= port_bus_read(bus, (uint16_t)(port + i), 1) << (8 * i);
        }
        return value;
    }
    return range ? range->read(range->device, port, size) & size_mask(size) : size_mask(size);
}

void port_bus_write(const struct port_bus *bus, uint16_t port, unsigned size, uint32_t value)
{
    const struct port_range *range = port_bus_find(bus, port);

    if (size > 1 && !(range && range_takes(range, port, size))) {
        for (unsigned i = 0; i < size; i++) {
            port_bus_write(bus, (uint16_t)(port + i), 1, (value >> (8 * i)) & 0xff);
        }
    } else if (range) {
        range->write(range->device, port, size, value & size_mask(size));
    }
}
