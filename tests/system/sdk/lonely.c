/* SPDX-License-Identifier: BSD-2-Clause */
#include <camkes.h>

int run(void)
{
    return 0;
}
