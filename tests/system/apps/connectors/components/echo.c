/* SPDX-License-Identifier: BSD-2-Clause */
/* Answers every event, as fast as it can. What is in the read-only dataport comes from here. */
#include <camkes.h>
#include <stdio.h>

int run(void)
{
    snprintf(constant, 4096, "nobody but the component can change this");
    while (1) {
        ping_wait();
        pong_emit();
    }
}
