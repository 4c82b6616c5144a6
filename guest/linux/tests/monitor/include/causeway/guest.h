/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * Stands in front of the modules' header of the same name: hypercalls go to the module `monitor` in the same kernel.
 */
#ifndef CAUSEWAY_GUEST_H
#define CAUSEWAY_GUEST_H

#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/types.h>
#include <asm/io.h>

#include "abi/guest.h"

long causeway_call(unsigned long number, unsigned long a, unsigned long b, unsigned long c);

static inline int causeway_guest_find(void)
{
    return 0;
}

static inline unsigned long causeway_address(const volatile void *memory)
{
    return (unsigned long)virt_to_phys((volatile void *)memory);
}

#endif
