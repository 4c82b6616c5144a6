/* SPDX-License-Identifier: BSD-2-Clause */
#include <camkes.h>
#include <stdio.h>

int run(void)
{
    printf("writer reads %d\n", *(volatile int *)page >= 0);
    *(volatile int *)page = 1;
    printf("not ok writer: survived a write to a dataport that it may only read\n");
    return 0;
}
