/* SPDX-License-Identifier: BSD-2-Clause */
/* The attacks by name. Each one either ends in a fault, or returns. */
#ifndef HOSTILE_ATTACKS_H
#define HOSTILE_ATTACKS_H

#include <stddef.h>

/* Addresses that are nobody's business: the kernel's half, and what no processor knows. */
#define KERNEL_ADDRESS       0xffffffff80200000ul
#define NONCANONICAL_ADDRESS 0x0000900000000000ul

struct attack {
    const char *name;
    void (*run)(void);
};

/* Each table ends with a NULL name. */
extern const struct attack processor_attacks[];
extern const struct attack memory_attacks[];
extern const struct attack exception_attacks[];
extern const struct attack flag_attacks[];
extern const struct attack call_attacks[];

#endif
