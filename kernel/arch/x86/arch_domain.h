/* SPDX-License-Identifier: BSD-2-Clause */
/* The processor's part of a domain. */
#ifndef ARCH_DOMAIN_H
#define ARCH_DOMAIN_H

#include <stdint.h>

struct arch_domain {
    uint64_t root;  /* physical address of the top-level page table: CR3 */
    uint32_t ports; /* bitmap of segments.h, or PORTS_NONE */
};

#endif
