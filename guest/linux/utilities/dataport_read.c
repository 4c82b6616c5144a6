/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * dataport_read: prints what a dataport holds up to the first zero byte, or all of it.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "dataport_map.h"

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
    size_t size;
    /* For reading only, which any dataport allows. */
    const char *data = dataport_map(
        argc, argv, "Prints the string in the dataport behind the device node file.", PROT_READ, &size);

    if (!data)
        return EXIT_FAILURE;
    if (content_print(data, size)) {
        perror(argv[1]);
        return EXIT_FAILURE;
    }
    return EXIT_SUCCESS;
}
