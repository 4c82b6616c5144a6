/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Switches the machine off when a guest switches itself off and no other one runs. A guest that has failed does not
 * run, but does not switch anything off either: its monitor's message stays to be read.
 */
#include <camkes.h>
#include <stdbool.h>
#include <stdlib.h>

static bool *ended; /* of each client, in the order of their badges */

static void guest_ends(seL4_Word badge)
{
    for (unsigned guest = 0; guest < guests_num_badges(); guest++)
        if (guests_enumerate_badge(guest) == badge)
            ended[guest] = true;
}

static bool all_ended(void)
{
    for (unsigned guest = 0; guest < guests_num_badges(); guest++)
        if (!ended[guest])
            return false;
    return true;
}

/* All calls come on one thread. Who calls twice is counted once. */
void guests_off(void)
{
    guest_ends(guests_get_sender_id());
    if (all_ended())
        machine_off();
}

void guests_failed(void)
{
    guest_ends(guests_get_sender_id());
}

void pre_init(void)
{
    ended = calloc(guests_num_badges(), sizeof(*ended));
    if (!ended)
        abort();
}
