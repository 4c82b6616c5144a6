/* SPDX-License-Identifier: BSD-2-Clause */
#include "caller.h"

#include <camkes.h>

int back_add(int a, int b)
{
    return a + b;
}

void line_handle(void)
{
}

int run(void)
{
    attack_slots();
    attack_arguments();
    attack_registers();
    check_end();
    return 0;
}
