/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * dataport_write: puts standard input into a dataport, with a zero byte after it.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>

#include "dataport_map.h"

int main(int argc, char *argv[])
{
    size_t size;
    char *data = dataport_map(
        argc, argv,
        "Copies standard input into the dataport behind the device node file, at most its size less\n"
        "one byte, and ends it with a zero byte.",
        PROT_READ | PROT_WRITE, &size);

    if (!data)
        return EXIT_FAILURE;
    size_t length = fread(data, 1, size - 1, stdin);
    data[length] = '\0';
    if (ferror(stdin)) {
        perror("standard input");
        return EXIT_FAILURE;
    }
    return EXIT_SUCCESS;
}
