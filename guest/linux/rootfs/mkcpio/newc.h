/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef GUEST_MKCPIO_NEWC_H
#define GUEST_MKCPIO_NEWC_H

#include <stdio.h>

#include "guest/linux/rootfs/mkcpio/tree.h"

/*
 * Writes a finished tree to `out` as a "newc" cpio archive (Linux, Documentation/driver-api/early-userspace/
 * buffer-format.rst). The same tree and contents give the same bytes: everything belongs to root, times are zero,
 * inode numbers count from 1, entries are in the tree's order, and no entry has a hard link.
 *
 * Returns 0, or a negative errno: reading a source or writing failed, or -EFBIG for a file of 4 GiB or more. Then
 * *culprit names the file that could not be read (owned by the tree), or is NULL if writing failed.
 */
int newc_write(FILE *out, const struct tree *tree, const char **culprit);

#endif
