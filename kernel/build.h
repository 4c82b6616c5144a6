/* SPDX-License-Identifier: BSD-2-Clause */
/* From the system table to kernel objects: once, at boot. */
#ifndef KERNEL_BUILD_H
#define KERNEL_BUILD_H

#include <stdint.h>

/*
 * Checks the system image at `image` (kernel address, page-aligned, `size` bytes, at `physical`) completely, then makes
 * every object that it names and readies every thread. A refused image is a panic that names the field and
 * the reason; nothing has been made then.
 */
void build_system(const void *image, uint64_t size, uint64_t physical);

#endif
