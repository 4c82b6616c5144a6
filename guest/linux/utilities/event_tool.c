/* SPDX-License-Identifier: BSD-2-Clause */
#include "event_tool.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define EXIT_ERROR 255

int event_tool_run(int argc, char *argv[], const char *text, int (*act)(int fd))
{
    if (argc != 2) {
        fprintf(stderr, "Usage: %s file\n\n%s\n", argv[0], text);
        return EXIT_FAILURE;
    }
    int fd = open(argv[1], O_RDWR);
    if (fd < 0 || act(fd) < 0) {
        fprintf(stderr, "Error: %s\n", strerror(errno));
        return EXIT_ERROR;
    }
    return EXIT_SUCCESS;
}
