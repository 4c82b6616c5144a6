/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef GUEST_MKCPIO_NEWC_H
#define GUEST_MKCPIO_NEWC_H

#include <stdbool.h>
#include <stdio.h>

#include "guest/linux/rootfs/mkcpio/tree.h"

/*
 * Writes a finished tree to `out` as a "newc" cpio archive (Linux, Documentation/driver-api/early-userspace/
 * buffer-format.rst). The same tree and contents give the same bytes: times are zero,
 * inode numbers count from 1, entries are in the tree's order, and no entry has a hard link.
 *
 * Returns 0, or a negative errno: reading a source or writing failed, or -EFBIG for a file of 4 GiB or more. Then
 * *culprit names the file that could not be read (owned by the tree), or is NULL if writing failed.
 */
int newc_write(FILE *out, const struct tree *tree, const char **culprit);

/*
 * Adds the entries of a newc archive of `size` bytes in memory; nothing in it is trusted. Times are dropped, hard links
 * become files of their own. What follows the archive's end mark is another archive or zeros, as the kernel has it.
 *
 * Returns 0, or -EINVAL for a damaged archive with *reason saying what is wrong, or -ENOMEM, or an error of tree_add().
 */
int newc_read(struct tree *tree, const void *archive, size_t size, const char **reason);

/* Whether `bytes` start like a newc archive. */
bool newc_is(const void *bytes, size_t size);

#endif
