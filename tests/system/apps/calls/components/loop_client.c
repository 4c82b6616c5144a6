/* SPDX-License-Identifier: BSD-2-Clause */
#include <camkes.h>
#include <string.h>

#include "check.h"

#define ROUNDS 2000

static int seen_ticks(void)
{
    pico_wake(0);
    return *(volatile int *)pico_buf;
}

int run(void)
{
    seL4_Word bits;
    int round = 1;
    while (round <= ROUNDS && order_step(round) == round)
        round++;
    check("a server without a thread answers in order", round == ROUNDS + 1);
    buffers_wake(41);
    check("its buffers are each client's own", *(volatile int *)buffers_buf == 42);
    buffers_leave(get_instance_name());
    check("a handler knows who calls", strcmp(buffers_buf, get_instance_name()) == 0);
    pico_signal_leave("");
    seL4_Wait(pico_signal_notification(), &bits);
    check("it can signal", bits == pico_signal_notification_badge());
    int ticks = seen_ticks();
    while (seen_ticks() < ticks + 3)
        ;
    check("the same loop gets signals between calls", true);
    finish_done();
    return 0;
}
