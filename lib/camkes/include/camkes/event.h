/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The consumer's end of a seL4Notification connection.
 *
 * The interface thread waits on the kernel's notification, in which emits merge until it runs. For
 * each wake-up it runs the callback if one is registered, and otherwise adds one to `pending`,
 * from which X_wait and X_poll take. A callback is forgotten before it is run.
 */
#ifndef CAMKES_EVENT_H
#define CAMKES_EVENT_H

#include <limits.h>
#include <stdatomic.h>

#include "camkes/callback.h"
#include "camkes/error.h"
#include "camkes/semaphore.h"

struct camkes_event {
    const char *interface;
    cw_slot notification; /* WAIT */
    struct camkes_semaphore pending;
    struct camkes_callback callback;
    camkes_error_slot_t handler; /* told of events that are dropped; NULL: nobody is */
};

#define CAMKES_EVENT(name, slot, handoff_slot)                                                               \
    {                                                                                                        \
        .interface = (name), .notification = (slot), .pending = CAMKES_SEMAPHORE(handoff_slot, 0, INT_MAX)   \
    }

/* The interface thread: never returns unless the notification cannot be waited for. */
void camkes_event_serve(void *event);

/*
 * The consumer's end of a seL4NotificationQueue connection: the same, but each emit is an event of its own. The emitter
 * counts in a page that the consumer can only read. It is believed as far as any emitter is: it may emit whenever it
 * likes. More than INT_MAX events are never pending.
 */
struct camkes_event_queue {
    struct camkes_event *event;
    const _Atomic uint32_t *emitted; /* of the emitter, modulo 2^32 */
    uint32_t seen;                   /* what has been delivered of it */
};

/* The interface thread; as camkes_event_serve. */
void camkes_event_queue_serve(void *queue);

/* The emitter's part, before it signals: counts one more in its page. */
static inline void camkes_event_count(_Atomic uint32_t *emitted)
{
    atomic_fetch_add(emitted, 1);
}

/* The consumer's end of a seL4GlobalAsynchCallback connection. */
struct camkes_signalled {
    cw_slot notification; /* WAIT */
    void (*callback)(uint64_t badge);
};

/* The interface thread: calls the function with the bits of each signal. Never returns unless it cannot wait. */
void camkes_signalled_serve(void *signalled);

/* Blocks until an event is pending and takes it. */
void camkes_event_wait(struct camkes_event *event);

/* Takes a pending event: 1; 0: there is none. */
int camkes_event_poll(struct camkes_event *event);

/*
 * Has the callback run once: at once on the calling thread if an event is pending, otherwise by the
 * interface thread at the next one. Returns 0; -1 if a callback is registered already.
 *
 * A callback may register itself or another one. What is pending then is delivered when it has
 * returned, one after the other: the depth of the stack does not grow with the number of events.
 */
int camkes_event_register(struct camkes_event *event, camkes_callback_fn *callback, void *argument);

#endif
