/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef GUEST_UTILITIES_DATAPORT_MAP_H
#define GUEST_UTILITIES_DATAPORT_MAP_H

#include <stddef.h>

/*
 * Maps the dataport behind a file, for as long as the process lives: a node of dataport_init, or a connection's
 * /dev/uioN. `argv` are the tool's arguments: its name, the file, and perhaps a number of bytes, of which the dataport
 * has as many or more; without it the whole dataport is meant. `text` says in the usage what the tool does. `rights`
 * are those of mmap. Returns NULL if anything is wrong, after a message; else the memory, with its size in `*size`, at
 * least 1.
 */
void *dataport_map(int argc, char *argv[], const char *text, int rights, size_t *size);

#endif
