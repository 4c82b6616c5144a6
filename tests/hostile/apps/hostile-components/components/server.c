/* SPDX-License-Identifier: BSD-2-Clause */
/* Adds, for good and bad clients alike, and says so to the worker. */
#include <camkes.h>

int sum_add(int a, int b)
{
    done_emit();
    return (int)((unsigned)a + (unsigned)b);
}
