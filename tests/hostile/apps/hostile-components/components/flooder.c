/* SPDX-License-Identifier: BSD-2-Clause */
/* Signals somebody who never looks. */
#include <camkes.h>
#include <stdio.h>

int run(void)
{
    for (int i = 0; i < 200000; i++)
        noise_emit();
    printf("flooder: survived\n");
    return 0;
}
