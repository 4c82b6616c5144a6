/* SPDX-License-Identifier: BSD-2-Clause */
/* Writes the seed corpus of fuzz_table: write_corpus FOLDER. To be run again when the table's format changes. */
#include <stdio.h>
#include <stdlib.h>

#include "tests/unit/kernel/sample.h"

/* The part of a table that says something: the strings stand last. */
static int write_table(const char *folder, const char *name, const struct table_header *header)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "wb");
    size_t size = header->strings.offset + header->strings.count;
    if (file == NULL || fwrite(header, 1, size, file) != size || fclose(file) != 0) {
        perror(path);
        return EXIT_FAILURE;
    }
    return EXIT_SUCCESS;
}

int main(int argc, char **argv)
{
    static struct sample sample;
    if (argc != 2) {
        fprintf(stderr, "usage: write_corpus FOLDER\n");
        return EXIT_FAILURE;
    }
    sample_init(&sample);
    size_t size;
    void *large = sample_large(3, 1, &size);
    int failed = write_table(argv[1], "every-record", &sample.header);
    failed |= write_table(argv[1], "three-alike", large);
    free(large);
    return failed;
}
