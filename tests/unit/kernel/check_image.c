/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * check_image FILE...: says whether the kernel would accept the system table of each image, and if not, why. For tests
 * of whatever writes images. Exit status 1: some image is refused; 2: some file cannot be read.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kernel/table.h"

/* Reads a whole file into memory aligned as a boot module is. Returns NULL after a message. */
static void *read_file(const char *path, size_t *size)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL || fseek(file, 0, SEEK_END) != 0) {
        perror(path);
        return NULL;
    }
    *size = (size_t)ftell(file);
    rewind(file);
    void *image = aligned_alloc(TABLE_PAGE, (*size / TABLE_PAGE + 1) * TABLE_PAGE);
    bool complete = image != NULL && fread(image, 1, *size, file) == *size;
    fclose(file);
    if (complete)
        return image;
    fprintf(stderr, "%s: cannot be read\n", path);
    free(image);
    return NULL;
}

static int check_file(const char *path)
{
    size_t size;
    void *image = read_file(path, &size);
    if (image == NULL)
        return 2;
    size_t scratch_size = table_check_scratch(image, size);
    void *scratch = malloc(scratch_size + 1);
    struct table_error error;
    bool right = table_check(image, size, scratch, scratch_size, &error);
    if (!right)
        fprintf(stderr, "%s: %s[%u].%s %s\n", path, error.array, error.index, error.field, error.reason);
    free(scratch);
    free(image);
    return right ? 0 : 1;
}

int main(int argc, char **argv)
{
    int status = 0;
    for (int i = 1; i < argc; i++) {
        int result = check_file(argv[i]);
        status = result > status ? result : status;
    }
    return status;
}
