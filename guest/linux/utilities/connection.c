/* SPDX-License-Identifier: BSD-2-Clause */
#include "connection.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#define PATH_SIZE 96

/* A name in the folder that the system has about the open device. False: it is no character device. */
static bool sysfs_path(int fd, const char *name, char path[PATH_SIZE])
{
    struct stat status;

    if (fstat(fd, &status) || !S_ISCHR(status.st_mode))
        return false;
    snprintf(path, PATH_SIZE, "/sys/dev/char/%u:%u/%s", major(status.st_rdev), minor(status.st_rdev), name);
    return true;
}

bool connection_is(int fd)
{
    char path[PATH_SIZE], target[256];
    ssize_t length = sysfs_path(fd, "subsystem", path) ? readlink(path, target, sizeof(target) - 1) : -1;

    if (length < 0)
        return false;
    target[length] = '\0';
    const char *class = strrchr(target, '/');
    return class && !strcmp(class, "/uio");
}

ssize_t connection_size(int fd, enum connection_memory memory)
{
    char path[PATH_SIZE], name[32], text[32];

    snprintf(name, sizeof(name), "maps/map%d/size", memory);
    FILE *file = sysfs_path(fd, name, path) ? fopen(path, "re") : NULL;
    const char *line = file ? fgets(text, sizeof(text), file) : NULL;
    if (file)
        fclose(file);
    if (!line) {
        errno = ENXIO;
        return -1;
    }
    return (ssize_t)strtoull(text, NULL, 0);
}

void *connection_map(int fd, enum connection_memory memory, size_t size, int rights)
{
    return mmap(NULL, size, rights, MAP_SHARED, fd, memory * sysconf(_SC_PAGESIZE));
}

int connection_emit(int fd)
{
    size_t size = (size_t)sysconf(_SC_PAGESIZE);
    volatile uint8_t *page = connection_map(fd, CONNECTION_EVENTS, size, PROT_READ | PROT_WRITE);

    if (page == MAP_FAILED)
        return -1;
    *page = 1;
    return munmap((void *)page, size);
}

int connection_wait(int fd, int *count)
{
    int32_t events;
    ssize_t got = read(fd, &events, sizeof(events));

    if (got != sizeof(events)) {
        if (got >= 0)
            errno = EIO;
        return -1;
    }
    *count = events;
    return 1;
}
