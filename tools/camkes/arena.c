/* SPDX-License-Identifier: BSD-2-Clause */
#include "arena.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BLOCK_SIZE (64u * 1024)
#define ALIGNMENT  16u

struct block {
    struct block *next;
    size_t used, size; /* bytes of data[] */
    _Alignas(ALIGNMENT) unsigned char data[];
};

struct arena {
    struct block *blocks; /* the first one is being filled */
};

static _Noreturn void out_of_memory(void)
{
    fputs("camkes: error: out of memory\n", stderr);
    exit(1);
}

struct arena *arena_create(void)
{
    struct arena *arena = calloc(1, sizeof(*arena));
    if (!arena)
        out_of_memory();
    return arena;
}

void arena_destroy(struct arena *arena)
{
    struct block *block = arena->blocks;
    while (block) {
        struct block *next = block->next;
        free(block);
        block = next;
    }
    free(arena);
}

static struct block *block_create(size_t size)
{
    struct block *block = calloc(1, sizeof(*block) + size);
    if (!block)
        out_of_memory();
    block->size = size;
    return block;
}

void *arena_alloc(struct arena *arena, size_t count, size_t size)
{
    size_t bytes;
    if (__builtin_mul_overflow(count, size, &bytes) || bytes > SIZE_MAX / 2)
        out_of_memory();
    bytes = (bytes + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);

    struct block *block = arena->blocks;
    if (bytes > BLOCK_SIZE / 4) {
        /* A block of its own, behind the one that still has room. */
        struct block *large = block_create(bytes);
        large->used = bytes;
        if (block) {
            large->next = block->next;
            block->next = large;
        } else {
            arena->blocks = large;
        }
        return large->data;
    }
    if (!block || block->size - block->used < bytes) {
        block = block_create(BLOCK_SIZE);
        block->next = arena->blocks;
        arena->blocks = block;
    }
    void *result = block->data + block->used;
    block->used += bytes;
    return result;
}

char *arena_copy(struct arena *arena, const char *text, size_t length)
{
    char *copy = arena_alloc(arena, length + 1, 1);
    memcpy(copy, text, length);
    return copy;
}

char *arena_vprintf(struct arena *arena, const char *format, va_list arguments)
{
    va_list again;
    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, again);
    va_end(again);
    if (length < 0)
        out_of_memory();
    char *text = arena_alloc(arena, (size_t)length + 1, 1);
    vsnprintf(text, (size_t)length + 1, format, arguments);
    return text;
}

char *arena_printf(struct arena *arena, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    char *text = arena_vprintf(arena, format, arguments);
    va_end(arguments);
    return text;
}

/* An array of n elements has room for the power of two at or above n, and for four at least. */
void *arena_grow(struct arena *arena, void *items, size_t count, size_t size)
{
    if (count != 0 && (count < 4 || (count & (count - 1))))
        return items;
    void *larger = arena_alloc(arena, count < 4 ? 4 : 2 * count, size);
    if (count)
        memcpy(larger, items, count * size);
    return larger;
}
