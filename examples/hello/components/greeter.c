/* SPDX-License-Identifier: BSD-2-Clause */
/* Leaves a note in the shared page, and answers calls. */
#include <camkes.h>
#include <stdio.h>
#include <string.h>

static const char note[] = "welcome to the shared page";

int run(void)
{
    memcpy(page, note, sizeof(note));
    ready_emit();
    return 0;
}

int greeting_greet(const char *name)
{
    static int greeted;

    printf("hello, %s\n", name);
    return ++greeted;
}
