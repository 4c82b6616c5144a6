/* SPDX-License-Identifier: BSD-2-Clause */
/* What the fake architecture of these tests keeps per thread: the results it was given. */
#ifndef UNIT_ARCH_THREAD_H
#define UNIT_ARCH_THREAD_H

#include <stdint.h>

struct arch_thread {
    int64_t rax;
    uint64_t rdx;
    unsigned results; /* number of results so far */
    uint64_t tls;
};

#endif
