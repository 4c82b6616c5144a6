/* SPDX-License-Identifier: BSD-2-Clause */
/* Samples of a measurement, the same in components and in programs of the guest. */
#ifndef BENCH_SAMPLE_H
#define BENCH_SAMPLE_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

/*
 * The processor's time stamp. In an emulator that counts instructions it grows by one with each; the fence keeps a
 * real processor from reading it too early.
 */
static inline uint64_t stamp_now(void)
{
    uint32_t low, high;

    __asm__ volatile("lfence; rdtsc" : "=a"(low), "=d"(high)::"memory");
    return (uint64_t)high << 32 | low;
}

static inline int sample_compare(const void *left, const void *right)
{
    uint64_t a = *(const uint64_t *)left, b = *(const uint64_t *)right;

    return (a > b) - (a < b);
}

/*
 * Sorts `samples` and writes one line for bench/run.py:
 *     bench NAME samples=N min=.. median=.. p99=.. max=..
 * count is not zero.
 */
static inline void samples_report(const char *name, uint64_t *samples, size_t count)
{
    qsort(samples, count, sizeof(*samples), sample_compare);
    printf("bench %s samples=%zu min=%llu median=%llu p99=%llu max=%llu\n", name, count,
           (unsigned long long)samples[0], (unsigned long long)samples[count / 2],
           (unsigned long long)samples[count * 99 / 100], (unsigned long long)samples[count - 1]);
}

#endif
