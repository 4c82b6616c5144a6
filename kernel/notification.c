/* SPDX-License-Identifier: BSD-2-Clause */
#include "notification.h"

#include <stddef.h>

#include "scheduler.h"

void notification_init(struct notification *notification, const char *name)
{
    *notification = (struct notification){.name = name};
    list_init(&notification->waiters);
}

void notification_bind(struct notification *notification, struct thread *thread)
{
    notification->bound = thread;
    thread->bound = notification;
}

/* Ends the wait of a thread that is in a waiter's or receiver's queue. */
static void wake(struct thread *thread, int64_t rax, uint64_t bits)
{
    list_remove(&thread->link);
    thread_set_result(thread, rax, bits);
    scheduler_ready(thread);
}

void notification_signal(struct notification *notification, uint64_t badge)
{
    if (badge == 0)
        return;
    notification->bits |= badge;

    struct thread *bound = notification->bound;
    if (bound != NULL && bound->state == THREAD_BLOCKED_RECEIVE)
        wake(bound, CW_RECEIVE_NOTIFICATION, notification_take(notification));
    else if (!list_empty(&notification->waiters))
        wake(list_entry(notification->waiters.next, struct thread, link), 0, notification_take(notification));
}

void notification_wait(struct notification *notification, struct thread *thread)
{
    if (notification->bits != 0) {
        thread_set_result(thread, 0, notification_take(notification));
        return;
    }
    scheduler_block(thread, THREAD_BLOCKED_NOTIFICATION);
    list_insert(&notification->waiters, &thread->link);
}

uint64_t notification_take(struct notification *notification)
{
    uint64_t bits = notification->bits;
    notification->bits = 0;
    return bits;
}
