/* SPDX-License-Identifier: BSD-2-Clause */
/* A `consumes` interface as a value: its id in the guest, and how to be called when it fires. */
#ifndef CAMKES_CONSUMES_EVENT_H
#define CAMKES_CONSUMES_EVENT_H

typedef void (*camkes_event_callback_fn)(void *arg);

typedef struct camkes_consumes_event {
    unsigned id;
    /* The interface's X_reg_callback: one shot; calls at once if the event is pending already. */
    int (*reg_callback)(camkes_event_callback_fn callback, void *arg);
} camkes_consumes_event_t;

/* Registers `callback` with the event itself as its argument. 0 on success. */
__attribute__((warn_unused_result)) static inline int
camkes_event_reg_callback_self(camkes_consumes_event_t *event, camkes_event_callback_fn callback)
{
    return event->reg_callback(callback, event);
}

#endif
