/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Starting Linux in a fresh guest: kernel, initial RAM disk, boot parameters, and the state of the
 * vCPU at the kernel's entry.
 */
#ifndef VMM_BOOT_LINUX_BOOT_H
#define VMM_BOOT_LINUX_BOOT_H

#include <stdbool.h>

#include <vmm/guest_memory.h>
#include "abi/vcpu.h"

#include "image.h"

/* Layout of guest memory below 1 MiB; everything else there is left to the guest. */
#define BOOT_GDT         0x6000u
#define BOOT_PARAMETERS  0x7000u
#define BOOT_PAGE_TABLES 0x8000u /* six pages: PML4, PDPT, four page directories */
#define BOOT_CMDLINE     0x20000u
#define BOOT_CMDLINE_MAX 0xffffu  /* characters without the NUL */
#define BOOT_LOW_END     0x9fc00u /* end of RAM below the legacy hole */
#define BOOT_HIGH_START  0x100000u

/* Least guest RAM in bytes. */
#define BOOT_RAM_LEAST (16u << 20)

struct linux_boot {
    struct image_file kernel;
    struct image_file initrd; /* size 0: none */
    const char *cmdline;
};

/*
 * Fills guest memory and sets every group of the block to the state at the kernel's entry. False:
 * `message` says in one line what is wrong.
 */
bool linux_boot(const struct linux_boot *boot, const struct guest_memory *memory, struct vcpu_block *block,
                char message[IMAGE_MESSAGE]);

/* The parts, for tests. */
bool boot_parameters_write(const struct linux_boot *boot, const struct image *image,
                           const struct guest_memory *memory, char message[IMAGE_MESSAGE]);
void boot_state_write(const struct image *image, const struct guest_memory *memory, struct vcpu_block *block);

#endif
