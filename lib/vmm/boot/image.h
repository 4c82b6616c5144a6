/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Loading a guest's kernel. A file is read in pieces through a callback, straight into guest RAM;
 * every number in it is checked against the file's size and the RAM's before it is used.
 */
#ifndef VMM_BOOT_IMAGE_H
#define VMM_BOOT_IMAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <vmm/guest_memory.h>

struct image_file {
    const char *name; /* for messages */
    uint64_t size;    /* bytes */
    /* Reads exactly `bytes` bytes at `offset`; false if they cannot be had. */
    bool (*read)(void *context, uint64_t offset, void *to, size_t bytes);
    void *context;
};

enum image_entry {
    IMAGE_ENTRY_32, /* protected mode without paging, flat segments, ESI = boot parameters */
    IMAGE_ENTRY_64, /* long mode, the first 4 GiB mapped one to one, RSI = boot parameters */
};

/* The start of a bzImage's header that the boot parameters repeat, at 0x1f1 in both. */
#define SETUP_HEADER_OFFSET 0x1f1u
#define SETUP_HEADER_MAX    0x9fu /* up to 0x290, where the boot parameters go on */

/* A kernel that has been put into guest memory. */
struct image {
    enum image_entry mode;
    uint64_t entry;       /* guest physical */
    uint64_t end;         /* first byte after all that the kernel claims, not yet rounded */
    uint64_t initrd_max;  /* highest address for the initial RAM disk's last byte */
    uint32_t cmdline_max; /* longest command line without its NUL */
    uint8_t setup_header[SETUP_HEADER_MAX];
    size_t setup_header_size; /* 0: the image has none (ELF) */
};

#define IMAGE_MESSAGE 200

/*
 * Loads an ELF executable (64- or 32-bit) or a bzImage, told apart by their magic numbers. False:
 * `message` says in one line what is wrong; guest memory may have been written.
 */
bool image_load(const struct image_file *file, const struct guest_memory *memory, struct image *image,
                char message[IMAGE_MESSAGE]);

bool elf_load(const struct image_file *file, const struct guest_memory *memory, struct image *image,
              char message[IMAGE_MESSAGE]);
bool bzimage_load(const struct image_file *file, const struct guest_memory *memory, struct image *image,
                  char message[IMAGE_MESSAGE]);

/* Formats "<name>: <text>" into `message` and returns false. */
bool image_refuse(const struct image_file *file, char message[IMAGE_MESSAGE], const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Nothing below this address is for kernels: boot parameters, tables and the command line are there. */
#define IMAGE_LOWEST 0x100000u

/* Copies `size` bytes from `offset` of the file to guest physical `address`, and zeroes the rest up
   to `span`. Refuses ranges outside the file, outside RAM, or below IMAGE_LOWEST. `what` names the
   part in messages. */
bool image_place(const struct image_file *file, const struct guest_memory *memory, const char *what,
                 uint64_t offset, uint64_t size, uint64_t address, uint64_t span,
                 char message[IMAGE_MESSAGE]);

#endif
