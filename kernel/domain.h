/* SPDX-License-Identifier: BSD-2-Clause */
/* Domains: an address space, the threads in it, and the slots that are its whole authority. */
#ifndef KERNEL_DOMAIN_H
#define KERNEL_DOMAIN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "abi/system_table.h"
#include "arch_domain.h"

struct thread;

/* A capability: what `object` points to depends on `type` (enum table_slot_type). */
struct slot {
    uint32_t type;
    uint32_t rights;
    uint64_t badge;
    void *object;
};

/* A region that has been given memory. */
struct region {
    uint64_t physical;
    uint64_t size;
};

struct domain_mapping {
    uint64_t address, size, physical;
    uint32_t rights;
    bool device; /* not RAM: the kernel itself cannot reach it */
};

struct domain {
    const char *name;
    struct thread *threads;
    uint32_t thread_count;
    struct slot *slots;
    uint32_t slot_count;
    struct domain_mapping *mappings; /* ascending */
    uint32_t mapping_count;
    uint64_t foreign_syscall_entry;
    bool stopped;
    struct arch_domain arch;
};

/*
 * The kernel's address of `size` bytes at `address` of the domain, if they lie in one mapping of RAM that has
 * `rights`; NULL otherwise.
 */
void *domain_bytes(const struct domain *domain, uint64_t address, uint64_t size, uint32_t rights);

/*
 * A thread did what it may not do: reports component, thread, kind, address and instruction, and stops the
 * domain. Interrupts and guests that it drove stop with it; everything else goes on.
 */
void domain_fault(struct thread *thread, const char *kind, uint64_t address, uint64_t instruction);

#endif
