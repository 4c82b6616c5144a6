/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The only allocator: hands out physical memory while the kernel boots and is closed before the first
 * domain runs. Nothing is ever given back.
 */
#ifndef KERNEL_BOOT_MEMORY_H
#define KERNEL_BOOT_MEMORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "boot_info.h"

/*
 * Takes over the RAM that `info` reports, page by page, less [0, 1 MiB), what `info` calls used and the ranges in
 * `reserved`. `info` stays the caller's and must live on.
 */
void boot_memory_init(const struct boot_info *info, const struct boot_range *reserved, unsigned count);

/*
 * Allocates `size` bytes (rounded up to pages) of physically contiguous RAM, zeroed, aligned to `align` (a power
 * of two, at least 4096). Returns its physical address, or 0 if no range is large enough.
 */
uint64_t boot_memory_allocate(uint64_t size, uint64_t align);

/* As above for `count` objects of `size` bytes; returns a kernel pointer. Panics if RAM is exhausted. */
void *boot_memory_objects(size_t count, size_t size);

/* Whether [start, end) touches anything that the boot loader called RAM. */
bool boot_memory_touches(uint64_t start, uint64_t end);

uint64_t boot_memory_free(void);  /* bytes left */
uint64_t boot_memory_total(void); /* bytes of RAM at the start */

/* Until `limit` is raised, only memory below it is handed out: what the first page tables reach. */
void boot_memory_limit(uint64_t limit);

/* From here on every allocation is a panic. */
void boot_memory_close(void);

#endif
