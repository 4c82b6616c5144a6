/* SPDX-License-Identifier: BSD-2-Clause */
/* A hash table from strings to pointers; it remembers the order of insertion. */
#ifndef CAMKES_MAP_H
#define CAMKES_MAP_H

#include <stddef.h>

#include "arena.h"

struct map_entry {
    const char *key;
    void *value;
};

struct map {
    struct arena *arena;
    struct map_entry *entries; /* in order of insertion */
    size_t count;
    size_t *buckets; /* index of an entry plus one; 0: free */
    size_t bucket_count;
};

struct map *map_create(struct arena *arena);

/* NULL: no such key. */
void *map_get(const struct map *map, const char *key);

/*
 * Returns NULL and inserts, or returns the value that is already there and changes nothing. The key
 * is kept, not copied; the value must not be NULL.
 */
void *map_put(struct map *map, const char *key, void *value);

#endif
