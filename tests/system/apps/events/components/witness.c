/* SPDX-License-Identifier: BSD-2-Clause */
/* Counts the queued events that it gets beside the sink. */
#include <camkes.h>

int count_taken(void)
{
    int taken = 0;
    while (queued_poll())
        taken++;
    return taken;
}
