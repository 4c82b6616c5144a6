/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Feeds the table check with tables whose magic, version, size and checksum are made right, so that the fuzzer reaches
 * the rules behind them. The input is the table alone; a payload of fixed size, which nobody may read, follows it.
 * What is accepted must satisfy the second opinion.
 */
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sanitizer/asan_interface.h>

#include "kernel/table.h"
#include "tests/unit/kernel/invariants.h"
#include "tests/unit/kernel/sample.h"

#define PAYLOAD (4 * TABLE_PAGE)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void repair(unsigned char *image, size_t table_size)
{
    struct table_header *header = (struct table_header *)image;
    header->magic = TABLE_MAGIC;
    header->version = TABLE_VERSION;
    header->table_size = table_size;
    sample_seal(image, table_size);
}

static void judge(const void *image, size_t size)
{
    size_t scratch_size = table_check_scratch(image, size);
    void *scratch = malloc(scratch_size > 0 ? scratch_size : 1);
    struct table_error error = {NULL, 0, NULL, NULL};
    bool right = table_check(image, size, scratch, scratch_size, &error);
    free(scratch);
    const char *broken = right ? invariant_broken(image, size) : NULL;
    if (broken != NULL)
        fprintf(stderr, "accepted, but not: %s\n", broken);
    if (broken != NULL || (!right && (error.array == NULL || error.field == NULL || error.reason == NULL)))
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    size_t table_size = (size + TABLE_PAGE - 1) / TABLE_PAGE * TABLE_PAGE;
    if (size < sizeof(struct table_header))
        return 0;
    unsigned char *image = calloc(1, table_size + PAYLOAD);
    memcpy(image, data, size);
    repair(image, table_size);
    __asan_poison_memory_region(image + table_size, PAYLOAD);
    judge(image, table_size + PAYLOAD);
    __asan_unpoison_memory_region(image + table_size, PAYLOAD);
    free(image);
    return 0;
}
