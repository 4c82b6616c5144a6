/* SPDX-License-Identifier: BSD-2-Clause */
/* First-stage page tables (AMD64 manual volume 2, chapter 5), built at boot and never changed afterwards. */
#ifndef ARCH_PAGING_H
#define ARCH_PAGING_H

#include <stdint.h>

#define PTE_PRESENT  (1ul << 0)
#define PTE_WRITE    (1ul << 1)
#define PTE_USER     (1ul << 2)
#define PTE_UNCACHED (3ul << 3) /* PWT and PCD: entry 3 of the power-on PAT */
#define PTE_LARGE    (1ul << 7)
#define PTE_GLOBAL   (1ul << 8)
#define PTE_NX       (1ul << 63)
#define PTE_ADDRESS  0x000ffffffffff000ul

/*
 * Maps [physical, physical + size) at `address` in the tables under `root` with the entry bits `flags`, in the
 * largest pages that fit. The range must not be mapped yet. Tables come from boot memory.
 */
void paging_map(uint64_t *root, uint64_t address, uint64_t physical, uint64_t size, uint64_t flags);

/* Builds the kernel's own tables for [0, top) of physical memory and switches to them. */
void paging_init(uint64_t top_of_ram);

/* A fresh top-level table with the kernel's half filled in. */
uint64_t *paging_new_root(void);

/* Maps one page of device registers into the kernel, before the first paging_new_root(); returns its address. */
void *paging_map_device(uint64_t physical);

#endif
