/* SPDX-License-Identifier: BSD-2-Clause */
/* The page in which all who hold registers count their rounds, so that each sees that others have run meanwhile. */
#ifndef FPU_TURNS_H
#define FPU_TURNS_H

#include <stdint.h>

#define TURNS_HOLDERS 16

/* One of these for each holder, by its seed. Only the holder writes. */
struct turns {
    volatile uint32_t rounds[TURNS_HOLDERS];
};

static inline uint32_t turns_of_others(const struct turns *turns, unsigned seed)
{
    uint32_t sum = 0;
    for (unsigned i = 0; i < TURNS_HOLDERS; i++)
        sum += i == seed ? 0 : turns->rounds[i];
    return sum;
}

#endif
