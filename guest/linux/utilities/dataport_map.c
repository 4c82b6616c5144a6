/* SPDX-License-Identifier: BSD-2-Clause */
#include "dataport_map.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "connection.h"
#include "dataport.h"
#include "number.h"

/* How much is to be mapped: all of `whole`, or what the argument says, at most that. 0 after a message. */
static size_t wanted(const char *tool, const char *argument, ssize_t whole)
{
    size_t size;

    if (!argument)
        return (size_t)whole;
    if (!number_parse(argument, &size) || size == 0) {
        fprintf(stderr, "%s: the size is not a number: %s\n", tool, argument);
        return 0;
    }
    if (size > (size_t)whole) {
        fprintf(stderr, "%s: the dataport has %zd bytes, not %zu\n", tool, whole, size);
        return 0;
    }
    return size;
}

void *dataport_map(int argc, char *argv[], const char *text, int rights, size_t *size)
{
    if (argc != 2 && argc != 3) {
        fprintf(stderr, "Usage: %s file [size]\n\n%s\n", argv[0], text);
        return NULL;
    }
    int fd = open(argv[1], (rights & PROT_WRITE ? O_RDWR : O_RDONLY) | O_CLOEXEC);
    bool connection = fd >= 0 && connection_is(fd);
    ssize_t whole = fd < 0       ? -1
                    : connection ? connection_size(fd, CONNECTION_DATAPORT)
                                 : dataport_get_size(fd);
    if (whole < 0) {
        perror(argv[1]);
        return NULL;
    }
    *size = wanted(argv[0], argv[2], whole);
    if (*size == 0)
        return NULL;
    void *data = connection ? connection_map(fd, CONNECTION_DATAPORT, *size, rights)
                            : mmap(NULL, *size, rights, MAP_SHARED, fd, 0);
    if (data == MAP_FAILED) {
        fprintf(stderr, "%s: mmap failed: %s\n", argv[1], strerror(errno));
        return NULL;
    }
    return data;
}
