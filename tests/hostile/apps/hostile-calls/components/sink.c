/* SPDX-License-Identifier: BSD-2-Clause */
/* The other end of everything. */
#include <camkes.h>
#include <stdint.h>

#include "words.h"

void pre_init(void)
{
    *(volatile uint32_t *)constant = CONSTANT_WORD;
}
