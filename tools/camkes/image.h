/* SPDX-License-Identifier: BSD-2-Clause */
/* The system image: the system table of abi/system_table.h with the contents of its regions. */
#ifndef CAMKES_IMAGE_H
#define CAMKES_IMAGE_H

#include <stdbool.h>
#include <stddef.h>

#include "layout.h"

/* An argument `name=path`. */
struct image_file {
    const char *name; /* ELF: instance. Payload: hardware instance '.' interface */
    const char *path;
};

struct image_options {
    const char *output;
    const struct image_file *elves;
    size_t elf_count;
    const struct image_file *payloads;
    size_t payload_count;
};

/*
 * Reads the ELF file of every software instance and every payload, checks them, and writes the
 * image. An instance without a file, a file without an instance, and whatever the kernel would
 * refuse are errors. False after a message on stderr; the output is then removed.
 */
bool image_write(const struct plan *plan, const struct image_options *options);

#endif
