/* SPDX-License-Identifier: BSD-2-Clause */
/* In a group with the side that starts: answers direct calls with nothing. */
#include <camkes.h>

void null_nothing(void)
{
}
