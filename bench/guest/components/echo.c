/* SPDX-License-Identifier: BSD-2-Clause */
/* Answers every event. */
#include <camkes.h>

int run(void)
{
    while (1) {
        ping_wait();
        pong_emit();
    }
}
