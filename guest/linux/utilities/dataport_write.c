/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * dataport_write: puts standard input into a dataport, with a zero byte after it.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>

#include "dataport.h"

int main(int argc, char *argv[])
{
    if (argc != 2) {
        fprintf(stderr, "Usage: %s file\n\n", argv[0]);
        fprintf(stderr,
                "Copies standard input into the dataport behind the device node file, at most its size less\n"
                "one byte, and ends it with a zero byte.\n");
        return EXIT_FAILURE;
    }
    int fd = open(argv[1], O_RDWR);
    ssize_t size = fd < 0 ? -1 : dataport_get_size(fd);
    char *data = size < 0 ? MAP_FAILED : dataport_mmap(fd);

    if (data == MAP_FAILED) {
        perror(argv[1]);
        return EXIT_FAILURE;
    }
    size_t length = fread(data, 1, (size_t)size - 1, stdin);
    data[length] = '\0';
    if (ferror(stdin)) {
        perror("standard input");
        return EXIT_FAILURE;
    }
    return EXIT_SUCCESS;
}
