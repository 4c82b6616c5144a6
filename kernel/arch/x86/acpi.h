/* SPDX-License-Identifier: BSD-2-Clause */
/* The little of ACPI (specification 6.5) that turning the machine off needs. */
#ifndef ARCH_ACPI_H
#define ARCH_ACPI_H

#include <stdint.h>

/* Finds the soft-off registers from the root pointer at `rsdp` (0: none); what cannot be read is left out. */
void acpi_init(uint64_t rsdp, uint64_t top_of_memory);

#endif
