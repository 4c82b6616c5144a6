/* SPDX-License-Identifier: BSD-2-Clause */
/* The kernel's own words: the banner, refusals at boot, fault reports, panics. Nothing else. */
#ifndef KERNEL_CONSOLE_H
#define KERNEL_CONSOLE_H

#include <stddef.h>

/*
 * Prints a text. Conversions: %s, %c, %u (unsigned), %d (int), %x (unsigned), %lu, %lx (unsigned long), %%. *
 */
__attribute__((format(printf, 1, 2))) void console_print(const char *format, ...);

/* Prints bytes as they are; control characters other than newline and escape become '?'. */
void console_write(const char *bytes, size_t size);

/* Says why and stops the machine. For broken hardware and broken assumptions, never for bad input from a domain. */
__attribute__((noreturn, format(printf, 1, 2))) void panic(const char *format, ...);

#define kernel_assert(condition)                                                                             \
    do {                                                                                                     \
        if (!(condition))                                                                                    \
            panic("%s:%d: impossible: not %s", __FILE__, __LINE__, #condition);                              \
    } while (0)

#endif
