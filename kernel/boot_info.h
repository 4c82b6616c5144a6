/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the boot loader tells, in one form for all boot protocols. Filled in by arch code from memory that
 * is not yet protected, so everything is copied here before any of it is reused.
 */
#ifndef KERNEL_BOOT_INFO_H
#define KERNEL_BOOT_INFO_H

#include <stdint.h>

#define BOOT_MAX_RANGES 128

struct boot_range {
    uint64_t start, end; /* physical bytes, end excluded */
};

struct boot_info {
    const char *loader;                     /* name of the boot protocol */
    struct boot_range ram[BOOT_MAX_RANGES]; /* usable RAM, as reported: may overlap, unsorted */
    unsigned ram_ranges;
    struct boot_range used[BOOT_MAX_RANGES]; /* memory type other than RAM: device memory, firmware, ACPI */
    unsigned used_ranges;
    uint64_t image_start, image_size; /* first module: the system image; size 0 if there is none */
    uint64_t rsdp;                    /* physical address of the ACPI root pointer, 0 if unknown */
};

#endif
