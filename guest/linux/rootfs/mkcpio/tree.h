/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The files of an archive before it is written: a set of entries, each under its path.
 *
 * A path is relative to the archive's root, without leading or trailing slash and without empty, "." or ".." parts;
 * the root itself is the empty path. A folder that nobody added but something needs appears with mode 0755.
 */
#ifndef GUEST_MKCPIO_TREE_H
#define GUEST_MKCPIO_TREE_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct tree_entry {
    char *path;    /* owned */
    mode_t mode;   /* type and permissions, as in stat(2) */
    char *source;  /* owned: a regular file's content is in this host file; a link's target; otherwise NULL */
    void *content; /* owned: content of a regular file without source; otherwise NULL */
    size_t size;   /* of content in bytes */
    uint32_t uid, gid;
    uint32_t major, minor; /* of a device node */
};

struct tree {
    struct tree_entry *entries; /* sorted by path once tree_finish() has run */
    size_t count, capacity;
};

/*
 * Brings `path` into the form above, in place. Returns 0, or -EINVAL if it has a ".." part.
 */
int tree_path_normalise(char *path);

/*
 * Adds an entry, or replaces the one with the same path. `entry` is copied, strings too.
 * A folder that is there already keeps its mode, so that an overlay does not change the base's folders.
 * Returns 0; -EINVAL for a path with "..", for the name "TRAILER!!!", or for an entry other than a folder with an empty
 * path; -EEXIST if a folder meets something else under the same path; -ENOMEM.
 */
int tree_add(struct tree *tree, const struct tree_entry *entry);

/*
 * Adds the missing folders and sorts, so that a folder comes before what it holds.
 * Returns 0; -ENOTDIR if the parent of an entry is not a folder, with *culprit set to the entry's path (owned by the
 * tree); -ENOMEM.
 */
int tree_finish(struct tree *tree, const char **culprit);

/* Frees what the tree owns. The tree is empty afterwards. */
void tree_release(struct tree *tree);

#endif
