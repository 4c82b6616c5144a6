/* SPDX-License-Identifier: BSD-2-Clause */
#include "attack.h"

#include <camkes.h>
#include <stdarg.h>
#include <stdio.h>

static unsigned number, failed;

static void print_result(bool good, const char *text, va_list arguments)
{
    printf("%s: %s %u ", get_instance_name(), good ? "ok" : "not ok", ++number);
    vprintf(text, arguments);
    failed += !good;
}

void check(bool good, const char *text, ...)
{
    va_list arguments;

    va_start(arguments, text);
    print_result(good, text, arguments);
    va_end(arguments);
    printf("\n");
}

void check_result(int64_t got, int64_t wanted, const char *text, ...)
{
    va_list arguments;

    va_start(arguments, text);
    print_result(got == wanted, text, arguments);
    va_end(arguments);
    if (got == wanted)
        printf("\n");
    else
        printf(": %lld instead of %lld\n", (long long)got, (long long)wanted);
}

void check_end(void)
{
    printf("%s: 1..%u, %u failed\n", get_instance_name(), number, failed);
}

uint64_t attack_random(void)
{
    static uint64_t state = 0x9e3779b97f4a7c15;

    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return state;
}
