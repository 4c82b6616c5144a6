/* SPDX-License-Identifier: BSD-2-Clause */
/* Emits without end, takes what the guest emits, and looks after a dataport that the guest may only read. */
#include <camkes.h>
#include <stdint.h>
#include <stdio.h>

#include <causeway/clock.h>

#define NAP_NS 1000000u
#define ROUNDS 250 /* between two lines of output */
#define MARK   0xc0057a47u
#define WORDS  (65536 / sizeof(uint32_t))

static unsigned changed_words(const volatile uint32_t *words)
{
    unsigned changed = 0;

    for (unsigned i = 0; i < WORDS; i++)
        changed += words[i] != MARK;
    return changed;
}

int run(void)
{
    volatile uint32_t *words = constant;
    unsigned events = 0;

    for (unsigned i = 0; i < WORDS; i++)
        words[i] = MARK;
    for (unsigned round = 1;; round++) {
        clock_set(cw_clock_deadline(NAP_NS));
        clock_wait_notification();
        pong_emit();
        events += ping_poll();
        if (round % ROUNDS == 0)
            printf("partner: %u rounds, %u events, %u words changed\n", round, events, changed_words(words));
    }
    return 0;
}
