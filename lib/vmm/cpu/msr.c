/* SPDX-License-Identifier: BSD-2-Clause */
/* Reference: AMD64 Architecture Programmer's Manual volume 2, appendix A. */
#include "msr.h"

#include <stddef.h>

#define EFER_SCE 0x001u
#define EFER_LME 0x100u
#define EFER_LMA 0x400u
#define EFER_NXE 0x800u
#define CR0_PG   0x80000000u

enum msr_kind {
    MSR_ZERO,      /* reads zero, ignores writes: exists, and has nothing in it */
    MSR_FIXED,     /* reads `value`, ignores writes */
    MSR_FIELD,     /* a 64-bit field of the block */
    MSR_CANONICAL, /* a field that holds an address */
    MSR_BASE,      /* the base of a segment */
    MSR_CALLER,    /* struct msr_special */
    MSR_IS_EFER,
    MSR_IS_PAT,
};

static const struct msr_rule {
    uint32_t first, last;
    enum msr_kind kind;
    uint32_t group; /* VCPU_CHANGED_ */
    uint64_t value; /* MSR_FIXED: the value. Fields: offset in the block. MSR_BASE: the segment */
} rules[] = {
    {MSR_TSC, MSR_TSC, MSR_CALLER, 0, 0},
    {0x00000017, 0x00000017, MSR_ZERO, 0, 0}, /* platform id */
    {0x0000008b, 0x0000008b, MSR_ZERO, 0, 0}, /* microcode revision: none */
    {0x00000174, 0x00000174, MSR_FIELD, VCPU_CHANGED_MSRS, offsetof(struct vcpu_block, sysenter_cs)},
    {0x00000175, 0x00000175, MSR_CANONICAL, VCPU_CHANGED_MSRS, offsetof(struct vcpu_block, sysenter_esp)},
    {0x00000176, 0x00000176, MSR_CANONICAL, VCPU_CHANGED_MSRS, offsetof(struct vcpu_block, sysenter_eip)},
    {0x000001a0, 0x000001a0, MSR_FIXED, 0, 1}, /* miscellaneous enables: fast strings */
    {0x000001d9, 0x000001d9, MSR_ZERO, 0, 0},  /* debug control: nothing is recorded */
    {0x00000277, 0x00000277, MSR_IS_PAT, VCPU_CHANGED_MSRS, offsetof(struct vcpu_block, pat)},
    {MSR_WALL_CLOCK, MSR_SYSTEM_TIME, MSR_CALLER, 0, 0},
    {MSR_EFER, MSR_EFER, MSR_IS_EFER, VCPU_CHANGED_CONTROL, offsetof(struct vcpu_block, efer)},
    {0xc0000081, 0xc0000081, MSR_FIELD, VCPU_CHANGED_MSRS, offsetof(struct vcpu_block, star)},
    {0xc0000082, 0xc0000082, MSR_CANONICAL, VCPU_CHANGED_MSRS, offsetof(struct vcpu_block, lstar)},
    {0xc0000083, 0xc0000083, MSR_CANONICAL, VCPU_CHANGED_MSRS, offsetof(struct vcpu_block, cstar)},
    {0xc0000084, 0xc0000084, MSR_FIELD, VCPU_CHANGED_MSRS, offsetof(struct vcpu_block, sfmask)},
    {0xc0000100, 0xc0000100, MSR_BASE, VCPU_CHANGED_SEGMENTS, VCPU_FS},
    {0xc0000101, 0xc0000101, MSR_BASE, VCPU_CHANGED_SEGMENTS, VCPU_GS},
    {0xc0000102, 0xc0000102, MSR_CANONICAL, VCPU_CHANGED_MSRS, offsetof(struct vcpu_block, kernel_gs_base)},
    {0xc0010010, 0xc0010010, MSR_ZERO, 0, 0},  /* system configuration */
    {0xc0010015, 0xc0010015, MSR_ZERO, 0, 0},  /* hardware configuration */
    {0xc001001f, 0xc001001f, MSR_ZERO, 0, 0},  /* northbridge configuration */
    {0xc0010055, 0xc0010055, MSR_ZERO, 0, 0},  /* interrupt-pending message */
    {0xc0010058, 0xc0010058, MSR_ZERO, 0, 0},  /* memory-mapped configuration space: off */
    {0xc0010112, 0xc0010113, MSR_ZERO, 0, 0},  /* system-management memory: none */
    {0xc0011020, 0xc0011023, MSR_ZERO, 0, 0},  /* load-store, instruction and data cache setup */
    {0xc0011028, 0xc0011028, MSR_ZERO, 0, 0},  /* floating-point setup */
    {0xc0011029, 0xc0011029, MSR_FIXED, 0, 2}, /* decode setup: LFENCE waits for older instructions */
    {0xc001102a, 0xc001102a, MSR_ZERO, 0, 0},  /* bus unit setup */
};

static const struct msr_rule *find(uint32_t index)
{
    for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++) {
        if (index >= rules[i].first && index <= rules[i].last) {
            return &rules[i];
        }
    }
    return NULL;
}

static uint64_t *field(const struct vcpu_block *block, const struct msr_rule *rule)
{
    return (uint64_t *)((char *)(uintptr_t)block + rule->value);
}

bool msr_read(const struct vcpu_block *block, const struct msr_special *special, uint32_t index,
              uint64_t *value)
{
    const struct msr_rule *rule = find(index);

    if (!rule) {
        return false;
    }
    switch (rule->kind) {
    case MSR_ZERO:
        *value = 0;
        return true;
    case MSR_FIXED:
        *value = rule->value;
        return true;
    case MSR_BASE:
        *value = block->segment[rule->value].base;
        return true;
    case MSR_CALLER:
        return special->read(special->context, index, value);
    default:
        *value = *field(block, rule);
        return true;
    }
}

static bool canonical(uint64_t address)
{
    return (uint64_t)((int64_t)(address << 16) >> 16) == address;
}

/* Each of the eight fields is a memory type: 0, 1, 4, 5, 6 or 7. */
static bool pat_valid(uint64_t value)
{
    for (unsigned i = 0; i < 8; i++) {
        uint8_t type = (uint8_t)(value >> (8 * i));

        if (type > 7 || type == 2 || type == 3) {
            return false;
        }
    }
    return true;
}

static bool efer_write(struct vcpu_block *block, uint64_t value)
{
    uint64_t old = block->efer;

    value &= ~(uint64_t)EFER_LMA; /* follows from LME and paging */
    if (value & ~(uint64_t)(EFER_SCE | EFER_LME | EFER_NXE)) {
        return false;
    }
    if (((value ^ old) & EFER_LME) && (block->cr0 & CR0_PG)) {
        return false;
    }
    block->efer = value | (old & EFER_LMA);
    return true;
}

bool msr_write(struct vcpu_block *block, const struct msr_special *special, uint32_t index, uint64_t value)
{
    const struct msr_rule *rule = find(index);

    if (!rule) {
        return false;
    }
    switch (rule->kind) {
    case MSR_ZERO:
    case MSR_FIXED:
        return true;
    case MSR_CALLER:
        return special->write(special->context, index, value);
    case MSR_IS_EFER:
        if (!efer_write(block, value)) {
            return false;
        }
        break;
    case MSR_BASE:
        if (!canonical(value)) {
            return false;
        }
        block->segment[rule->value].base = value;
        break;
    case MSR_IS_PAT:
    case MSR_CANONICAL:
        if (rule->kind == MSR_IS_PAT ? !pat_valid(value) : !canonical(value)) {
            return false;
        }
        *field(block, rule) = value;
        break;
    default:
        *field(block, rule) = value;
        break;
    }
    block->changed |= rule->group;
    return true;
}
