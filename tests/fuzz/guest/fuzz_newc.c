/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Any bytes as an archive: it is refused, or what was read can be written and read again with the same result.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "guest/linux/rootfs/mkcpio/newc.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void write_and_read(const struct tree *tree)
{
    struct tree copy = {0};
    const char *text;
    char *bytes = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&bytes, &size);

    if (!out || newc_write(out, tree, &text) || fclose(out) || newc_read(&copy, bytes, size, &text))
        abort();
    if (copy.count != tree->count)
        abort();
    for (size_t i = 0; i < copy.count; i++)
        if (strcmp(copy.entries[i].path, tree->entries[i].path) != 0 ||
            copy.entries[i].mode != tree->entries[i].mode || copy.entries[i].size != tree->entries[i].size)
            abort();
    free(bytes);
    tree_release(&copy);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct tree tree = {0};
    const char *text;

    if (newc_read(&tree, data, size, &text) == 0 && tree_finish(&tree, &text) == 0)
        write_and_read(&tree);
    tree_release(&tree);
    return 0;
}
