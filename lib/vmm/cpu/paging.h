/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The guest's own address translation, for the few instructions that the monitor carries out: port
 * strings, and accesses to addresses where there is no memory. Walks the guest's page tables with
 * the checks that the processor would make.
 */
#ifndef VMM_CPU_PAGING_H
#define VMM_CPU_PAGING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <vmm/guest_memory.h>
#include "abi/vcpu.h"

#define PAGING_WRITE 0x02u /* as in the error code of a page fault */
#define PAGING_USER  0x04u
#define PAGING_FETCH 0x10u

/* An exception to deliver: a refused access says here which. */
struct cpu_fault {
    uint8_t vector;
    bool has_error_code;
    uint32_t error_code;
    uint64_t address; /* for CR2, if the vector is CPU_PAGE_FAULT */
};

#define CPU_INVALID_OPCODE 6
#define CPU_STACK_FAULT    12
#define CPU_PROTECTION     13
#define CPU_PAGE_FAULT     14

/* Translates one linear address. `access`: PAGING_ bits. False: `*fault` tells why. */
bool paging_translate(const struct guest_memory *memory, const struct vcpu_block *block, uint64_t linear,
                      unsigned access, uint64_t *physical, struct cpu_fault *fault);

/*
 * Up to two pieces of guest memory that a linear range of at most 16 bytes lies in. A piece's `data`
 * is NULL where there is no RAM.
 */
struct paging_span {
    struct {
        uint64_t physical; /* valid if `size` is not 0 */
        uint8_t *data;
        size_t size;
    } piece[2];
};

/* Translates all of [linear, linear + size), or nothing. The range may cross one page border. */
bool paging_span(const struct guest_memory *memory, const struct vcpu_block *block, uint64_t linear,
                 size_t size, unsigned access, struct paging_span *span, struct cpu_fault *fault);

/* Copies between a span and a buffer of the span's whole size: absent memory reads as all ones and
   ignores writes. */
void paging_span_read(const struct paging_span *span, void *to);
void paging_span_write(const struct paging_span *span, const void *from);

/*
 * The linear address of `size` bytes at `offset` in a segment, with the checks of the mode the
 * vCPU is in. Needs the block's segments.
 */
bool segment_linear(const struct vcpu_block *block, unsigned segment, uint64_t offset, size_t size,
                    bool write, uint64_t *linear, struct cpu_fault *fault);

/* PAGING_USER if the vCPU runs in ring 3, else 0. */
unsigned paging_privilege(const struct vcpu_block *block);

/* Puts `fault` into the block, to be delivered at the next resume. */
void vcpu_raise(struct vcpu_block *block, const struct cpu_fault *fault);

/* Steps over the instruction of `length` bytes that has been carried out. */
void vcpu_skip(struct vcpu_block *block, unsigned length);

#endif
