/* SPDX-License-Identifier: BSD-2-Clause */
/* The regular files of an archive, by name and by handle. */
#ifndef FILE_SERVER_CATALOGUE_H
#define FILE_SERVER_CATALOGUE_H

#include "cpio.h"

struct catalogue {
    struct cpio_entry *files; /* the index is the handle */
    size_t count, room;
};

/* Reads the archive. On an error `cpio->at` says where; the files before that are in the catalogue. -1:
   no memory. */
int catalogue_read(struct catalogue *catalogue, struct cpio *cpio);

/* The handle of the first file of that name; a leading "/" or "./" does not count. -CW_ENOENT. */
int catalogue_find(const struct catalogue *catalogue, const char *name);

/* The file of a handle; NULL if there is none. */
const struct cpio_entry *catalogue_file(const struct catalogue *catalogue, int handle);

#endif
