/* SPDX-License-Identifier: BSD-2-Clause */
#include <camkes.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "catalogue.h"

static struct catalogue catalogue; /* complete before the first call, constant from then on */

void pre_init(void)
{
    struct cpio cpio = {.bytes = (const char *)archive, .size = archive_get_size()};
    int result = catalogue_read(&catalogue, &cpio);
    if (result != CPIO_END)
        printf("%s: the archive is damaged at byte %" PRIu64 ": %s; what follows is missing\n",
               get_instance_name(), cpio.at,
               result < 0 ? "more files than the heap can list" : cpio_error((enum cpio_result)result));
}

int fs_file_open(const char *name)
{
    return catalogue_find(&catalogue, name);
}

uint64_t fs_file_size(int handle)
{
    const struct cpio_entry *file = catalogue_file(&catalogue, handle);
    return file ? file->size : 0;
}

int fs_file_read(int handle, uint64_t offset, uint64_t bytes)
{
    const struct cpio_entry *file = catalogue_file(&catalogue, handle);
    seL4_Word client = fs_get_sender_id();
    uint64_t room = fs_buf_size(client);
    if (!file)
        return -EBADF;
    if (offset >= file->size)
        return 0;
    if (bytes > file->size - offset)
        bytes = file->size - offset;
    if (bytes > room)
        bytes = room;
    memcpy(fs_buf(client), file->data + offset, bytes);
    return (int)bytes;
}
