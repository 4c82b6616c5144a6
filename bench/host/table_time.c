/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * table_time IMAGE: how long the kernel's check of a system table takes, built for the host with its optimization.
 * Prints the best time of several in microseconds. Status 1: the image cannot be read, or the check refuses it.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "kernel/table.h"

#define RUNS 5

/* The whole file, aligned as a boot module is. NULL: it cannot be read. */
static void *read_file(const char *path, size_t *size)
{
    FILE *file = fopen(path, "rb");
    if (!file || fseek(file, 0, SEEK_END) != 0)
        return NULL;
    *size = (size_t)ftell(file);
    rewind(file);
    void *image = aligned_alloc(TABLE_PAGE, (*size / TABLE_PAGE + 1) * TABLE_PAGE);
    bool complete = image && fread(image, 1, *size, file) == *size;
    fclose(file);
    return complete ? image : NULL;
}

static double microseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec * 1e6 + (double)now.tv_nsec / 1e3;
}

int main(int argc, char **argv)
{
    size_t size = 0;
    void *image = argc == 2 ? read_file(argv[1], &size) : NULL;
    if (!image) {
        fprintf(stderr, "table_time: an image is needed that can be read\n");
        return 1;
    }
    size_t scratch_size = table_check_scratch(image, size);
    void *scratch = malloc(scratch_size + 1);
    double best = 0;
    for (int i = 0; scratch && i < RUNS; i++) {
        struct table_error error;
        double start = microseconds();
        if (!table_check(image, size, scratch, scratch_size, &error)) {
            fprintf(stderr, "table_time: %s[%u].%s %s\n", error.array, error.index, error.field,
                    error.reason);
            return 1;
        }
        double time = microseconds() - start;
        best = i == 0 || time < best ? time : best;
    }
    printf("%.0f\n", best);
    free(scratch);
    free(image);
    return scratch ? 0 : 1;
}
