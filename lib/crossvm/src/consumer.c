/* SPDX-License-Identifier: BSD-2-Clause */
#include "consumer.h"

#include <vmm/hypercall.h>
#include <vmm/monitor.h>

/*
 * The event has fired. X_reg_callback is one-shot, and calls back at once if the event is pending
 * again; such a nested call, and one from another thread meanwhile, only counts, and the first
 * serves it: a flood of events makes no deep stack.
 */
static void fired(void *arg)
{
    struct consumer *consumer = arg;

    if (__atomic_fetch_add(&consumer->calls, 1, __ATOMIC_ACQ_REL) != 0) {
        return;
    }
    do {
        event_queue_post(consumer->queue, consumer->id);
        vmm_async_raise(consumer->vmm, VMM_ASYNC_HOOKS);
        if (consumer->reg_callback(fired, consumer) != 0) {
            vmm_log("event %u: its callback cannot be registered again", consumer->id);
        }
    } while (__atomic_fetch_sub(&consumer->calls, 1, __ATOMIC_ACQ_REL) > 1);
}

bool consumer_start(struct consumer *consumer)
{
    return consumer->reg_callback(fired, consumer) == 0;
}
