/* SPDX-License-Identifier: BSD-2-Clause */
/* The kernel's memory functions beside the C library's. */
#include "kernel/string.h"

#undef memcpy
#define memcpy  kernel_memcpy
#define memmove kernel_memmove
#define memset  kernel_memset
#define memcmp  kernel_memcmp
#define strlen  kernel_strlen
#define strnlen kernel_strnlen

void *kernel_memcpy(void *to, const void *from, size_t size);
void *kernel_memmove(void *to, const void *from, size_t size);
void *kernel_memset(void *to, int byte, size_t size);
int kernel_memcmp(const void *a, const void *b, size_t size);
size_t kernel_strlen(const char *s);
size_t kernel_strnlen(const char *s, size_t limit);

/* NOLINTNEXTLINE(bugprone-suspicious-include): the functions get other names here. */
#include "kernel/string.c"
