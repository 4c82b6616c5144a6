/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The x87 and vector registers as a whole: everything that XCR0 enables here. Loaded and stored with the processor's
 * XRSTOR and XSAVE in their standard format; the same in components and in the guest.
 */
#ifndef FPU_REGISTERS_H
#define FPU_REGISTERS_H

#include <stdint.h>

#define REGISTERS_SIZE 4096 /* enough for all of AVX-512 */

struct registers {
    _Alignas(64) uint8_t bytes[REGISTERS_SIZE];
};

/* The components that the system has enabled; at least x87 and SSE. */
static inline uint64_t registers_enabled(void)
{
    uint32_t low, high;
    __asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
    return (uint64_t)high << 32 | low;
}

static inline void registers_load(const struct registers *from)
{
    __asm__ volatile("xrstor64 (%0)" : : "r"(from), "a"(-1), "d"(-1) : "memory");
}

static inline void registers_store(struct registers *to)
{
    __asm__ volatile("xsave64 (%0)" : : "r"(to), "a"(-1), "d"(-1) : "memory");
}

/* Fills in every register with bytes that depend on `seed`; rounding and precision control differ, too. */
void registers_pattern(struct registers *registers, uint32_t seed);

/* Fills in the state that a new thread must find. */
void registers_initial(struct registers *registers);

/* The name of the first register group that differs, with the register's number in `*number`. NULL: all are equal. */
const char *registers_difference(const struct registers *wanted, const struct registers *found,
                                 unsigned *number);

#endif
