/* SPDX-License-Identifier: BSD-2-Clause */
/* Puts 1,000 messages, and then tells their number, one by one and all at once. */
#include <camkes.h>
#include <stdio.h>
#include <string.h>

int run(void)
{
    for (int i = 0; i < 1000; i++) {
        char text[40];
        snprintf(text, sizeof(text), "%s %d", get_instance_name(), i);
        box_put(text, strlen(text) + 1);
    }
    for (int i = 0; i < 500; i++)
        told_emit();
    told_emit_number(500);
    return 0;
}
