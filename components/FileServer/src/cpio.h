/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Reads a cpio archive in the "newc" format (or "crc", whose sums are not checked): entries of a header of
 * 110 characters, a name and the data, each padded to 4 bytes; the last is named TRAILER!!!. Every number
 * in it is checked against the archive's size before it is used.
 */
#ifndef FILE_SERVER_CPIO_H
#define FILE_SERVER_CPIO_H

#include <stddef.h>
#include <stdint.h>

struct cpio {
    const char *bytes;
    uint64_t size; /* at least the archive's */
    uint64_t at;   /* the next entry */
};

struct cpio_entry {
    const char *name; /* in the archive, NUL-terminated */
    const char *data; /* in the archive */
    uint64_t size;    /* bytes of data */
    uint32_t mode;    /* as st_mode of Linux */
};

enum cpio_result {
    CPIO_ENTRY,
    CPIO_END,
    CPIO_NOT_AN_ARCHIVE, /* the header's magic is missing */
    CPIO_BAD_NUMBER,     /* a field is not 8 hexadecimal digits */
    CPIO_BAD_NAME,       /* empty, or not ended by a NUL */
    CPIO_CUT_OFF,        /* the entry goes beyond the archive's end */
};

/* Reads the entry at `cpio->at`; on CPIO_ENTRY fills `entry` in and moves on. On an error, `cpio->at` stays
   at the damaged entry. */
enum cpio_result cpio_next(struct cpio *cpio, struct cpio_entry *entry);

/* What is wrong, for a message. */
const char *cpio_error(enum cpio_result result);

#endif
