/* SPDX-License-Identifier: BSD-2-Clause */
#include "node.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/types.h>

#include "device.h"

static bool node_is(const char *path, dev_t device)
{
    struct stat status;

    return lstat(path, &status) == 0 && S_ISCHR(status.st_mode) && status.st_rdev == device;
}

int node_create(const char *path, unsigned major_number, unsigned minor_number)
{
    dev_t device = makedev(major_number, minor_number);

    if (mknod(path, S_IFCHR | 0600, device) == 0)
        return 0;
    if (errno != EEXIST)
        return -1;
    if (node_is(path, device))
        return 0;
    errno = EEXIST;
    return -1;
}

int event_nodes_create(const char *device, const char *kind, int argc, char *argv[])
{
    if (argc < 2 || argc - 1 > (int)NODE_MAX_ID) {
        fprintf(stderr,
                "Usage: %s node...\n\nCreates a device node for each %s event; the nth node is for id n.\n",
                argv[0], kind);
        return EXIT_FAILURE;
    }
    unsigned major_number = device_get_major(device);
    if (major_number == NO_MAJOR) {
        if (errno)
            perror("/proc/devices");
        fprintf(stderr, "Failed to locate device %s.\n", device);
        return EXIT_FAILURE;
    }
    for (int id = 1; id < argc; id++) {
        printf("Creating %s event node %s\n", kind, argv[id]);
        if (node_create(argv[id], major_number, (unsigned)id)) {
            perror(argv[id]);
            fprintf(stderr, "Failed to create device node for %s.\n", device);
            return EXIT_FAILURE;
        }
    }
    return EXIT_SUCCESS;
}
