/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * mkcpio: writes a guest's root file system as a cpio archive, straight from a manifest and overlay folders.
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
    "usage: mkcpio OUTPUT (MANIFEST | FOLDER)...\n"
    "\n"
    "Writes OUTPUT, a newc cpio archive owned by root, from manifests and overlay folders. Of two entries with the\n"
    "same path the later wins; a folder keeps its first mode. A manifest has one entry a line:\n"
    "    dir MODE PATH | file MODE PATH SOURCE | link PATH TARGET | node c|b MAJOR MINOR MODE PATH\n";

static int source_read(struct tree *tree, const char *name)
{
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
    error = manifest_read(tree, in, name);
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
