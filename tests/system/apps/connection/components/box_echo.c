/* SPDX-License-Identifier: BSD-2-Clause */
/* Answers every event, after it has put the number after the first word's behind it, and a copy of the last word. */
#include <camkes.h>
#include <stdint.h>

int run(void)
{
    volatile uint32_t *words = box;
    const size_t last = box_get_size() / sizeof(*words) - 1;

    while (1) {
        ping_wait();
        words[1] = words[0] + 1;
        words[2] = words[last];
        pong_emit();
    }
}
