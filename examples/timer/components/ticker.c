/* SPDX-License-Identifier: BSD-2-Clause */
#include <camkes.h>
#include <stdint.h>
#include <stdio.h>

#define PERIODIC 0 /* the timers that this component uses, by number */
#define DEADLINE 1

int run(void)
{
    uint64_t start = timer_time();
    unsigned int ended = 0;
    timer_periodic(PERIODIC, (uint64_t)period_ms * 1000000);
    timer_oneshot_relative(DEADLINE,
                           ((uint64_t)count * (uint64_t)period_ms + (uint64_t)period_ms / 2) * 1000000);
    for (int tick = 0; !(ended & 1u << DEADLINE);) {
        timer_wait_notification();
        ended = timer_completed();
        if (ended & 1u << PERIODIC)
            printf("tick %d after %d ms\n", ++tick, (int)((timer_time() - start) / 1000000));
    }
    timer_stop(PERIODIC);
    printf("done\n");
    return 0;
}
