/* SPDX-License-Identifier: BSD-2-Clause */
#include "camkes/event.h"

#include <stdbool.h>
#include <stddef.h>

/* The events that this thread is delivering, innermost first. */
struct delivery {
    struct camkes_event *event;
    struct delivery *outer;
};

static _Thread_local struct delivery *deliveries;

static bool delivering(const struct camkes_event *event)
{
    for (const struct delivery *d = deliveries; d; d = d->outer) {
        if (d->event == event)
            return true;
    }
    return false;
}

/* Forgets the registered callback and runs it. False: there is none. */
static bool run_callback(struct camkes_event *event)
{
    camkes_callback_fn *function;
    void *argument;
    if (!camkes_callback_take(&event->callback, &function, &argument))
        return false;
    function(argument);
    return true;
}

/* Runs callbacks as long as there are both a callback and a pending event. */
static void deliver_pending(struct camkes_event *event)
{
    while (camkes_callback_is_registered(&event->callback) && camkes_semaphore_try(&event->pending)) {
        /* Another thread may have been faster; the event is then kept, and the loop looks again,
           in case a callback was registered while the event was in our hands. */
        if (!run_callback(event))
            camkes_semaphore_post(&event->pending);
    }
}

/* INT_MAX events wait to be taken: there is no room to count one more. */
static void report_overflow(struct camkes_event *event)
{
    camkes_error_handler_t handler = atomic_load(&event->handler);
    camkes_error_t error = {.type = CE_OVERFLOW,
                            .interface = event->interface,
                            .description = "too many events are pending; one was dropped"};
    if (handler)
        camkes_error_handle(handler, &error);
}

/* One callback runs for each as long as there is one; the rest is counted at once, however many there are. */
static void events_arrived(struct camkes_event *event, uint32_t count)
{
    struct delivery delivery = {.event = event, .outer = deliveries};
    deliveries = &delivery;
    while (count > 0 && run_callback(event))
        count--;
    if (camkes_semaphore_add(&event->pending, count) < count)
        report_overflow(event);
    deliver_pending(event);
    deliveries = delivery.outer;
}

void camkes_event_serve(void *event)
{
    struct camkes_event *consumer = event;
    uint64_t bits;
    while (cw_wait(consumer->notification, &bits) >= 0)
        events_arrived(consumer, 1);
}

void camkes_event_queue_serve(void *argument)
{
    struct camkes_event_queue *queue = argument;
    uint64_t bits;
    while (cw_wait(queue->event->notification, &bits) >= 0) {
        uint32_t emitted = atomic_load(queue->emitted);
        uint32_t count = emitted - queue->seen;
        queue->seen = emitted;
        events_arrived(queue->event, count);
    }
}

void camkes_signalled_serve(void *argument)
{
    const struct camkes_signalled *signalled = argument;
    uint64_t bits;
    while (cw_wait(signalled->notification, &bits) >= 0)
        signalled->callback(bits);
}

void camkes_event_wait(struct camkes_event *event)
{
    camkes_semaphore_wait(&event->pending);
}

int camkes_event_poll(struct camkes_event *event)
{
    return camkes_semaphore_try(&event->pending);
}

int camkes_event_register(struct camkes_event *event, camkes_callback_fn *callback, void *argument)
{
    if (!camkes_callback_register(&event->callback, callback, argument))
        return -1;
    /* A callback that registers: whoever runs it on this thread goes on with what is pending. */
    if (delivering(event))
        return 0;
    struct delivery delivery = {.event = event, .outer = deliveries};
    deliveries = &delivery;
    deliver_pending(event);
    deliveries = delivery.outer;
    return 0;
}
