/* SPDX-License-Identifier: BSD-2-Clause */
/* Formatting changes nothing but blanks, and nothing at all the second time. */
#include <ctype.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "diag.h"
#include "format.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

struct text {
    char *bytes;
    size_t length;
};

static bool format(const char *bytes, size_t length, struct text *result)
{
    struct arena *arena = arena_create();
    FILE *out = open_memstream(&result->bytes, &result->length);
    if (!out)
        abort();
    bool good = format_text(arena, "text", bytes, length, out);
    fclose(out);
    arena_destroy(arena);
    return good;
}

static void skip_blanks(const char **at, const char *end)
{
    while (*at < end && isspace((unsigned char)**at))
        ++*at;
}

static bool same_but_blanks(const char *a, size_t a_length, const char *b, size_t b_length)
{
    const char *a_end = a + a_length, *b_end = b + b_length;
    for (;; a++, b++) {
        skip_blanks(&a, a_end);
        skip_blanks(&b, b_end);
        if (a == a_end || b == b_end)
            return a == a_end && b == b_end;
        if (*a != *b)
            return false;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct text once, twice;
    diag_reset(NULL);
    bool good = format((const char *)bytes, length, &once);
    if (good == (diag_errors() != 0))
        abort(); /* an error without a word, or a word without an error */
    if (good) {
        if (!same_but_blanks((const char *)bytes, length, once.bytes, once.length))
            abort();
        if (!format(once.bytes, once.length, &twice) || once.length != twice.length ||
            memcmp(once.bytes, twice.bytes, once.length))
            abort();
        free(twice.bytes);
    }
    free(once.bytes);
    return 0;
}
