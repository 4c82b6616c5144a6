/* SPDX-License-Identifier: BSD-2-Clause */
/* Calls, waits and looks after its memory while others attack, and checks everything. */
#include <camkes.h>
#include <stdint.h>
#include <stdio.h>

#include <causeway/clock.h>

#define ROUNDS 25          /* between two lines of output */
#define NAP_NS 1000000u    /* each round */
#define MARK   0x5eedbed5u /* nobody else may change this component's memory */

static uint32_t memory[4096];

static unsigned check_memory(void)
{
    unsigned wrong = 0;

    for (unsigned i = 0; i < sizeof(memory) / sizeof(memory[0]); i++)
        wrong += memory[i] != MARK + i;
    return wrong;
}

/* The timer may be late, when others do not give way, but never early. */
static unsigned check_timer(void)
{
    uint64_t deadline = cw_clock_deadline(NAP_NS);

    clock_set(deadline);
    clock_wait_notification();
    return cw_clock_ticks() < deadline;
}

int run(void)
{
    unsigned rounds = 0, wrong = 0;

    for (unsigned i = 0; i < sizeof(memory) / sizeof(memory[0]); i++)
        memory[i] = MARK + i;
    for (;;) {
        for (unsigned i = 0; i < ROUNDS; i++, rounds++) {
            wrong += sum_add((int)rounds, -7) != (int)rounds - 7;
            wrong += check_timer();
        }
        wrong += check_memory();
        printf("bystander: %u rounds, %u wrong\n", rounds, wrong);
    }
    return 0;
}
