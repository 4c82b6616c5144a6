/* SPDX-License-Identifier: BSD-2-Clause */
#include "catalogue.h"

#include <limits.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "abi/error.h"

#define MODE_KIND    0170000u
#define MODE_REGULAR 0100000u

static bool append(struct catalogue *catalogue, const struct cpio_entry *file)
{
    if (catalogue->count == catalogue->room) {
        size_t room = catalogue->room ? 2 * catalogue->room : 16;
        struct cpio_entry *files =
            room <= INT_MAX ? reallocarray(catalogue->files, room, sizeof(*files)) : NULL;
        if (!files)
            return false;
        catalogue->files = files;
        catalogue->room = room;
    }
    catalogue->files[catalogue->count++] = *file;
    return true;
}

int catalogue_read(struct catalogue *catalogue, struct cpio *cpio)
{
    struct cpio_entry entry;
    enum cpio_result result;
    while ((result = cpio_next(cpio, &entry)) == CPIO_ENTRY) {
        bool regular = (entry.mode & MODE_KIND) == MODE_REGULAR;
        if (regular && !append(catalogue, &entry))
            return -1;
    }
    return (int)result;
}

static const char *plain_name(const char *name)
{
    if (strncmp(name, "./", 2) == 0)
        name++;
    while (*name == '/')
        name++;
    return name;
}

int catalogue_find(const struct catalogue *catalogue, const char *name)
{
    const char *wanted = plain_name(name);
    for (size_t i = 0; i < catalogue->count; i++)
        if (strcmp(plain_name(catalogue->files[i].name), wanted) == 0)
            return (int)i;
    return -CW_ENOENT;
}

const struct cpio_entry *catalogue_file(const struct catalogue *catalogue, int handle)
{
    return handle >= 0 && (size_t)handle < catalogue->count ? &catalogue->files[handle] : NULL;
}
