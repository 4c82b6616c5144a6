/* SPDX-License-Identifier: BSD-2-Clause */
#include "camkes/error.h"

#include <stdbool.h>
#include <stdio.h>

#include "camkes/component.h"
#include "causeway/clock.h"

static camkes_error_slot_t component_handler;

#define LINES_AT_ONCE 10u
#define LIMITS        16u

/* What the partners at one interface may still print. */
struct limit {
    _Atomic(const char *) interface; /* the glue's constant, so that the address tells it from others */
    _Atomic uint64_t paid_until;     /* ticks */
    atomic_uint skipped;
};

camkes_error_handler_t camkes_register_error_handler(camkes_error_handler_t handler)
{
    return camkes_error_register(&component_handler, handler);
}

/* One for each interface, so that garbage at one does not silence another; beyond LIMITS they share the last. */
static struct limit *limit_of(const char *interface)
{
    static struct limit limits[LIMITS];
    for (size_t i = 0; i < LIMITS - 1; i++) {
        const char *owner = NULL;
        if (atomic_compare_exchange_strong(&limits[i].interface, &owner, interface) || owner == interface)
            return &limits[i];
    }
    return &limits[LIMITS - 1];
}

/* Each line costs a second, of which so many can be had in advance. */
static bool take_line(struct limit *limit)
{
    uint64_t now = cw_clock_ticks(), second = cw_clock_frequency();
    uint64_t paid = atomic_load(&limit->paid_until), from;
    do {
        from = paid > now ? paid : now;
        if (from - now > (LINES_AT_ONCE - 1) * second)
            return false;
    } while (!atomic_compare_exchange_weak(&limit->paid_until, &paid, from + second));
    return true;
}

/* A partner can send garbage as fast as it can call, and must not fill the log with it. */
static void print_limited(const camkes_error_t *error)
{
    struct limit *limit = limit_of(error->interface);
    if (!take_line(limit)) {
        atomic_fetch_add(&limit->skipped, 1);
        return;
    }
    unsigned before = atomic_exchange(&limit->skipped, 0);
    if (before > 0)
        fprintf(stderr, "%s: %s: %u messages like the following were left out\n", error->instance,
                error->interface, before);
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
