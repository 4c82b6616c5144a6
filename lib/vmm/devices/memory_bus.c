/* SPDX-License-Identifier: BSD-2-Clause */
#include "memory_bus.h"

#include <stddef.h>

#include "abi/error.h"

int memory_bus_add(struct memory_bus *bus, const struct memory_range *range)
{
    if (range->size == 0 || range->first + range->size < range->first) {
        return -CW_EINVAL;
    }
    for (unsigned i = 0; i < bus->ranges; i++) {
        const struct memory_range *other = &bus->range[i];

        if (range->first < other->first + other->size && other->first < range->first + range->size) {
            return -CW_EINVAL;
        }
    }
    if (bus->ranges == MEMORY_BUS_RANGES) {
        return -CW_ENOMEM;
    }
    bus->range[bus->ranges++] = *range;
    return 0;
}

int memory_bus_remove(struct memory_bus *bus, uint64_t first)
{
    for (unsigned i = 0; i < bus->ranges; i++) {
        if (bus->range[i].first == first) {
            bus->range[i] = bus->range[--bus->ranges];
            return 0;
        }
    }
    return -CW_ENOENT;
}

/* The range that takes the whole access, or NULL. */
static const struct memory_range *find(const struct memory_bus *bus, uint64_t address, unsigned size)
{
    for (unsigned i = 0; i < bus->ranges; i++) {
        const struct memory_range *range = &bus->range[i];

        if (address >= range->first && address - range->first < range->size &&
            size <= range->size - (address - range->first)) {
            return range;
        }
    }
    return NULL;
}

static uint64_t size_mask(unsigned size)
{
    return size == 8 ? UINT64_MAX : ((uint64_t)1 << (8 * size)) - 1;
}

uint64_t memory_bus_read(const struct memory_bus *bus, uint64_t address, unsigned size)
{
    const struct memory_range *range = find(bus, address, size);

    return (range ? range->read(range->device, address - range->first, size) : UINT64_MAX) & size_mask(size);
}

void memory_bus_write(const struct memory_bus *bus, uint64_t address, unsigned size, uint64_t value)
{
    const struct memory_range *range = find(bus, address, size);

    if (range) {
        range->write(range->device, address - range->first, size, value & size_mask(size));
    }
}
