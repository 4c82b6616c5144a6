/* SPDX-License-Identifier: BSD-2-Clause */
#include "map.h"

#include <stdint.h>
#include <string.h>

#define FIRST_SIZE 16u /* a power of two */

/* FNV-1a, 64 bits. */
static uint64_t hash(const char *key)
{
    uint64_t value = 0xcbf29ce484222325u;
    for (; *key; key++)
        value = (value ^ (unsigned char)*key) * 0x100000001b3u;
    return value ^ value >> 32;
}

struct map *map_create(struct arena *arena)
{
    struct map *map = ARENA_NEW(arena, struct map);
    map->arena = arena;
    map->bucket_count = FIRST_SIZE;
    map->buckets = ARENA_ARRAY(arena, size_t, map->bucket_count);
    return map;
}

/* The bucket that holds the key, or the free one where it would go. */
static size_t *find(const struct map *map, const char *key)
{
    size_t mask = map->bucket_count - 1;
    for (size_t i = hash(key) & mask;; i = (i + 1) & mask) {
        size_t *bucket = &map->buckets[i];
        if (!*bucket || !strcmp(map->entries[*bucket - 1].key, key))
            return bucket;
    }
}

void *map_get(const struct map *map, const char *key)
{
    size_t *bucket = find(map, key);
    return *bucket ? map->entries[*bucket - 1].value : NULL;
}

static void widen(struct map *map)
{
    map->bucket_count *= 2;
    map->buckets = ARENA_ARRAY(map->arena, size_t, map->bucket_count);
    for (size_t i = 0; i < map->count; i++)
        *find(map, map->entries[i].key) = i + 1;
}

void *map_put(struct map *map, const char *key, void *value)
{
    size_t *bucket = find(map, key);
    if (*bucket)
        return map->entries[*bucket - 1].value;
    struct map_entry entry = {key, value};
    ARENA_APPEND(map->arena, map->entries, map->count, entry);
    *bucket = map->count;
    if (map->count * 2 > map->bucket_count)
        widen(map);
    return NULL;
}
