/* SPDX-License-Identifier: BSD-2-Clause */
/* The driver's end of an interrupt line. */
#ifndef CAMKES_INTERRUPT_H
#define CAMKES_INTERRUPT_H

#include "camkes/callback.h"
#include "camkes/semaphore.h"
#include "causeway/syscall.h"

/* The end of a seL4HardwareInterrupt connection. */
struct camkes_interrupt {
    cw_slot notification; /* WAIT */
    void (*handle)(void); /* the component's X_handle */
};

/* The interface thread: runs the handler for each interrupt. The handler acknowledges. */
void camkes_interrupt_serve(void *interrupt);

/*
 * The end of a seL4IOAPICHardwareInterrupt connection. The line is silent from an interrupt until it is
 * acknowledged, which the component does by coming back: whoever has had an interrupt, in a callback or from
 * X_wait or X_poll, acknowledges it with the next call of X_reg_callback, X_wait or X_poll.
 */
#define CAMKES_INTERRUPT_CALLBACKS 10

/* Bits at the notification: the device's, and one to look again, as a callback was registered while an interrupt was
   pending. */
#define CAMKES_INTERRUPT_LINE       1u
#define CAMKES_INTERRUPT_REGISTERED 2u

struct camkes_interrupt_event {
    cw_slot line;
    cw_slot notification;            /* WAIT */
    cw_slot registered;              /* SIGNAL, with the bit CAMKES_INTERRUPT_REGISTERED */
    struct camkes_semaphore pending; /* an interrupt that nobody has had yet */
    atomic_bool had;                 /* somebody has, and has not acknowledged it yet */
    struct camkes_callback callbacks[CAMKES_INTERRUPT_CALLBACKS];
};

#define CAMKES_INTERRUPT_EVENT(line_slot, wait_slot, registered_slot, handoff_slot)                          \
    {                                                                                                        \
        .line = (line_slot), .notification = (wait_slot), .registered = (registered_slot),                   \
        .pending = CAMKES_SEMAPHORE(handoff_slot, 0, 1)                                                      \
    }

/* The interface thread: an interrupt goes to all registered callbacks, which are forgotten before they run, or
   else to X_wait and X_poll. Never returns unless the notification cannot be waited for. */
void camkes_interrupt_event_serve(void *event);

/* Blocks until there is an interrupt, and has it. */
void camkes_interrupt_event_wait(struct camkes_interrupt_event *event);

/* Has the pending interrupt: 1; 0: there is none. */
int camkes_interrupt_event_poll(struct camkes_interrupt_event *event);

/* Has the callback run once, by the interface thread, with the pending interrupt or the next one. Returns 0; -1:
   so many are registered already. */
int camkes_interrupt_event_register(struct camkes_interrupt_event *event, camkes_callback_fn *callback,
                                    void *argument);

#endif
