/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * ioctl commands of a dataport's device file. Whatever the encodings say, every argument points to a number in ASCII:
 * DATAPORT_ALLOCATE reads one in C notation (0x.., 0.., decimal) with its terminating zero, at most DATAPORT_TEXT_SIZE
 * bytes; the others write one in decimal with its terminating zero, at most DATAPORT_TEXT_SIZE bytes.
 *
 * DATAPORT_ALLOCATE: sets up the dataport with a size in bytes. Once only: EBUSY if it is allocated, with whatever
 *   size. EINVAL: not a number, zero, not a page multiple, or not the specification's size. ENOENT: the specification
 *   has no dataport with the node's minor number as id. ENOMEM: no contiguous memory of that size in the guest
 *   (the limit of a stock kernel is 4 MiB), or none for page tables in the monitor.
 * DATAPORT_GET_PADDR: the guest physical address. ENXIO: not allocated.
 * DATAPORT_GET_SIZE: the size in bytes. ENXIO: not allocated.
 *
 * Used by the kernel module and by programs, hence without any other header but the encoding's.
 */
#ifndef DATAPORT_IOCTL_COMMANDS_H
#define DATAPORT_IOCTL_COMMANDS_H

#include <linux/ioctl.h>

#define DATAPORT_ALLOCATE  _IOW('D', 0, __SIZE_TYPE__)
#define DATAPORT_GET_PADDR _IOR('D', 1, unsigned long long)
#define DATAPORT_GET_SIZE  _IOR('D', 2, __SIZE_TYPE__)

#define DATAPORT_TEXT_SIZE 64

#endif
