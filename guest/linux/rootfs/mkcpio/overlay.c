/* SPDX-License-Identifier: BSD-2-Clause */
#include "guest/linux/rootfs/mkcpio/source.h"

#include <errno.h>
#include <fts.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int overlay_complain(const char *path, int error)
{
    const char *text = error == -EEXIST   ? "a folder and something else have this path"
                       : error == -EINVAL ? "only files, folders and links can be put in an overlay"
                                          : strerror(-error);

    fprintf(stderr, "mkcpio: error: %s: %s\n", path, text);
    return error;
}

static int link_add(struct tree *tree, struct tree_entry *entry, const char *path)
{
    char target[4096];
    ssize_t length = readlink(path, target, sizeof(target));

    if (length < 0)
        return -errno;
    if ((size_t)length == sizeof(target))
        return -ENAMETOOLONG;
    target[length] = '\0';
    entry->source = target;
    return tree_add(tree, entry);
}

static int found_add(struct tree *tree, const FTSENT *found, size_t root_length)
{
    struct tree_entry entry = {.path = found->fts_path + root_length};

    switch (found->fts_info) {
    case FTS_D:
    case FTS_F:
        entry.mode = found->fts_statp->st_mode;
        entry.source = found->fts_info == FTS_F ? found->fts_path : NULL;
        return tree_add(tree, &entry);
    case FTS_SL:
    case FTS_SLNONE:
        entry.mode = S_IFLNK | 0777;
        return link_add(tree, &entry, found->fts_path);
    case FTS_DP:
        return 0;
    case FTS_DEFAULT:
        return -EINVAL;
    default:
        return -found->fts_errno;
    }
}

int overlay_read(struct tree *tree, const char *folder)
{
    size_t root_length = strlen(folder);
    char *root = strdup(folder);
    char *roots[] = {root, NULL};
    int error = 0;

    if (!root)
        return overlay_complain(folder, -ENOMEM);

    FTS *walk = fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR | FTS_COMFOLLOW, NULL);
    if (!walk) {
        error = overlay_complain(folder, -errno);
        free(root);
        return error;
    }
    for (const FTSENT *found; !error && (found = fts_read(walk));) {
        error = found_add(tree, found, root_length);
        if (error)
            overlay_complain(found->fts_path, error);
    }
    fts_close(walk);
    free(root);
    return error;
}
