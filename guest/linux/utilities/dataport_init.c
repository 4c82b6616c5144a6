/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * dataport_init: makes the nodes of this guest's dataports and sets the dataports up. May be called again with the
 * same arguments.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "dataport.h"
#include "dataport_allocate.h"
#include "device.h"
#include "node.h"
#include "number.h"

static const char device[] = "dataport";

struct dataport {
    const char *path;
    size_t size;
};

/* Everything is checked before anything is made. Returns the number of dataports, 0 if the arguments are wrong. */
static unsigned arguments_parse(int argc, char *argv[], struct dataport *dataports)
{
    unsigned count = (unsigned)(argc - 1) / 2;

    if (argc < 3 || argc % 2 == 0 || count > NODE_MAX_ID) {
        fprintf(stderr, "Usage: %s name1 size1 ... nameN sizeN\n\n", argv[0]);
        fprintf(stderr,
                "Creates a device node for each dataport and sets the dataport up; the nth pair is for\n"
                "id n. Sizes are in bytes and must be those of the specification.\n");
        return 0;
    }
    for (unsigned i = 0; i < count; i++) {
        const char *size = argv[2 * i + 2];

        dataports[i].path = argv[2 * i + 1];
        if (!number_parse(size, &dataports[i].size)) {
            fprintf(stderr, "%s: the size of %s is not a number: %s\n", argv[0], dataports[i].path, size);
            return 0;
        }
    }
    return count;
}

static int dataport_set_up(const struct dataport *dataport)
{
    int fd = open(dataport->path, O_RDWR | O_CLOEXEC);

    if (fd < 0)
        return -1;
    int result = dataport_allocate(fd, dataport->size);
    /* An earlier call may have done it; another size is an error all the same. */
    if (result && errno == EBUSY && dataport_get_size(fd) == (ssize_t)dataport->size)
        result = 0;
    int error = errno;
    close(fd);
    errno = error;
    return result;
}

int main(int argc, char *argv[])
{
    struct dataport dataports[NODE_MAX_ID];
    unsigned count = arguments_parse(argc, argv, dataports);

    if (!count)
        return EXIT_FAILURE;
    unsigned major = device_get_major(device);
    if (major == NO_MAJOR) {
        if (errno)
            perror("/proc/devices");
        fprintf(stderr, "Failed to locate device %s.\n", device);
        return EXIT_FAILURE;
    }
    printf("Device \"%s\" found with major number %u\n\n", device, major);

    for (unsigned i = 0; i < count; i++) {
        printf("Creating dataport node %s\n", dataports[i].path);
        if (node_create(dataports[i].path, major, i + 1)) {
            perror(dataports[i].path);
            return EXIT_FAILURE;
        }
    }
    for (unsigned i = 0; i < count; i++) {
        printf("Allocating %zu bytes for %s\n", dataports[i].size, dataports[i].path);
        if (dataport_set_up(&dataports[i])) {
            fprintf(stderr, "%s: cannot set up %zu bytes: %s%s\n", dataports[i].path, dataports[i].size,
                    strerror(errno),
                    errno == EINVAL ? " (the specification has another size; the kernel's log says which)"
                                    : "");
            return EXIT_FAILURE;
        }
    }
    return EXIT_SUCCESS;
}
