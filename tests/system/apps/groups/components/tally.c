/* SPDX-License-Identifier: BSD-2-Clause */
#include "tally.h"

#include <camkes/component.h>

int sum;

int tally(int by)
{
    sum += by;
    return sum;
}

const char *tally_owner(void)
{
    return get_instance_name();
}
