/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Guest physical addresses with the registers of a device behind them. Where there is neither memory nor a device,
 * reads give all ones and writes are ignored, as on a bus where nobody answers.
 */
#ifndef VMM_DEVICES_MEMORY_BUS_H
#define VMM_DEVICES_MEMORY_BUS_H

#include <stdint.h>

#define MEMORY_BUS_RANGES 64

struct memory_range {
    uint64_t first, size; /* guest physical, bytes */
    /* The access lies wholly in the range: `offset` is from its start, `size` is 1, 2, 4 or 8 bytes. */
    uint64_t (*read)(void *device, uint64_t offset, unsigned size);
    void (*write)(void *device, uint64_t offset, unsigned size, uint64_t value);
    void *device;
};

/* All zero: empty. */
struct memory_bus {
    unsigned ranges;
    struct memory_range range[MEMORY_BUS_RANGES];
};

/* Adds a range. -CW_EINVAL: it is empty, wraps or overlaps another. -CW_ENOMEM: the table is full. */
int memory_bus_add(struct memory_bus *bus, const struct memory_range *range);

/* Removes the range that starts at `first`. -CW_ENOENT: there is none. */
int memory_bus_remove(struct memory_bus *bus, uint64_t first);

/* `size` is 1, 2, 4 or 8. The result has only the low `size` bytes set. */
uint64_t memory_bus_read(const struct memory_bus *bus, uint64_t address, unsigned size);
void memory_bus_write(const struct memory_bus *bus, uint64_t address, unsigned size, uint64_t value);

#endif
