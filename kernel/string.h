/* SPDX-License-Identifier: BSD-2-Clause */
/* The memory functions that the compiler expects of a freestanding program, and two of ours. */
#ifndef KERNEL_STRING_H
#define KERNEL_STRING_H

#include <stddef.h>

/* Small copies of known size become plain moves where they stand. */
#define memcpy(to, from, size) __builtin_memcpy(to, from, size)

void *(memcpy)(void *to, const void *from, size_t size);
void *memmove(void *to, const void *from, size_t size);
void *memset(void *to, int byte, size_t size);
int memcmp(const void *a, const void *b, size_t size);
size_t strlen(const char *s);
size_t strnlen(const char *s, size_t limit);

#endif
