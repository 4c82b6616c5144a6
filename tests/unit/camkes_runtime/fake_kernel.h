/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A kernel for tests: notifications between threads of the host, an endpoint that is a function of
 * the test, a console that remembers.
 */
#ifndef FAKE_KERNEL_H
#define FAKE_KERNEL_H

#include <pthread.h>
#include <stdbool.h>

#include "causeway/syscall.h"
#include "causeway/thread.h"

#define FAKE_SLOTS 16

/* Forgets all signals. */
void fake_reset(void);

/* Signals that slot got since fake_reset. */
unsigned fake_signals(cw_slot notification);

/* Threads that are blocked on the slot now. */
unsigned fake_waiters(cw_slot notification);

/* Waits until no signal is pending and a thread is blocked: what was signalled before has been dealt with. */
void fake_settle(cw_slot notification);

/* Starts a thread that serves for ever, for cmocka's setup; and ends it, by closing what it waits for. One at a
   time. */
extern pthread_t fake_serving;
int fake_serve(void (*server)(void *), void *argument);
int fake_serve_end(cw_slot notification);

/* For pthread_create: signals `signalled` when a thread is blocked on `waited`. Returns its argument. */
struct fake_signal {
    cw_slot waited, signalled;
};
void *fake_signal_later(void *signal);

/* A wait on this slot fails from now on, and wakes who waits: ends a thread that serves for ever. */
void fake_close(cw_slot notification);

/* A signal through `slot` arrives at `notification` with these bits; without this, at `slot` with bit 0. */
void fake_badge(cw_slot slot, cw_slot notification, uint64_t badge);

/* Calls of cw_irq_ack since fake_reset. */
unsigned fake_acknowledged(void);

/* Answers cw_call: gets the words in the caller's message buffer, leaves the reply there. */
extern int64_t (*fake_server)(cw_slot endpoint, size_t words);

/* What cw_console_write got, and how much it takes at a time. */
extern char fake_console[4096];
extern size_t fake_console_length, fake_console_most;

#endif
