/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * dataport_read: prints what a dataport holds up to the first zero byte, or all of it.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "dataport.h"

/* Prints a copy: the other side may write meanwhile. */
static int content_print(const char *data, size_t size)
{
    char *copy = malloc(size);

    if (!copy)
        return -1;
    memcpy(copy, data, size);
    size_t length = strnlen(copy, size);
    int result =
        fwrite(copy, 1, length, stdout) == length && putchar('\n') != EOF && fflush(stdout) == 0 ? 0 : -1;
    free(copy);
    return result;
}

int main(int argc, char *argv[])
{
    if (argc != 2) {
        fprintf(stderr, "Usage: %s file\n\nPrints the string in the dataport behind the device node file.\n",
                argv[0]);
        return EXIT_FAILURE;
    }
    int fd = open(argv[1], O_RDONLY);
    ssize_t size = fd < 0 ? -1 : dataport_get_size(fd);
    /* For reading only, which any dataport allows. */
    const char *data = size < 0 ? MAP_FAILED : mmap(NULL, (size_t)size, PROT_READ, MAP_SHARED, fd, 0);

    if (data == MAP_FAILED || content_print(data, (size_t)size)) {
        perror(argv[1]);
        return EXIT_FAILURE;
    }
    return EXIT_SUCCESS;
}
