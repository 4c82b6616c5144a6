/* SPDX-License-Identifier: BSD-2-Clause */
#include <camkes.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"

int run(void)
{
    char *text = letters_letters(3);
    check("a client calls its procedure", text && strcmp(text, "abc") == 0);
    free(text);
    check("another client calls another one of the same server", numbers_twice(21) == 42);
    check("a method of both knows who calls", letters_who() == 1 && numbers_who() == 2);
    finish_done();
    return 0;
}
