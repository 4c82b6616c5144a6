/* SPDX-License-Identifier: BSD-2-Clause */
#include <camkes.h>

#include <stdatomic.h>

/* Shared with nobody: the tester asks by a ping, and reads the number in the page. */
static atomic_uint floods;

static void count_flood(void *argument)
{
    (void)argument;
    atomic_fetch_add(&floods, 1);
    if (flood_reg_callback(count_flood, NULL) != 0)
        atomic_store(&floods, 0);
}

int run(void)
{
    if (flood_reg_callback(count_flood, NULL) != 0)
        return 1;
    for (;;) {
        ping_wait();
        *(volatile unsigned *)page = atomic_load(&floods);
        pong_emit();
    }
}
