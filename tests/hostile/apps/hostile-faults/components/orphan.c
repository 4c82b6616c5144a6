/* SPDX-License-Identifier: BSD-2-Clause */
/* The client of a server that dies: its calls fail, none hangs. */
#include <camkes.h>
#include <errno.h>
#include <stdio.h>

static int failures, last_error;

static camkes_error_action_t note(camkes_error_t *error)
{
    failures++;
    last_error = error->error;
    return CEA_DISCARD;
}

int run(void)
{
    sum_register_error_handler(note);
    int first = sum_add(20, 22);
    int last = sum_add(20, 0);
    for (int i = 0; i < 100; i++)
        sum_add(i, 1);
    printf("orphan: the answers are %d and %d, %d calls failed, %s\n", first, last, failures,
           last_error == ECONNRESET ? "connection reset" : "another error");
    return 0;
}
