/* SPDX-License-Identifier: BSD-2-Clause */
/* Waits until the greeter has set up the shared page, then has itself greeted. */
#include <camkes.h>
#include <stdio.h>

int run(void)
{
    ready_wait();
    printf("the greeter says: %.4096s\n", (const char *)page);

    for (int i = 1; i <= 3; i++) {
        int greeted = greeting_greet("client");
        printf("greeting number %d\n", greeted);
    }
    printf("hello is done\n");
    return 0;
}
