/* SPDX-License-Identifier: BSD-2-Clause */
/* Switches the machine off when the last guest has switched itself off. */
#include <camkes.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#define GUESTS_MAX 256u

static bool is_off[GUESTS_MAX];

static unsigned guest_of(seL4_Word badge)
{
    unsigned guest = 0;

    while (guest < guests_num_badges() && guests_enumerate_badge(guest) != badge)
        guest++;
    return guest;
}

static bool all_off(void)
{
    for (unsigned guest = 0; guest < guests_num_badges(); guest++)
        if (!is_off[guest])
            return false;
    return true;
}

/* Called on one thread only: whoever says it twice is counted once. */
void guests_off(void)
{
    unsigned guest = guest_of(guests_get_sender_id());

    if (guest >= GUESTS_MAX)
        return;
    is_off[guest] = true;
    if (all_off())
        machine_off();
}

void pre_init(void)
{
    if (guests_num_badges() > GUESTS_MAX)
        printf("%s: only the first %u guests count\n", get_instance_name(), GUESTS_MAX);
}
