/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef DATAPORT_ALLOCATE_H
#define DATAPORT_ALLOCATE_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Sets up the dataport behind the open node `fd` with `size` bytes. Returns 0, or -1 with errno set as
 * dataport/ioctl_commands.h says. Works once from the module's loading to its removal.
 */
int dataport_allocate(int fd, size_t size);

#ifdef __cplusplus
}
#endif

#endif
