/* SPDX-License-Identifier: BSD-2-Clause */
/* Faults as soon as its neighbour lives. */
#include <camkes.h>

int run(void)
{
    int *volatile nowhere = (int *)16;
    alive_wait();
    *nowhere = 0;
    return 0;
}
