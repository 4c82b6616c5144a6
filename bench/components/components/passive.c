/* SPDX-License-Identifier: BSD-2-Clause */
/* Answers calls with nothing, and events with the time at which they came. */
#include <camkes.h>

#include "bench/sample.h"
#include "shared.h"

void null_nothing(void)
{
}

int run(void)
{
    struct shared *shared = page;

    while (1) {
        there_wait();
        shared->woken = stamp_now();
        back_emit();
    }
}
