/* SPDX-License-Identifier: BSD-2-Clause */
/* A server whose second call is its last. */
#include <camkes.h>

int sum_add(int a, int b)
{
    if (b == 0)
        __asm__ volatile(".globl fault_mortal\nfault_mortal: ud2");
    return a + b;
}
