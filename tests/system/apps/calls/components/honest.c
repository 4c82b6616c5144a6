/* SPDX-License-Identifier: BSD-2-Clause */
#include <camkes.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"

#define ROUNDS 1000

/* Rounds of calls of which each answer is the caller's own. */
static int rounds(const char *name)
{
    char text[32];
    int round = 0;
    for (bool same = true; same && round < ROUNDS; round += same) {
        snprintf(text, sizeof(text), "%s %d", name, round);
        char *back = carried_slow(text);
        same = back && strcmp(back, text) == 0;
        free(back);
    }
    return round;
}

static int second_rounds;

/* On the interface's thread, while the control thread calls, too. */
static void call_as_well(void *argument)
{
    (void)argument;
    second_rounds = rounds("second");
    second_done_post();
}

int run(void)
{
    check("a server's other client gets its answers", rounds("alone") == ROUNDS);
    rogue_done_wait();
    if (second_reg_callback(call_as_well, NULL) != 0)
        check("a callback can be registered", false);
    go_emit();
    check("of two threads each gets its answers through one buffer", rounds("first") == ROUNDS);
    second_done_wait();
    check("and the other one, too", second_rounds == ROUNDS);
    finish_done();
    return 0;
}
