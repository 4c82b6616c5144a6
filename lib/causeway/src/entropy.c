/* SPDX-License-Identifier: BSD-2-Clause */
#include "entropy.h"

#include <cpuid.h>
#include <stdbool.h>

static bool has_rdrand(void)
{
    unsigned a, b, c, d;
    return __get_cpuid(1, &a, &b, &c, &d) && (c & bit_RDRND);
}

/* The generator may be out of numbers for a moment; the manuals advise ten attempts. */
static uint64_t rdrand(void)
{
    uint64_t value = 0;
    bool valid = false;
    for (int attempt = 0; attempt < 10 && !valid; attempt++)
        __asm__ volatile("rdrand %0" : "=r"(value), "=@ccc"(valid));
    return valid ? value : 0;
}

/* Spreads a counter's few moving bits over the word (the finaliser of splitmix64). */
static uint64_t mix(uint64_t value)
{
    value = (value ^ value >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    value = (value ^ value >> 27) * UINT64_C(0x94d049bb133111eb);
    return value ^ value >> 31;
}

void entropy_fill(uint64_t words[2])
{
    bool generator = has_rdrand();
    for (int word = 0; word < 2; word++)
        words[word] = mix(__builtin_ia32_rdtsc()) ^ (generator ? rdrand() : 0);
}
