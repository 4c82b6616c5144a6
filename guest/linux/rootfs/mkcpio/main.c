/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * mkcpio: writes a guest's root file system as a cpio archive, straight from manifests, overlay folders and other
 * archives.
 *
 * Owners and device nodes exist in the archive only, so neither root rights nor a pretence of them are needed.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "guest/linux/rootfs/mkcpio/newc.h"
#include "guest/linux/rootfs/mkcpio/source.h"
#include "guest/linux/rootfs/mkcpio/tree.h"

static const char usage[] =
    "usage: mkcpio OUTPUT (ARCHIVE | MANIFEST | FOLDER)...\n"
    "\n"
    "Writes OUTPUT, a newc cpio archive, from other such archives, manifests and overlay folders; what is "
    "not from an\n"
    "archive belongs to root. Of two entries with the same path the later wins; a folder keeps its first "
    "mode.\n"
    "A manifest has one entry a line:\n"
    "    dir MODE PATH | file MODE PATH SOURCE | link PATH TARGET | node c|b MAJOR MINOR MODE PATH\n";

/* Reads the rest of a file into memory that the caller frees. Returns NULL with errno set if that fails. */
static char *file_read(FILE *in, size_t *size)
{
    char *bytes = NULL;
    size_t capacity = 0;

    *size = 0;
    do {
        capacity = capacity ? 2 * capacity : 1 << 20;
        char *grown = realloc(bytes, capacity);
        if (!grown) {
            free(bytes);
            return NULL;
        }
        bytes = grown;
        *size += fread(bytes + *size, 1, capacity - *size, in);
    } while (*size == capacity);
    return bytes;
}

static int archive_read(struct tree *tree, FILE *in, const char *name)
{
    const char *reason = NULL;
    size_t size;
    char *bytes = file_read(in, &size);
    int error = bytes ? newc_read(tree, bytes, size, &reason) : -errno;

    if (error)
        fprintf(stderr, "mkcpio: error: %s: %s\n", name, reason ? reason : strerror(-error));
    free(bytes);
    return error;
}

static int source_read(struct tree *tree, const char *name)
{
    char start[6] = "";
    struct stat status;
    FILE *in;
    int error;

    if (stat(name, &status) == 0 && S_ISDIR(status.st_mode))
        return overlay_read(tree, name);
    in = fopen(name, "r");
    if (!in) {
        error = -errno;
        fprintf(stderr, "mkcpio: error: %s: %s\n", name, strerror(-error));
        return error;
    }
    size_t size = fread(start, 1, sizeof(start), in);
    rewind(in);
    if (memcmp(start, "\x1f\x8b", 2) == 0 || memcmp(start,
                                                    "\xfd"
                                                    "7zXZ",
                                                    5) == 0) {
        error = -EINVAL;
        fprintf(stderr, "mkcpio: error: %s is compressed; unpack it first\n", name);
    } else {
        error = newc_is(start, size) ? archive_read(tree, in, name) : manifest_read(tree, in, name);
    }
    fclose(in);
    return error;
}

static int archive_write(const struct tree *tree, const char *output)
{
    const char *culprit = NULL;
    FILE *out = fopen(output, "wb");
    int error;

    if (!out) {
        error = -errno;
    } else {
        error = newc_write(out, tree, &culprit);
        if (fclose(out) && !error)
            error = -errno;
    }
    if (error) {
        fprintf(stderr, "mkcpio: error: %s: %s\n", culprit ? culprit : output, strerror(-error));
        remove(output);
    }
    return error;
}

int main(int argc, char *argv[])
{
    struct tree tree = {0};
    const char *culprit;
    int error = 0;

    if (argc < 3) {
        fputs(usage, stderr);
        return 2;
    }
    for (int i = 2; !error && i < argc; i++)
        error = source_read(&tree, argv[i]);
    if (!error && (error = tree_finish(&tree, &culprit)))
        fprintf(stderr, "mkcpio: error: %s: %s\n", culprit,
                error == -ENOTDIR ? "what should hold it is not a folder" : strerror(-error));
    if (!error)
        error = archive_write(&tree, argv[1]);
    tree_release(&tree);
    return error ? EXIT_FAILURE : EXIT_SUCCESS;
}
