/* SPDX-License-Identifier: BSD-2-Clause */
#include <camkes.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"

#define ROUNDS 2000

int run(void)
{
    char text[32];
    int round = 0;
    for (bool same = true; same && round < ROUNDS; round += same) {
        snprintf(text, sizeof(text), "round %d", round);
        char *back = carried_slow(text);
        same = back && strcmp(back, text) == 0;
        free(back);
    }
    check("a server's other client gets its answers", round == ROUNDS);
    rogue_done_wait();
    finish_done();
    return 0;
}
