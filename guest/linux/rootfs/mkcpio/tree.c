/* SPDX-License-Identifier: BSD-2-Clause */
#include "guest/linux/rootfs/mkcpio/tree.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define FOLDER_MODE (S_IFDIR | 0755)

int tree_path_normalise(char *path)
{
    char *out = path;
    const char *in = path;

    while (*in) {
        size_t length = strcspn(in, "/");

        if (length == 2 && memcmp(in, "..", 2) == 0)
            return -EINVAL;
        if (length > 0 && !(length == 1 && *in == '.')) {
            if (out != path)
                *out++ = '/';
            memmove(out, in, length);
            out += length;
        }
        in += length;
        in += strspn(in, "/");
    }
    *out = '\0';
    return 0;
}

static struct tree_entry *tree_find(const struct tree *tree, const char *path)
{
    for (size_t i = 0; i < tree->count; i++)
        if (strcmp(tree->entries[i].path, path) == 0)
            return &tree->entries[i];
    return NULL;
}

static int tree_append(struct tree *tree, const struct tree_entry *entry)
{
    if (tree->count == tree->capacity) {
        size_t capacity = tree->capacity ? 2 * tree->capacity : 64;
        struct tree_entry *entries = realloc(tree->entries, capacity * sizeof(*entries));

        if (!entries)
            return -ENOMEM;
        tree->entries = entries;
        tree->capacity = capacity;
    }
    tree->entries[tree->count++] = *entry;
    return 0;
}

static void entry_release(struct tree_entry *entry)
{
    free(entry->path);
    free(entry->source);
    free(entry->content);
}

/* Takes over the strings of `entry` whatever happens. */
static int tree_put(struct tree *tree, struct tree_entry *entry)
{
    struct tree_entry *old;
    int error = 0;

    if (!entry->path[0] && !S_ISDIR(entry->mode)) {
        error = -EINVAL;
    } else if (!(old = tree_find(tree, entry->path))) {
        error = tree_append(tree, entry);
        if (!error)
            return 0;
    } else if (S_ISDIR(old->mode) != S_ISDIR(entry->mode)) {
        error = -EEXIST;
    } else if (!S_ISDIR(entry->mode)) {
        entry_release(old);
        *old = *entry;
        return 0;
    }
    entry_release(entry);
    return error;
}

/* Copies what `entry` owns. Returns 0 or -ENOMEM; then *copy owns nothing. */
static int entry_copy(struct tree_entry *copy, const struct tree_entry *entry)
{
    *copy = *entry;
    copy->path = strdup(entry->path);
    copy->source = entry->source ? strdup(entry->source) : NULL;
    copy->content = entry->content ? malloc(entry->size ? entry->size : 1) : NULL;
    if (!copy->path || (entry->source && !copy->source) || (entry->content && !copy->content)) {
        entry_release(copy);
        return -ENOMEM;
    }
    if (copy->content)
        memcpy(copy->content, entry->content, entry->size);
    return 0;
}

int tree_add(struct tree *tree, const struct tree_entry *entry)
{
    struct tree_entry copy;
    int error = entry_copy(&copy, entry);

    if (error)
        return error;
    /* The end mark of the format cannot be a file's name. */
    if (tree_path_normalise(copy.path) || strcmp(copy.path, "TRAILER!!!") == 0) {
        entry_release(&copy);
        return -EINVAL;
    }
    return tree_put(tree, &copy);
}

/* Sees to it that every folder above entry `index` is there. */
static int tree_add_parents(struct tree *tree, size_t index)
{
    char *path = strdup(tree->entries[index].path);
    int error = 0;

    if (!path)
        return -ENOMEM;
    for (char *slash; !error && (slash = strrchr(path, '/'));) {
        *slash = '\0';
        const struct tree_entry *parent = tree_find(tree, path);

        if (!parent)
            error = tree_add(tree, &(struct tree_entry){.path = path, .mode = FOLDER_MODE});
        else if (!S_ISDIR(parent->mode))
            error = -ENOTDIR;
    }
    free(path);
    return error;
}

static int entry_compare(const void *a, const void *b)
{
    return strcmp(((const struct tree_entry *)a)->path, ((const struct tree_entry *)b)->path);
}

int tree_finish(struct tree *tree, const char **culprit)
{
    for (size_t i = 0, given = tree->count; i < given; i++) {
        int error = tree_add_parents(tree, i);

        if (error) {
            *culprit = tree->entries[i].path;
            return error;
        }
    }
    /* A path sorts after every one of its beginnings, so folders come before their content. */
    if (tree->count)
        qsort(tree->entries, tree->count, sizeof(*tree->entries), entry_compare);
    return 0;
}

void tree_release(struct tree *tree)
{
    for (size_t i = 0; i < tree->count; i++)
        entry_release(&tree->entries[i]);
    free(tree->entries);
    *tree = (struct tree){0};
}
