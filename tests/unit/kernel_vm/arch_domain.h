/* SPDX-License-Identifier: BSD-2-Clause */
/* A fake processor keeps nothing per domain. */
#ifndef UNIT_ARCH_DOMAIN_H
#define UNIT_ARCH_DOMAIN_H

#include <stdint.h>

struct arch_domain {
    uint64_t unused;
};

#endif
