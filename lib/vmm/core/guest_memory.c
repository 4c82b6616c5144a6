/* SPDX-License-Identifier: BSD-2-Clause */
#include <vmm/guest_memory.h>

#include "abi/error.h"

void guest_memory_init(struct guest_memory *memory, void *base, uint64_t size)
{
    memory->base = base;
    memory->size = size;
    memory->covers = 0;
}

int guest_memory_contains(const struct guest_memory *memory, uint64_t address, uint64_t size)
{
    return size != 0 && size <= memory->size && address <= memory->size - size;
}

int guest_memory_covered(const struct guest_memory *memory, uint64_t address, uint64_t size)
{
    for (unsigned i = 0; i < memory->covers; i++) {
        const struct guest_memory_cover *cover = &memory->cover[i];

        if (address < cover->address + cover->size && cover->address < address + size) {
            return 1;
        }
    }
    return 0;
}

void *guest_memory_ptr(const struct guest_memory *memory, uint64_t address, uint64_t size)
{
    if (!guest_memory_contains(memory, address, size) || guest_memory_covered(memory, address, size)) {
        return NULL;
    }
    return memory->base + address;
}

int guest_memory_cover(struct guest_memory *memory, uint64_t address, uint64_t size)
{
    if (memory->covers == GUEST_MEMORY_COVERS) {
        return -CW_ENOMEM;
    }
    memory->cover[memory->covers++] = (struct guest_memory_cover){address, size};
    return 0;
}

int guest_memory_uncover(struct guest_memory *memory, uint64_t address)
{
    for (unsigned i = 0; i < memory->covers; i++) {
        if (memory->cover[i].address == address) {
            memory->cover[i] = memory->cover[--memory->covers];
            return 0;
        }
    }
    return -CW_ENOENT;
}
