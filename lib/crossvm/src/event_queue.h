/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Events on their way to the guest. Any thread posts; only the monitor's thread takes, and delivers into the
 * page of abi/guest.h or elsewhere. What is posted while nobody takes waits, and nothing is ever lost or
 * blocks: the guest's page is written with atomic operations whose results decide nothing but
 * whether to ring.
 */
#ifndef CROSSVM_EVENT_QUEUE_H
#define CROSSVM_EVENT_QUEUE_H

#include <stdbool.h>
#include <stdint.h>

#include "abi/guest.h"

#define EVENT_QUEUE_WORDS (CAUSEWAY_MAX_EVENTS / 32)

/* All zero: empty. */
struct event_queue {
    uint32_t waiting[CAUSEWAY_MAX_EVENTS]; /* atomic: occurrences not yet delivered, at most UINT32_MAX */
    uint32_t summary[EVENT_QUEUE_WORDS];   /* atomic: bit set: waiting[] of that id is not zero */
};

/* Adds one occurrence of event `id`, 1 to 255. */
void event_queue_post(struct event_queue *queue, unsigned id);

/* Takes everything that waits: calls `taken` for each id with its number of occurrences, which is not 0. */
void event_queue_take(struct event_queue *queue, void (*taken)(void *context, unsigned id, uint32_t count),
                      void *context);

/* Fills in the header of a page that the guest has just shared. `highest`: largest event id. */
void event_page_begin(struct causeway_event_page *page, unsigned highest);

/* Moves everything that waits into the page. Returns whether the guest is to be interrupted. */
bool event_queue_deliver(struct event_queue *queue, struct causeway_event_page *page);

#endif
