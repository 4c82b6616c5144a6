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
size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max_size);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned int seed);

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

/* Puts a right table into `data`; returns its size, or 0 if it is too large. */
static size_t write_right_table(uint8_t *data, size_t max_size)
{
    static struct sample sample;
    sample_init(&sample);
    size_t size = sample.header.strings.offset + sample.header.strings.count;
    if (size > max_size)
        return 0;
    memcpy(data, &sample, size);
    return size;
}

/*
 * Half of the mutations are those of the fuzzer. The others write whole 32-bit words: small numbers, or words from
 * elsewhere in the table. Those are the indices, kinds and rights that a table is made of. Often they begin with a
 * right table, since one that is refused early hides all later rules.
 */
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned int seed)
{
    srand(seed);
    if (rand() % 2 == 0)
        return LLVMFuzzerMutate(data, size, max_size);
    size_t right_size = rand() % 2 == 0 ? write_right_table(data, max_size) : 0;
    size = right_size > 0 ? right_size : size;
    size_t words = size / sizeof(uint32_t);
    for (int changes = rand() % 3; words > 0 && changes >= 0; changes--) {
        uint32_t word = (uint32_t)rand() % 16;
        if (rand() % 2 == 0)
            memcpy(&word, data + (size_t)rand() % words * sizeof word, sizeof word);
        memcpy(data + (size_t)rand() % words * sizeof word, &word, sizeof word);
    }
    return size;
}
