/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Notifications: a word of badge bits. Signalling ORs bits in and never blocks, waiting takes all of them. A bit
 * that is set is delivered exactly once, and to one thread.
 */
#ifndef KERNEL_NOTIFICATION_H
#define KERNEL_NOTIFICATION_H

#include <stdint.h>

#include "list.h"
#include "thread.h"

struct notification {
    const char *name;
    uint64_t bits;        /* signalled and not yet taken; zero while anybody waits */
    struct list waiters;  /* BLOCKED_NOTIFICATION, first come first served */
    struct thread *bound; /* NULL, or the thread whose receive a signal ends */
};

void notification_init(struct notification *notification, const char *name);

/* Binds a thread, once, at boot: neither of the two is bound yet. */
void notification_bind(struct notification *notification, struct thread *thread);

/*
 * ORs `badge` in. The bits go at once to the bound thread if that is in receive (which then has the result
 * CW_RECEIVE_NOTIFICATION and the bits), else to the first waiter, else they stay. A zero badge does nothing.
 */
void notification_signal(struct notification *notification, uint64_t badge);

/* For READY `thread`: result 0 and all bits, or BLOCKED_NOTIFICATION until there are any. */
void notification_wait(struct notification *notification, struct thread *thread);

/* Takes all bits; 0: there were none. */
uint64_t notification_take(struct notification *notification);

#endif
