/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Answers calls, and leaves in all registers what its client must not find there; and in the x87 unit the addresses of
 * its last instruction and operand, which some processors neither save nor load.
 */
#include <camkes.h>

#include "registers.h"

#define SEED 0x5e

int server_take(void)
{
    static struct registers pattern;
    static const float operand = 1;
    registers_pattern(&pattern, SEED);
    registers_load(&pattern);
    __asm__ volatile("ffree %%st(7); flds %0" : : "m"(operand));
    return 0;
}
