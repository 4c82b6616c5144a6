/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Virtual machines: guest physical memory. The base mappings (RAM, ROM) come from the system table and never change;
 * overlays (dataports) are laid over RAM, or where nothing is, and taken away at run time, in table pages that the VM
 * owns from the start. The second-stage tables have four levels of 512 entries; what an entry looks like is the
 * processor's affair: struct vm_format.
 */
#ifndef KERNEL_VM_H
#define KERNEL_VM_H

#include <stdbool.h>
#include <stdint.h>

#include "abi/system_table.h"
#include "domain.h"

/* Bits of a second-stage table entry. The address is in bits 12 to 51. */
struct vm_format {
    uint64_t read; /* set in every present entry */
    uint64_t write;
    uint64_t execute;    /* set if executable */
    uint64_t no_execute; /* set if not */
    uint64_t leaf;       /* set in every entry that maps memory: memory type */
    uint64_t large;      /* additionally in one that maps 2 MiB */
    uint64_t table;      /* in an entry that points to a table */
};

struct vcpu;

struct vm_range {
    uint64_t address, size; /* guest physical */
    uint64_t physical;
    uint32_t rights;
};

struct vm {
    const char *name;
    const struct vm_format *format;
    uint64_t *root;        /* kernel address */
    struct vm_range *base; /* ascending */
    uint32_t base_count;
    struct vm_range *overlays; /* room for TABLE_MAX_OVERLAYS, unsorted */
    uint32_t overlay_count;
    uint64_t *pool; /* free table pages, linked by their first word */
    uint32_t pool_pages;
    uint32_t tag;                 /* 1 and up: tells this VM's translations from others' */
    bool changed;                 /* translations may be stale in the processor */
    const struct vcpu *last_vcpu; /* who ran last: the tag does not tell the vCPUs of one VM apart */
};

/* Builds the start-up tables. `base` is the VM's from now on. Boot only; panics when memory is short. */
void vm_init(struct vm *vm, const char *name, const struct vm_format *format, uint32_t tag,
             struct vm_range *base, uint32_t base_count, uint32_t pool_pages);

/* As CW_SYS_VM_MAP and CW_SYS_VM_UNMAP. `rights`: READ, WRITE of the region's slot. */
int vm_map(struct vm *vm, uint64_t address, const struct region *region, uint64_t offset, uint64_t size,
           uint32_t rights);
int vm_unmap(struct vm *vm, uint64_t address);

/* Where a guest physical page is and with which rights, as the tables say; false: nowhere. For tests. */
bool vm_translate(const struct vm *vm, uint64_t address, uint64_t *physical, uint32_t *rights);

#endif
