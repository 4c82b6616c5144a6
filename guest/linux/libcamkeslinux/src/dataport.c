/* SPDX-License-Identifier: BSD-2-Clause */
#include "dataport.h"
#include "dataport_allocate.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>

#include "dataport/ioctl_commands.h"

/* Has the module answer a command that gives a number. Returns 0, or -1 with errno set. */
static int number_get(int fd, unsigned long command, unsigned long long *number)
{
    char text[DATAPORT_TEXT_SIZE], *end;

    if (ioctl(fd, command, text) < 0)
        return -1;
    text[sizeof(text) - 1] = '\0';
    errno = 0;
    *number = strtoull(text, &end, 10);
    if (errno)
        return -1;
    if (end == text || *end) {
        errno = EPROTO;
        return -1;
    }
    return 0;
}

ssize_t dataport_get_size(int fd)
{
    unsigned long long size;

    if (number_get(fd, DATAPORT_GET_SIZE, &size))
        return -1;
    if (size > SSIZE_MAX) {
        errno = EOVERFLOW;
        return -1;
    }
    return (ssize_t)size;
}

long long unsigned dataport_get_paddr(int fd)
{
    unsigned long long address;

    return number_get(fd, DATAPORT_GET_PADDR, &address) ? -1ull : address;
}

void *dataport_mmap(int fd)
{
    ssize_t size = dataport_get_size(fd);

    if (size < 0)
        return MAP_FAILED;
    return mmap(NULL, (size_t)size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
}

int dataport_allocate(int fd, size_t size)
{
    char text[DATAPORT_TEXT_SIZE];

    snprintf(text, sizeof(text), "%zu", size);
    return ioctl(fd, DATAPORT_ALLOCATE, text) < 0 ? -1 : 0;
}
