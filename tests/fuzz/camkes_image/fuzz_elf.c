/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The ELF reader. An input that starts with '=' is a file; any other is a list of changes to a right
 * file: two bytes of offset and one byte of value each.
 */
#include <stdlib.h>
#include <string.h>

#include "abi/system_table.h"
#include "elf_file.h"
#include "tests/unit/camkes_image/sample_elf.h"

#define START 0x400000u
#define END   0x10000000u

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

/* In a block of its own, so that a read beyond the end is seen. */
static uint8_t *make_file(const uint8_t *bytes, size_t length, size_t *size)
{
    struct sample_elf sample;
    sample_elf_init(&sample);
    if (length > 0 && bytes[0] == '=') {
        uint8_t *file = malloc(length);
        *size = length - 1;
        return file ? memcpy(file, bytes + 1, *size) : NULL;
    }
    for (size_t i = 0; i + 3 <= length; i += 3)
        ((uint8_t *)&sample)[(bytes[i] | bytes[i + 1] << 8) % sizeof(sample)] = bytes[i + 2];
    uint8_t *file = malloc(sizeof(sample));
    *size = sizeof(sample);
    return file ? memcpy(file, &sample, sizeof(sample)) : NULL;
}

static void check(const struct elf_file *elf)
{
    uint64_t before = START;
    for (size_t i = 0; i < elf->segment_count; i++) {
        const struct elf_segment *segment = &elf->segments[i];
        uint32_t both = TABLE_RIGHT_WRITE | TABLE_RIGHT_EXECUTE;
        if (segment->address < before || segment->address % TABLE_PAGE != 0 || segment->size == 0 ||
            segment->size % TABLE_PAGE != 0 || segment->size > END - segment->address ||
            segment->content_size > segment->size || (segment->rights & both) == both)
            abort();
        before = segment->address + segment->size;
    }
    uint64_t address = elf_symbol(elf, "archive_payload_size");
    uint8_t *content = elf_content(elf, address, 8);
    if (content)
        memset(content, 0, 8);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    size_t size;
    struct elf_file elf;
    struct arena *arena = arena_create();
    uint8_t *file = make_file(bytes, length, &size);
    if (file && !elf_read(arena, file, size, START, END, &elf))
        check(&elf);
    free(file);
    arena_destroy(arena);
    return 0;
}
