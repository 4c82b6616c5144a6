/* SPDX-License-Identifier: BSD-2-Clause */
#include "device.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Takes "  4 name" apart. Block devices have numbers and names of their own, after a heading. */
static unsigned major_of_line(const char *line, const char *name)
{
    char *end;
    unsigned long number = strtoul(line, &end, 10);

    if (end == line || *end != ' ' || number > 0xfff)
        return NO_MAJOR;
    end += strspn(end, " ");
    size_t length = strcspn(end, "\n");
    return length == strlen(name) && memcmp(end, name, length) == 0 ? (unsigned)number : NO_MAJOR;
}

unsigned device_get_major(const char *name)
{
    FILE *devices = fopen("/proc/devices", "r");
    unsigned major = NO_MAJOR;
    char line[256];

    if (!devices)
        return NO_MAJOR;
    while (major == NO_MAJOR && fgets(line, sizeof(line), devices) && strncmp(line, "Block devices", 13) != 0)
        major = major_of_line(line, name);
    errno = ferror(devices) ? EIO : 0;
    fclose(devices);
    return major;
}
