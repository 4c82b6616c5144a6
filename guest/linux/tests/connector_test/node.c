/* SPDX-License-Identifier: BSD-2-Clause */
#include "tests.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "device.h"

const char *node_path(const char *device, unsigned minor_number)
{
    static char path[64];

    snprintf(path, sizeof(path), "/dev/test.%s.%u", device, minor_number);
    return path;
}

int node_open(const char *device, unsigned minor_number, int flags)
{
    const char *path = node_path(device, minor_number);
    unsigned major_number = device_get_major(device);

    if (major_number == NO_MAJOR) {
        errno = ENODEV;
        return -1;
    }
    unlink(path);
    if (mknod(path, S_IFCHR | 0600, makedev(major_number, minor_number)))
        return -1;
    return open(path, flags | O_CLOEXEC);
}
