/* SPDX-License-Identifier: BSD-2-Clause */
/* Reference: AMD64 Architecture Programmer's Manual volume 2, sections 4.5 to 4.12. */
#include "paging.h"

#define TYPE_CODE        0x8u /* bit 3 of the type: code segment */
#define TYPE_EXPAND_DOWN 0x4u
#define TYPE_WRITABLE    0x2u
#define TYPE_READABLE    0x2u
#define CR4_LA57         0x1000u

static bool refuse(unsigned segment, struct cpu_fault *fault)
{
    uint8_t vector = segment == VCPU_SS ? CPU_STACK_FAULT : CPU_PROTECTION;

    *fault = (struct cpu_fault){.vector = vector, .has_error_code = true};
    return false;
}

static bool canonical(const struct vcpu_block *block, uint64_t address)
{
    unsigned bits = block->cr4 & CR4_LA57 ? 57 : 48;
    int64_t extended = (int64_t)(address << (64 - bits)) >> (64 - bits);

    return (uint64_t)extended == address;
}

static bool type_allows(const struct vcpu_segment *segment, bool write)
{
    unsigned type = segment->attributes & 0xf;

    if (type & TYPE_CODE) {
        return !write && (type & TYPE_READABLE);
    }
    return !write || (type & TYPE_WRITABLE);
}

static bool within_limit(const struct vcpu_segment *segment, uint64_t offset, size_t size)
{
    unsigned type = segment->attributes & 0xf;
    uint64_t last = offset + size - 1;

    if (!(type & TYPE_CODE) && (type & TYPE_EXPAND_DOWN)) {
        uint64_t top = segment->attributes & VCPU_SEGMENT_BIG ? UINT32_MAX : UINT16_MAX;

        return offset > segment->limit && last <= top;
    }
    return last <= segment->limit;
}

bool segment_linear(const struct vcpu_block *block, unsigned index, uint64_t offset, size_t size, bool write,
                    uint64_t *linear, struct cpu_fault *fault)
{
    const struct vcpu_segment *segment = &block->segment[index];

    if (block->mode & VCPU_MODE_CODE64) {
        *linear = offset + (index == VCPU_FS || index == VCPU_GS ? segment->base : 0);
        if (!canonical(block, *linear) || !canonical(block, *linear + size - 1)) {
            return refuse(index, fault);
        }
        return true;
    }
    if (block->mode & VCPU_MODE_PROTECTED) {
        if ((segment->attributes & VCPU_SEGMENT_UNUSABLE) || !(segment->attributes & VCPU_SEGMENT_PRESENT) ||
            !type_allows(segment, write)) {
            return refuse(index, fault);
        }
    }
    if (!within_limit(segment, offset, size)) {
        return refuse(index, fault);
    }
    *linear = (segment->base + offset) & UINT32_MAX;
    return true;
}

unsigned paging_privilege(const struct vcpu_block *block)
{
    return (block->mode >> VCPU_MODE_CPL_SHIFT & 3) == 3 ? PAGING_USER : 0;
}

void vcpu_raise(struct vcpu_block *block, const struct cpu_fault *fault)
{
    block->event = (struct vcpu_event){
        .vector = fault->vector,
        .has_error_code = fault->has_error_code,
        .error_code = fault->error_code,
    };
    block->changed |= VCPU_CHANGED_EVENT;
    if (fault->vector == CPU_PAGE_FAULT) {
        block->cr2 = fault->address;
        block->changed |= VCPU_CHANGED_CONTROL;
    }
}

void vcpu_skip(struct vcpu_block *block, unsigned length)
{
    block->rip += length;
    if (!(block->mode & VCPU_MODE_CODE64)) {
        block->rip &= UINT32_MAX;
    }
    /* The shadow of an STI or MOV SS covers one instruction, and that has now been carried out. */
    block->interrupt_shadow = 0;
    block->changed |= VCPU_CHANGED_RIP | VCPU_CHANGED_SHADOW;
}
