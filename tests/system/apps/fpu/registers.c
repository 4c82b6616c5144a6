/* SPDX-License-Identifier: BSD-2-Clause */
#include "registers.h"

#include <cpuid.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#define X87_CONTROL   0
#define X87_TAGS      4 /* abridged: one bit for each register that is in use */
#define MXCSR         24
#define ENABLED       512 /* XSTATE_BV */
#define X87_MASKS     0x7f
#define MXCSR_MASKS   0x1f80
#define MXCSR_ROUNDS  0xe000 /* rounding, flush to zero */
#define X87_PRECISION 0x300
#define X87_ROUNDING  0xc00

/* A row of equal registers in the area. */
struct group {
    const char *name;
    unsigned component; /* bit of XCR0 */
    unsigned offset;    /* 0: as CPUID tells */
    unsigned count, stride, size;
};

static const struct group groups[] = {
    {"x87 control", 0, X87_CONTROL, 1, 2, 2},
    {"x87 status", 0, 2, 1, 2, 2},
    {"x87 tags", 0, X87_TAGS, 1, 1, 1},
    {"st", 0, 32, 8, 16, 10},
    {"mxcsr", 1, MXCSR, 1, 4, 4},
    {"xmm", 1, 160, 16, 16, 16},
    {"upper half of ymm", 2, 0, 16, 16, 16},
    {"k", 5, 0, 8, 8, 8},
    {"upper half of zmm", 6, 0, 16, 32, 32},
    {"zmm 16 +", 7, 0, 16, 64, 64},
};

#define GROUPS (sizeof(groups) / sizeof(groups[0]))

/* Where the group begins in the area. False: it is not enabled. */
static bool group_offset(const struct group *group, unsigned *offset)
{
    unsigned eax, ebx = group->offset, ecx, edx;
    if (!(registers_enabled() >> group->component & 1))
        return false;
    if (group->component >= 2)
        __cpuid_count(0xd, group->component, eax, ebx, ecx, edx);
    *offset = ebx;
    return true;
}

static uint8_t pattern_byte(uint32_t seed, uint32_t position)
{
    uint32_t x = (seed << 16 ^ position) * 0x9e3779b1u;
    x = (x ^ x >> 15) * 0x85ebca77u;
    return (uint8_t)(x >> 24);
}

void registers_pattern(struct registers *registers, uint32_t seed)
{
    const uint64_t enabled = registers_enabled();
    memset(registers, 0, sizeof(*registers));
    for (size_t i = 0; i < GROUPS; i++) {
        const struct group *group = &groups[i];
        unsigned offset;
        if (group->size < 8 || !group_offset(group, &offset))
            continue;
        for (unsigned at = 0; at < group->count * group->stride; at++)
            if (at % group->stride < group->size)
                registers->bytes[offset + at] = pattern_byte(seed, offset + at);
    }
    uint16_t control = (uint16_t)(X87_MASKS | (seed << 10 & X87_ROUNDING) | (seed & 4 ? X87_PRECISION : 0));
    uint32_t mxcsr = MXCSR_MASKS | (seed << 13 & MXCSR_ROUNDS);
    memcpy(registers->bytes + X87_CONTROL, &control, sizeof(control));
    registers->bytes[X87_TAGS] = 0xff;
    memcpy(registers->bytes + MXCSR, &mxcsr, sizeof(mxcsr));
    memcpy(registers->bytes + ENABLED, &enabled, sizeof(enabled));
}

void registers_initial(struct registers *registers)
{
    const uint16_t control = 0x37f;
    const uint32_t mxcsr = MXCSR_MASKS;
    memset(registers, 0, sizeof(*registers));
    memcpy(registers->bytes + X87_CONTROL, &control, sizeof(control));
    memcpy(registers->bytes + MXCSR, &mxcsr, sizeof(mxcsr));
}

const char *registers_difference(const struct registers *wanted, const struct registers *found,
                                 unsigned *number)
{
    for (size_t i = 0; i < GROUPS; i++) {
        const struct group *group = &groups[i];
        unsigned offset;
        if (!group_offset(group, &offset))
            continue;
        for (*number = 0; *number < group->count; ++*number) {
            unsigned at = offset + *number * group->stride;
            if (memcmp(wanted->bytes + at, found->bytes + at, group->size) != 0)
                return group->name;
        }
    }
    return NULL;
}
