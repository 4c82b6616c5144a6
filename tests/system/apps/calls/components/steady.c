/* SPDX-License-Identifier: BSD-2-Clause */
/* Looks at its argument again when the client has had time to change it. */
#include <camkes.h>
#include <stdlib.h>
#include <string.h>

char *carried_slow(const char *text)
{
    return strdup(text);
}

char *joined_slow(const char *text)
{
    char *before = strdup(text);
    now_emit();
    changed_wait();
    bool same = strcmp(before, text) == 0;
    free(before);
    return strdup(same ? text : "the argument has changed");
}
