/* SPDX-License-Identifier: BSD-2-Clause */
/* Emits without end, takes what the guest emits, and looks after the dataports that the guest may only read. */
#include <camkes.h>
#include <stdint.h>
#include <stdio.h>

#include <causeway/clock.h>

#define NAP_NS 1000000u
#define ROUNDS 250 /* between two lines of output */
#define MARK   0xc0057a47u

static void fill(volatile uint32_t *words, size_t bytes)
{
    for (size_t i = 0; i < bytes / sizeof(*words); i++)
        words[i] = MARK;
}

static unsigned changed_words(const volatile uint32_t *words, size_t bytes)
{
    unsigned changed = 0;

    for (size_t i = 0; i < bytes / sizeof(*words); i++)
        changed += words[i] != MARK;
    return changed;
}

int run(void)
{
    unsigned events = 0;

    fill(constant, constant_get_size());
    fill(box, box_get_size());
    for (unsigned round = 1;; round++) {
        clock_set(cw_clock_deadline(NAP_NS));
        clock_wait_notification();
        pong_emit();
        box_pong_emit();
        events += ping_poll() + box_ping_poll();
        if (round % ROUNDS == 0)
            printf("partner: %u rounds, %u events, %u words changed\n", round, events,
                   changed_words(constant, constant_get_size()) + changed_words(box, box_get_size()));
    }
    return 0;
}
