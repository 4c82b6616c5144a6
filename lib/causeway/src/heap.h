/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The pages of a component's static heap, for the C library's malloc.
 *
 * Free pages are zero at all times, so taking is cheap and no old data is seen. The heap's first
 * pages hold a bitmap of those in use. Not locked.
 */
#ifndef CAUSEWAY_HEAP_H
#define CAUSEWAY_HEAP_H

#include <stddef.h>
#include <stdint.h>

#define HEAP_PAGE 4096u

struct heap {
    char *start;
    size_t pages;   /* all of them, bitmap included */
    uint64_t *used; /* bit p % 64 of word p / 64: page p is taken */
    size_t hint;    /* no page below this one is free */
};

/* Starts a heap on [start, end), page-aligned zero-filled memory. An empty range makes an empty
   heap. */
void heap_init(struct heap *heap, char *start, char *end);

/* Takes the first run of pages that holds `bytes`. NULL: there is none, or bytes is 0. */
void *heap_take(struct heap *heap, size_t bytes);

/* Gives back the pages of [address, address + bytes): any part of what was taken. Returns 0, or
   -CW_EINVAL, with nothing changed, if they are not whole taken pages of this heap. */
int heap_give(struct heap *heap, void *address, size_t bytes);

#endif
