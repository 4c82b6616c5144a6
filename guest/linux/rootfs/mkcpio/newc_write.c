/* SPDX-License-Identifier: BSD-2-Clause */
#include "guest/linux/rootfs/mkcpio/newc.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#define HEADER_BYTES 110
#define TRAILER      "TRAILER!!!"

/* Names and contents are padded so that what follows starts at a multiple of four from the archive's start. */
static int pad(FILE *out, size_t bytes)
{
    static const char zeros[4];
    size_t padding = -bytes & 3;

    return fwrite(zeros, 1, padding, out) == padding ? 0 : -EIO;
}

static int write_header(FILE *out, const struct tree_entry *entry, unsigned inode, uint32_t size)
{
    const char *name = entry->path[0] ? entry->path : ".";
    unsigned links = S_ISDIR(entry->mode) ? 2 : 1;
    int written = fprintf(out, "070701%08X%08X%08X%08X%08X%08X%08X%08X%08X%08X%08X%08X%08X%s%c", inode,
                          (unsigned)entry->mode, entry->uid, entry->gid, links, 0u, size, 0u, 0u,
                          entry->major, entry->minor, (unsigned)strlen(name) + 1, 0u, name, '\0');

    if (written < HEADER_BYTES)
        return -EIO;
    return pad(out, (size_t)written);
}

static int copy_content(FILE *out, FILE *in, uint32_t size)
{
    char buffer[65536];
    uint32_t left = size;

    while (left) {
        size_t want = left < sizeof(buffer) ? left : sizeof(buffer);

        /* A file that got shorter while it was read would spoil the archive. */
        if (fread(buffer, 1, want, in) != want)
            return -ESTALE;
        if (fwrite(buffer, 1, want, out) != want)
            return -EIO;
        left -= (uint32_t)want;
    }
    return pad(out, size);
}

static int write_file(FILE *out, const struct tree_entry *entry, unsigned inode, const char **culprit)
{
    FILE *in = fopen(entry->source, "rb");
    struct stat status;
    int error;

    *culprit = entry->source;
    if (!in)
        return -errno;
    if (fstat(fileno(in), &status))
        error = -errno;
    else if (!S_ISREG(status.st_mode))
        error = -EINVAL;
    else if (status.st_size > UINT32_MAX)
        error = -EFBIG;
    else if (!(error = write_header(out, entry, inode, (uint32_t)status.st_size)))
        error = copy_content(out, in, (uint32_t)status.st_size);
    fclose(in);
    if (!error || error == -EIO)
        *culprit = NULL;
    return error;
}

static int write_bytes(FILE *out, const struct tree_entry *entry, unsigned inode, const void *bytes,
                       size_t size)
{
    int error = write_header(out, entry, inode, (uint32_t)size);

    if (error)
        return error;
    return fwrite(bytes, 1, size, out) == size ? pad(out, size) : -EIO;
}

int newc_write(FILE *out, const struct tree *tree, const char **culprit)
{
    struct tree_entry trailer = {.path = TRAILER};
    unsigned inode = 1;
    int error = 0;

    *culprit = NULL;
    for (size_t i = 0; !error && i < tree->count; i++, inode++) {
        const struct tree_entry *entry = &tree->entries[i];

        if (S_ISREG(entry->mode) && entry->source)
            error = write_file(out, entry, inode, culprit);
        else if (S_ISREG(entry->mode))
            error = write_bytes(out, entry, inode, entry->content, entry->size);
        else if (S_ISLNK(entry->mode))
            error = write_bytes(out, entry, inode, entry->source, strlen(entry->source));
        else
            error = write_header(out, entry, inode, 0);
    }
    return error ? error : write_header(out, &trailer, 0, 0);
}
