/* SPDX-License-Identifier: BSD-2-Clause */
#include "number.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>

bool number_parse(const char *text, size_t *value)
{
    char *end;

    errno = 0;
    unsigned long long parsed = strtoull(text, &end, 0);
    if (errno || end == text || *end || text[0] == '-' || parsed > SIZE_MAX)
        return false;
    *value = (size_t)parsed;
    return true;
}
