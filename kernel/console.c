/* SPDX-License-Identifier: BSD-2-Clause */
#include "console.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>

#include "arch.h"

static void console_put(char c)
{
    if (c == '\n')
        arch_console_put('\r');
    arch_console_put(c);
}

void console_write(const char *bytes, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        char c = bytes[i];
        bool plain = ((unsigned char)c >= ' ' && c != 0x7f) || c == '\n' || c == '\t' || c == 0x1b;
        console_put(plain ? c : '?');
    }
}

static void print_string(const char *s)
{
    for (; *s; s++)
        console_put(*s);
}

static void print_number(uint64_t value, unsigned base)
{
    char digits[20];
    unsigned n = 0;
    do {
        digits[n++] = "0123456789abcdef"[value % base];
        value /= base;
    } while (value);
    while (n)
        console_put(digits[--n]);
}

static void print_signed(int64_t value)
{
    if (value < 0)
        console_put('-');
    print_number(value < 0 ? -(uint64_t)value : (uint64_t)value, 10);
}

static void print_formatted(const char *format, va_list arguments)
{
    for (; *format; format++) {
        if (*format != '%') {
            console_put(*format);
            continue;
        }
        bool wide = format[1] == 'l';
        format += wide ? 2 : 1;
        switch (*format) {
        case 's':
            print_string(va_arg(arguments, const char *));
            break;
        case 'c':
            console_put((char)va_arg(arguments, int));
            break;
        case 'd':
            print_signed(va_arg(arguments, int));
            break;
        case 'u':
            print_number(wide ? va_arg(arguments, unsigned long) : va_arg(arguments, unsigned), 10);
            break;
        case 'x':
            print_number(wide ? va_arg(arguments, unsigned long) : va_arg(arguments, unsigned), 16);
            break;
        default:
            console_put(*format);
        }
    }
}

void console_print(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    print_formatted(format, arguments);
    va_end(arguments);
}

void panic(const char *format, ...)
{
    va_list arguments;
    print_string("\nCauseway: the kernel stops: ");
    va_start(arguments, format);
    print_formatted(format, arguments);
    va_end(arguments);
    print_string("\n");
    arch_halt();
}
