/* SPDX-License-Identifier: BSD-2-Clause */
/* Prints the text in the dataport whenever it is told to, and says when it has done so. */
#include <camkes.h>
#include <stdio.h>
#include <string.h>

#define DATA_SIZE 4096 /* of the dataport, as in the specification */

int run(void)
{
    static char text[DATA_SIZE];

    while (1) {
        do_print_wait();

        /* The guest can write at any time and owes us no terminating zero: copy once, print the copy. */
        memcpy(text, data, DATA_SIZE);
        printf("%.*s\n", (int)strnlen(text, DATA_SIZE), text);

        done_printing_emit();
    }
}
