/* SPDX-License-Identifier: BSD-2-Clause */
#include <camkes.h>
#include <string.h>

#include "check.h"

static int inits; /* both threads have ended their part before run() */

void calls__init(void)
{
    __atomic_fetch_add(&inits, 1, __ATOMIC_SEQ_CST);
}

void buffers__init(void)
{
    __atomic_fetch_add(&inits, 1, __ATOMIC_SEQ_CST);
}

static bool second(void)
{
    return strcmp(get_instance_name(), "sleeper2") == 0;
}

int run(void)
{
    seL4_Word bits;
    check("each of these interfaces has a thread", inits == 2);
    check("an end has its own bit", calls_notification_badge() != buffers_notification_badge() &&
                                        calls_notification() == buffers_notification());
    /* The second client has badge 9 at `calls`, and 2 at `buffers`. */
    calls_wake(second() ? 9 : 1);
    seL4_Wait(calls_notification(), &bits);
    check("the server signals by badge", bits == calls_notification_badge());
    calls_wake(5);
    calls_wake(-1);
    seL4_Poll(calls_notification(), &bits);
    check("a badge that nobody has wakes nobody", bits == 0);
    calls_leave("");
    calls_wait_notification();
    buffers_leave("a letter");
    seL4_Wait(buffers_notification(), &bits);
    check("a signal beside a buffer", bits == buffers_notification_badge());
    check("each client has its own buffer",
          strcmp(buffers_buf, second() ? "a letter for sleeper2.buffers" : "a letter for sleeper1.buffers") ==
              0);
    check("it is as large as it was asked for",
          buffers_get_size() == 4096 && buffers_get_buf() == buffers_buf);
    finish_done();
    return 0;
}
