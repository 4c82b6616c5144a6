/* SPDX-License-Identifier: BSD-2-Clause */
/* Fills all registers, and dies of it. */
#include <camkes.h>

#include "registers.h"

#define SEED 0xfa

/* Volatile, or the compiler objects. */
static int *volatile nowhere;

int run(void)
{
    static struct registers pattern;
    registers_pattern(&pattern, SEED);
    fault_wait();
    registers_load(&pattern);
    *nowhere = 1;
    return 0;
}
