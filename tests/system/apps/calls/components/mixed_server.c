/* SPDX-License-Identifier: BSD-2-Clause */
/* Methods of two procedures under one name. */
#include <camkes.h>
#include <stdlib.h>

char *mixed_letters(int count)
{
    char *text = calloc(1, (size_t)count + 1);
    for (int i = 0; text && i < count; i++)
        text[i] = (char)('a' + i);
    return text;
}

int mixed_twice(int value)
{
    return 2 * value;
}

int mixed_who(void)
{
    return (int)mixed_get_sender_id();
}
