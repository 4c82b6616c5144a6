/* SPDX-License-Identifier: BSD-2-Clause */
/* An image in the making. Used by the image*.c files only. */
#ifndef CAMKES_IMAGE_BUILD_H
#define CAMKES_IMAGE_BUILD_H

#include "elf_file.h"
#include "image.h"

struct image_region {
    struct plan_region plan;
    const void *content; /* COPY and IMAGE */
    uint64_t content_size;
};

/* A domain with what its ELF file and its payloads add to the plan. */
struct image_domain {
    const struct plan_domain *plan;
    const char *path;
    struct elf_file elf;
    struct plan_mapping *mappings; /* all of them, ascending */
    size_t mapping_count;
    uint64_t foreign_entry;
};

struct image {
    struct arena *arena;
    const struct plan *plan;
    const struct image_options *options;
    struct image_domain *domains; /* as in the plan */
    struct image_region *regions; /* those of the plan, then the others */
    size_t region_count;
};

/* The bytes of a file in the arena; NULL after a message. `*size` is at most `most`. */
uint8_t *image_read_file(struct arena *arena, const char *path, uint64_t most, size_t *size);

/* Reads the ELF files and payloads: regions and mappings. False after messages. */
bool image_load(struct image *image);

struct image_bytes {
    uint8_t *bytes; /* in the arena */
    size_t size;
};

/* The records of the table behind room for the header; fills in the header's arrays. */
struct image_bytes image_write_table(const struct image *image, struct table_header *header);

/* The whole image, ready to be written. */
struct image_bytes image_assemble(const struct image *image);

/* The kernel's own check, so that a system that it would refuse is never written. False after a message. */
bool image_check(struct arena *arena, const struct image_bytes *bytes);

#endif
