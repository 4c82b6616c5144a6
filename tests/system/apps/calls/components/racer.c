/* SPDX-License-Identifier: BSD-2-Clause */
#include <camkes.h>

#include "check.h"

#define ROUNDS 5000

int run(void)
{
    int round = 1;
    while (round <= ROUNDS && order_step(round) == round)
        round++;
    check("all calls came in their order, and were answered in it", round == ROUNDS + 1);
    finish_done();
    return 0;
}
