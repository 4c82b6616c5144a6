/* SPDX-License-Identifier: BSD-2-Clause */
/* Exceptions, each of which must stop the component and nothing else. */
#include "attacks.h"

#include <stdint.h>

static void invalid_instruction(void)
{
    __asm__ volatile("ud2");
}

static void divide_by_zero(void)
{
    uint32_t low = 1, high = 0;

    __asm__ volatile("divl %2" : "+a"(low), "+d"(high) : "r"(0u));
}

static void breakpoint(void)
{
    __asm__ volatile("int3");
}

/* Vector 32 is the kernel's own; user mode may not raise it. */
static void software_interrupt(void)
{
    __asm__ volatile("int $32");
}

static void vector_exception(void)
{
    uint32_t unmasked = 0;
    double zero = 0, one = 1;

    __asm__ volatile("ldmxcsr %1; divsd %2, %0" : "+x"(one) : "m"(unmasked), "x"(zero));
}

const struct attack exception_attacks[] = {
    {"invalid_instruction", invalid_instruction},
    {"divide_by_zero", divide_by_zero},
    {"breakpoint", breakpoint},
    {"software_interrupt", software_interrupt},
    {"vector_exception", vector_exception},
    {NULL, NULL},
};
