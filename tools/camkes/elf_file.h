/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Reading the ELF file of a component: a static x86-64 program at fixed addresses. The file is not
 * trusted: every offset and count is checked against the bytes that are there.
 */
#ifndef CAMKES_ELF_FILE_H
#define CAMKES_ELF_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "arena.h"

struct elf_segment {
    uint64_t address; /* page-aligned */
    uint64_t size;    /* bytes, whole pages */
    uint32_t rights;  /* TABLE_RIGHT_; READ, and WRITE or EXECUTE or neither */
    uint8_t *content; /* a copy in the arena; what follows it in memory is zero */
    size_t content_size;
};

struct elf_file {
    const uint8_t *bytes;
    size_t size;
    uint64_t entry;
    struct elf_segment *segments; /* ascending, no two on one page */
    size_t segment_count;
};

/*
 * Reads the headers and segments of `size` bytes, which must stay as they are while `file` is used.
 * All segments lie within [start, end). NULL, or what is wrong as the end of a sentence.
 */
const char *elf_read(struct arena *arena, const uint8_t *bytes, size_t size, uint64_t start, uint64_t end,
                     struct elf_file *file);

/* The address of a symbol; 0: there is none, or the file's symbol table is damaged. */
uint64_t elf_symbol(const struct elf_file *file, const char *name);

/* The copied content at an address, if `size` bytes of it come from the file; else NULL. */
uint8_t *elf_content(const struct elf_file *file, uint64_t address, size_t size);

#endif
