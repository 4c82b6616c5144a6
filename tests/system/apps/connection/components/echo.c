/* SPDX-License-Identifier: BSD-2-Clause */
/* Answers every event, as fast as it can. */
#include <camkes.h>

int run(void)
{
    while (1) {
        ping_wait();
        pong_emit();
    }
}
