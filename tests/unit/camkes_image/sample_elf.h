/* SPDX-License-Identifier: BSD-2-Clause */
/* A small, right ELF program for tests to read, and to damage. */
#ifndef SAMPLE_ELF_H
#define SAMPLE_ELF_H

#include <elf.h>
#include <stddef.h>
#include <stdint.h>

#define SAMPLE_TEXT   0x401000u
#define SAMPLE_RODATA 0x402000u
#define SAMPLE_DATA   0x403010u /* does not start on a page */
#define SAMPLE_SIZE   0x48      /* X_payload_size, "a.archive.payload_size", in the read-only data */

enum sample_segment { SAMPLE_SEGMENT_TEXT, SAMPLE_SEGMENT_RODATA, SAMPLE_SEGMENT_DATA, SAMPLE_SEGMENTS };

struct sample_elf {
    Elf64_Ehdr header;
    Elf64_Phdr program[SAMPLE_SEGMENTS];
    Elf64_Shdr section[3]; /* null, symbols, strings */
    Elf64_Sym symbol[3];   /* null, causeway_foreign_syscall_entry, a.archive.payload_size */
    char strings[64];
    uint8_t text[32], rodata[SAMPLE_SIZE + 8], data[24];
};

void sample_elf_init(struct sample_elf *elf);

#endif
