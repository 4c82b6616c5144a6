/* SPDX-License-Identifier: BSD-2-Clause */
/* A guest in 64-bit mode with page tables of its own, for tests of what works on its memory. */
#ifndef TESTS_VMM_MACHINE_H
#define TESTS_VMM_MACHINE_H

#include <stdint.h>
#include <string.h>

#include <vmm/guest_memory.h>
#include "abi/vcpu.h"

#define MACHINE_RAM    0x200000u
#define MACHINE_TABLES 0x1000u  /* PML4, PDPT, PD, PT in consecutive pages */
#define MACHINE_CODE   0x10000u /* mapped at MACHINE_VIRTUAL */

/* Virtual pages from here go to consecutive physical ones from MACHINE_CODE, 16 of them. */
#define MACHINE_VIRTUAL 0xffff800000000000u
#define MACHINE_HOLE    (MACHINE_VIRTUAL + 0x20000) /* mapped, but there is no RAM behind */
#define MACHINE_ABSENT  (MACHINE_VIRTUAL + 0x30000) /* not mapped */

/* A page of data that no code lies in, for the guest and for the test. */
#define MACHINE_DATA              (MACHINE_VIRTUAL + 0x4000)
#define MACHINE_DATA_RAM(machine) ((machine)->ram + MACHINE_CODE + 0x4000)

#define PTE_P  0x1u
#define PTE_W  0x2u
#define PTE_U  0x4u
#define PTE_NX 0x8000000000000000u

struct machine {
    _Alignas(4096) uint8_t ram[MACHINE_RAM];
    struct guest_memory memory;
    struct vcpu_block block;
};

static inline uint64_t *machine_pte(struct machine *machine, unsigned page)
{
    return (uint64_t *)(machine->ram + MACHINE_TABLES + 0x3000) + page;
}

static inline void machine_init(struct machine *machine)
{
    struct vcpu_block *block = &machine->block;
    uint64_t *table = (uint64_t *)(machine->ram + MACHINE_TABLES);

    memset(machine, 0, sizeof(*machine));
    guest_memory_init(&machine->memory, machine->ram, MACHINE_RAM);
    table[256] = (MACHINE_TABLES + 0x1000) | PTE_P | PTE_W | PTE_U;
    table[512] = (MACHINE_TABLES + 0x2000) | PTE_P | PTE_W | PTE_U;
    table[1024] = (MACHINE_TABLES + 0x3000) | PTE_P | PTE_W | PTE_U;
    for (unsigned i = 0; i < 16; i++) {
        *machine_pte(machine, i) = (MACHINE_CODE + i * 0x1000) | PTE_P | PTE_W;
    }
    for (unsigned i = 0; i < 16; i++) {
        *machine_pte(machine, 32 + i) = (0xfee00000u + i * 0x1000) | PTE_P | PTE_W;
    }
    block->mode = VCPU_MODE_PROTECTED | VCPU_MODE_PAGING | VCPU_MODE_LONG | VCPU_MODE_CODE64;
    block->cr0 = 0x80010001u;
    block->cr3 = MACHINE_TABLES;
    block->cr4 = 0x20;
    block->efer = 0xd00;
    block->rip = MACHINE_VIRTUAL;
    block->rflags = 0x202;
}

#endif
