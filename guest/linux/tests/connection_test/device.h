/* SPDX-License-Identifier: BSD-2-Clause */
/* A connection on PCI with its memories mapped. */
#ifndef GUEST_CONNECTION_TEST_DEVICE_H
#define GUEST_CONNECTION_TEST_DEVICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct device {
    const char *path; /* /dev/uioN */
    int fd, config;   /* the device's file, and that of its PCI configuration space */
    volatile uint8_t *page;
    size_t page_size;
    volatile uint32_t *dataport; /* NULL: it has none */
    size_t dataport_size;
};

/* Opens everything; ends the process with a message if that fails. */
void device_open(struct device *device, const char *path);

/*
 * `rounds` times: emits, waits for the answer at most 20 seconds, and, if there is a dataport, checks that the
 * component has put the next number behind the one that was written. Returns how many went right.
 */
unsigned device_rounds(struct device *device, unsigned rounds);

/* Takes events that are waiting, without waiting. */
void device_drain(struct device *device);

uint32_t config_read(const struct device *device, unsigned offset);
void config_write(const struct device *device, unsigned offset, unsigned size, uint32_t value);

#endif
