/* SPDX-License-Identifier: BSD-2-Clause */
#include "camkes/error.h"

#include <stdbool.h>
#include <stdio.h>

#include "camkes/component.h"
#include "causeway/clock.h"

static camkes_error_slot_t component_handler;

#define LINES_AT_ONCE 10u

camkes_error_handler_t camkes_register_error_handler(camkes_error_handler_t handler)
{
    return camkes_error_register(&component_handler, handler);
}

/* Each line costs a second, of which so many can be had in advance. */
static bool take_line(void)
{
    static _Atomic uint64_t paid_until; /* ticks */
    uint64_t now = cw_clock_ticks(), second = cw_clock_frequency();
    uint64_t paid = atomic_load(&paid_until), from;
    do {
        from = paid > now ? paid : now;
        if (from - now > (LINES_AT_ONCE - 1) * second)
            return false;
    } while (!atomic_compare_exchange_weak(&paid_until, &paid, from + second));
    return true;
}

/* A partner can send garbage as fast as it can call, and must not fill the log with it. */
static void print_limited(const camkes_error_t *error)
{
    static atomic_uint skipped;
    if (!take_line()) {
        atomic_fetch_add(&skipped, 1);
        return;
    }
    unsigned before = atomic_exchange(&skipped, 0);
    if (before > 0)
        fprintf(stderr, "%s: %u messages like the following were left out\n", error->instance, before);
    fprintf(stderr, "%s: %s: %s\n", error->instance, error->interface, error->description);
}

static camkes_error_action_t default_for_own(camkes_error_t *error)
{
    fprintf(stderr, "%s: %s: %s\n", error->instance, error->interface, error->description);
    return CEA_HALT;
}

static camkes_error_action_t default_for_partner(camkes_error_t *error)
{
    print_limited(error);
    return CEA_DISCARD;
}

static void handle(camkes_error_handler_t handler, camkes_error_handler_t otherwise, camkes_error_t *error)
{
    error->instance = camkes_component.name;
    if (!handler)
        handler = atomic_load(&component_handler);
    if (!handler)
        handler = otherwise;
    switch (handler(error)) {
    case CEA_DISCARD:
    case CEA_IGNORE:
        return;
    case CEA_ABORT:
        cw_thread_exit();
    default:
        /* The kernel reports the fault and stops the whole component. */
        __builtin_trap();
    }
}

void camkes_error_handle(camkes_error_handler_t handler, camkes_error_t *error)
{
    handle(handler, default_for_own, error);
}

void camkes_error_handle_partner(camkes_error_handler_t handler, camkes_error_t *error)
{
    handle(handler, default_for_partner, error);
}
