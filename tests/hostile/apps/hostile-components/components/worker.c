/* SPDX-License-Identifier: BSD-2-Clause */
/* Works with the server while others attack, and checks every answer. */
#include <camkes.h>
#include <stdio.h>

#define ROUNDS 500 /* each one may have to wait for a time slice of those that never yield */

int run(void)
{
    int wrong = 0;

    for (int i = 0; i < ROUNDS; i++) {
        wrong += sum_add(i, 7) != i + 7;
        done_wait();
    }
    printf("worker: %d rounds, %d wrong\n", ROUNDS, wrong);
    return 0;
}
