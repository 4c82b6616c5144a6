/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Keeps its own pattern in all registers: while it computes, in a call, and while it sleeps. Others run meanwhile. This
 * file is compiled for general registers only, and what it calls between loading and storing is a bare system call.
 */
#include <camkes.h>
#include <stdio.h>
#include <string.h>

#include <camkes/rpc.h>
#include <causeway/clock.h>
#include <causeway/syscall.h>

#include "registers.h"
#include "turns.h"

#define SLICE_NS 12000000u /* longer than the kernel's time slice */

static struct registers pattern, found;
static uint32_t rounds, shared, wrong;

static struct turns *turns(void)
{
    return (struct turns *)page;
}

/* Judges what registers_store has left in `found`; only the first difference is printed. */
static void judge(const char *what, uint32_t others_before)
{
    unsigned number;
    const char *difference = registers_difference(&pattern, &found, &number);
    if (difference && wrong++ == 0)
        printf("%s: not ok: %s %u has changed %s\n", get_instance_name(), difference, number, what);
    rounds++;
    shared += turns_of_others(turns(), (unsigned)seed) != others_before;
    turns()->rounds[seed] = rounds;
}

static void compute(uint64_t ns)
{
    const uint32_t others = turns_of_others(turns(), (unsigned)seed);
    const uint64_t deadline = cw_clock_deadline(ns);
    registers_load(&pattern);
    while (cw_clock_ticks() < deadline)
        ;
    registers_store(&found);
    judge("in a computation", others);
}

static void sleep_holding(uint64_t ns)
{
    const uint32_t others = turns_of_others(turns(), (unsigned)seed);
    const cw_slot notification = (cw_slot)tick_notification();
    uint64_t bits;
    tick_set(cw_clock_deadline(ns));
    registers_load(&pattern);
    cw_wait(notification, &bits);
    registers_store(&found);
    judge("while it slept", others);
}

bool __real_camkes_client_call(struct camkes_client *client, struct camkes_rpc *rpc);
bool __wrap_camkes_client_call(struct camkes_client *client, struct camkes_rpc *rpc);

/*
 * Takes the place of the library's function, which may use vector registers on its way to the kernel: the same call is
 * made once barely. Calls for output go the usual way.
 */
bool __wrap_camkes_client_call(struct camkes_client *client, struct camkes_rpc *rpc)
{
    const uint32_t others = turns_of_others(turns(), (unsigned)seed);
    if (strcmp(client->interface, "server") != 0)
        return __real_camkes_client_call(client, rpc);
    registers_load(&pattern);
    cw_call(client->endpoint, 1);
    registers_store(&found);
    judge("in a call", others);
    return __real_camkes_client_call(client, rpc);
}

int run(void)
{
    registers_pattern(&pattern, (uint32_t)seed);
    printf("%s: xcr0 is %llx\n", get_instance_name(), (unsigned long long)registers_enabled());
    while (!report_poll()) {
        compute(urgent ? SLICE_NS / 100 : SLICE_NS);
        server_take();
        sleep_holding(urgent ? SLICE_NS / 6 : SLICE_NS * 3);
    }
    printf("%s: %u rounds, others ran in %u, %u wrong\n", get_instance_name(), rounds, shared, wrong);
    return 0;
}
