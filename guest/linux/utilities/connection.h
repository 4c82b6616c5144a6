/* SPDX-License-Identifier: BSD-2-Clause */
/* A connection on PCI as a process has it: the file /dev/uioN. */
#ifndef GUEST_UTILITIES_CONNECTION_H
#define GUEST_UTILITIES_CONNECTION_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* The number of a memory: what mmap's offset counts, in pages. */
enum connection_memory { CONNECTION_EVENTS, CONNECTION_DATAPORT };

/* Whether the open file is a UIO device. */
bool connection_is(int fd);

/* Bytes of a memory of the device, or -1 with errno set: ENXIO if it has none of that number. */
ssize_t connection_size(int fd, enum connection_memory memory);

/* Maps `size` bytes of a memory; the result is that of mmap. */
void *connection_map(int fd, enum connection_memory memory, size_t size, int rights);

/* Emits the connection's event. 0, or -1 with errno set. */
int connection_emit(int fd);

/* Waits for the connection's event; `*count` becomes the number of interrupts so far. 1, or -1 with errno set. */
int connection_wait(int fd, int *count);

#endif
