/* SPDX-License-Identifier: BSD-2-Clause */
/* The console, and the count of what was right and wrong. */
#include "guest.h"

#include <stdarg.h>

#define COM1        0x3f8
#define LINE_STATUS (COM1 + 5)
#define CAN_SEND    0x20

static void put(char c)
{
    while (!(in8(LINE_STATUS) & CAN_SEND))
        ;
    out8(COM1, (uint8_t)c);
}

static void put_number(uint64_t value, unsigned base)
{
    char digits[20];
    unsigned n = 0;

    do {
        digits[n++] = "0123456789abcdef"[value % base];
        value /= base;
    } while (value);
    while (n)
        put(digits[--n]);
}

static void print_list(const char *format, va_list arguments)
{
    for (; *format; format++) {
        if (*format != '%') {
            put(*format);
            continue;
        }
        switch (*++format) {
        case 's':
            for (const char *s = va_arg(arguments, const char *); *s; s++)
                put(*s);
            break;
        case 'd': {
            int value = va_arg(arguments, int);
            if (value < 0)
                put('-');
            put_number((uint64_t)(value < 0 ? -(int64_t)value : value), 10);
            break;
        }
        case 'x':
            put_number(va_arg(arguments, unsigned), 16);
            break;
        default:
            put_number(va_arg(arguments, uint64_t), 16);
        }
    }
}

void print(const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    print_list(format, arguments);
    va_end(arguments);
}

void check(bool good, const char *format, ...)
{
    va_list arguments;

    state->checks++;
    state->failed += !good;
    print("guest: %s %d ", good ? "ok" : "not ok", (int)state->checks);
    va_start(arguments, format);
    print_list(format, arguments);
    va_end(arguments);
    print("\n");
}

uint64_t random_number(void)
{
    static uint64_t number = 0x9e3779b97f4a7c15;

    number ^= number << 13;
    number ^= number >> 7;
    number ^= number << 17;
    return number;
}
