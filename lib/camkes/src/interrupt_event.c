/* SPDX-License-Identifier: BSD-2-Clause */
#include "camkes/interrupt.h"

#include <stddef.h>

static void acknowledge(struct camkes_interrupt_event *event)
{
    if (atomic_exchange(&event->had, false))
        cw_irq_ack(event->line);
}

/* Has the pending interrupt, if there is one. */
static bool take(struct camkes_interrupt_event *event)
{
    if (!camkes_semaphore_try(&event->pending))
        return false;
    atomic_store(&event->had, true);
    return true;
}

static bool has_callback(struct camkes_interrupt_event *event)
{
    for (size_t i = 0; i < CAMKES_INTERRUPT_CALLBACKS; i++) {
        if (camkes_callback_is_registered(&event->callbacks[i]))
            return true;
    }
    return false;
}

/* All are taken before the first runs: one that registers again waits for the next interrupt. */
static void run_callbacks(struct camkes_interrupt_event *event)
{
    camkes_callback_fn *function[CAMKES_INTERRUPT_CALLBACKS];
    void *argument[CAMKES_INTERRUPT_CALLBACKS];
    size_t count = 0;
    for (size_t i = 0; i < CAMKES_INTERRUPT_CALLBACKS; i++)
        count += camkes_callback_take(&event->callbacks[i], &function[count], &argument[count]);
    for (size_t i = 0; i < count; i++)
        function[i](argument[i]);
}

/* Only the interface thread takes callbacks: the one that was seen is still there. */
static void deliver(struct camkes_interrupt_event *event)
{
    if (has_callback(event) && take(event))
        run_callbacks(event);
}

void camkes_interrupt_event_serve(void *argument)
{
    struct camkes_interrupt_event *event = argument;
    uint64_t bits;
    while (cw_wait(event->notification, &bits) >= 0) {
        if (bits & CAMKES_INTERRUPT_LINE)
            camkes_semaphore_post(&event->pending);
        deliver(event);
    }
}

void camkes_interrupt_event_wait(struct camkes_interrupt_event *event)
{
    acknowledge(event);
    camkes_semaphore_wait(&event->pending);
    atomic_store(&event->had, true);
}

int camkes_interrupt_event_poll(struct camkes_interrupt_event *event)
{
    acknowledge(event);
    return take(event);
}

int camkes_interrupt_event_register(struct camkes_interrupt_event *event, camkes_callback_fn *callback,
                                    void *argument)
{
    for (size_t i = 0; i < CAMKES_INTERRUPT_CALLBACKS; i++) {
        if (!camkes_callback_register(&event->callbacks[i], callback, argument))
            continue;
        acknowledge(event);
        /* Registered before this looks, as the interface thread counts an interrupt before it looks for callbacks:
           one of the two sees the other. */
        if (atomic_load(&event->pending.value) > 0)
            cw_signal(event->registered);
        return 0;
    }
    return -1;
}
