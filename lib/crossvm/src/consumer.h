/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The monitor as a consumer of one interface: every event is counted in a queue, and the monitor's thread is told to
 * deliver (vmm_async_hook_add).
 */
#ifndef CROSSVM_CONSUMER_H
#define CROSSVM_CONSUMER_H

#include <stdbool.h>

#include <camkes_consumes_event.h>
#include <vmm/vmm.h>

#include "event_queue.h"

struct consumer {
    vmm_t *vmm;
    struct event_queue *queue;
    unsigned id; /* in the queue, 1 to 255 */
    int (*reg_callback)(camkes_event_callback_fn callback, void *arg);
    unsigned calls; /* atomic: callbacks that have begun and not been served; 0 at first */
};

/* Listens for ever; `consumer` must stay. What is pending already is counted before it returns. False: the interface
   has another callback. */
bool consumer_start(struct consumer *consumer);

#endif
