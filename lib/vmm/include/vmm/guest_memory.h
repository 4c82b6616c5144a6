/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The gate to guest memory. All guest RAM is one block from guest physical address 0; whoever wants
 * to touch it asks here, with a length, and handles the refusal. What is behind the pointer belongs
 * to the guest and can change at any time: read it once into a copy, check and use the copy.
 *
 * Ranges that a dataport covers are not RAM for the monitor: the guest sees the dataport there and
 * the block holds what the dataport hides.
 */
#ifndef VMM_GUEST_MEMORY_H
#define VMM_GUEST_MEMORY_H

#include <stddef.h>
#include <stdint.h>

#include "abi/guest.h"

#define GUEST_MEMORY_COVERS (CAUSEWAY_MAX_DATAPORTS)

struct guest_memory {
    uint8_t *base; /* where the monitor sees guest physical address 0 */
    uint64_t size; /* bytes of RAM */
    unsigned covers;
    struct guest_memory_cover {
        uint64_t address, size;
    } cover[GUEST_MEMORY_COVERS];
};

void guest_memory_init(struct guest_memory *memory, void *base, uint64_t size);

/* Whether [address, address + size) lies wholly in the RAM block; size 0 does not. Ignores covers. */
int guest_memory_contains(const struct guest_memory *memory, uint64_t address, uint64_t size);

/* Whether the range shares a byte with a cover. */
int guest_memory_covered(const struct guest_memory *memory, uint64_t address, uint64_t size);

/* A pointer to `size` bytes of RAM at `address`, or NULL if not all of it is uncovered RAM. */
void *guest_memory_ptr(const struct guest_memory *memory, uint64_t address, uint64_t size);

/* Takes a range out of, and back into, what guest_memory_ptr gives. -CW_ENOMEM: too many covers.
   -CW_ENOENT: no cover starts at `address`. */
int guest_memory_cover(struct guest_memory *memory, uint64_t address, uint64_t size);
int guest_memory_uncover(struct guest_memory *memory, uint64_t address);

#endif
