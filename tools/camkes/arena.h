/* SPDX-License-Identifier: BSD-2-Clause */
/* Memory that lives as long as the system it describes, and is freed in one go. */
#ifndef CAMKES_ARENA_H
#define CAMKES_ARENA_H

#include <stdarg.h>
#include <stddef.h>

struct arena;

/* Every function here ends the program with a message when memory runs out: none returns NULL. */
struct arena *arena_create(void);
void arena_destroy(struct arena *arena);

/* Zero-filled, aligned for any object; count * size is checked for overflow. */
void *arena_alloc(struct arena *arena, size_t count, size_t size);

#define ARENA_NEW(arena, type)          ((type *)arena_alloc(arena, 1, sizeof(type)))
#define ARENA_ARRAY(arena, type, count) ((type *)arena_alloc(arena, count, sizeof(type)))

char *arena_copy(struct arena *arena, const char *text, size_t length); /* adds the NUL */
char *arena_printf(struct arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));
char *arena_vprintf(struct arena *arena, const char *format, va_list arguments)
    __attribute__((format(printf, 2, 0)));

/*
 * Grows the array `items` of `count` elements so that one more fits. The old copy stays in the
 * arena; capacity doubles, so that all copies together stay linear in the final size.
 */
void *arena_grow(struct arena *arena, void *items, size_t count, size_t size);

#define ARENA_APPEND(arena, items, count, item)                                                              \
    do {                                                                                                     \
        (items) = arena_grow(arena, items, count, sizeof(*(items)));                                         \
        (items)[(count)++] = (item);                                                                         \
    } while (0)

#endif
