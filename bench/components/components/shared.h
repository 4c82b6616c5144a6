/* SPDX-License-Identifier: BSD-2-Clause */
/* The page that both components see. */
#ifndef BENCH_SHARED_H
#define BENCH_SHARED_H

#include <stdint.h>

struct shared {
    volatile uint64_t sent;  /* time stamp before the event, written by the active side */
    volatile uint64_t woken; /* time stamp after the wait, written by the passive side */
};

#endif
