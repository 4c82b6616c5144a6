/* SPDX-License-Identifier: BSD-2-Clause */
#include "thread.h"

#include "abi/error.h"
#include "scheduler.h"

void thread_init(struct thread *thread, const char *name, struct domain *domain, uint8_t priority,
                 struct cw_message *message, struct vcpu *vcpu)
{
    *thread = (struct thread){
        .name = name,
        .domain = domain,
        .vcpu = vcpu,
        .state = THREAD_INACTIVE,
        .priority = priority,
        .message = message,
    };
    list_init(&thread->link);
    list_init(&thread->callers);
}

void thread_await_resume(struct thread *thread)
{
    thread->state = THREAD_BLOCKED_EXIT;
}

void thread_stop(struct thread *thread)
{
    if (thread->state == THREAD_STOPPED)
        return;
    if (thread->state == THREAD_READY)
        scheduler_block(thread, THREAD_STOPPED);
    else
        list_remove(&thread->link);
    thread->state = THREAD_STOPPED;

    while (!list_empty(&thread->callers)) {
        struct thread *caller = list_entry(thread->callers.next, struct thread, link);
        list_remove(&caller->link);
        thread_set_result(caller, -CW_ECONNRESET, 0);
        scheduler_ready(caller);
    }
}
