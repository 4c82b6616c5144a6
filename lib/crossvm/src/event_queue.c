/* SPDX-License-Identifier: BSD-2-Clause */
#include "event_queue.h"

void event_queue_post(struct event_queue *queue, unsigned id)
{
    __atomic_fetch_add(&queue->waiting[id], 1, __ATOMIC_RELAXED);
    /* Release: whoever takes the bit sees the count. */
    __atomic_fetch_or(&queue->summary[id / 32], 1u << id % 32, __ATOMIC_RELEASE);
}

void event_page_begin(struct causeway_event_page *page, unsigned highest)
{
    __atomic_store_n(&page->version, CAUSEWAY_ABI_VERSION, __ATOMIC_RELAXED);
    __atomic_store_n(&page->events, highest, __ATOMIC_RELAXED);
    __atomic_store_n(&page->magic, CAUSEWAY_EVENT_MAGIC, __ATOMIC_RELEASE);
}

bool event_queue_deliver(struct event_queue *queue, struct causeway_event_page *page)
{
    bool any = false;

    for (unsigned word = 0; word < EVENT_QUEUE_WORDS; word++) {
        uint32_t bits;

        if (__atomic_load_n(&queue->summary[word], __ATOMIC_RELAXED) == 0) {
            continue;
        }
        bits = __atomic_exchange_n(&queue->summary[word], 0, __ATOMIC_ACQUIRE);
        for (uint32_t left = bits; left != 0; left &= left - 1) {
            unsigned id = word * 32 + (unsigned)__builtin_ctz(left);
            uint32_t count = __atomic_exchange_n(&queue->waiting[id], 0, __ATOMIC_RELAXED);

            if (count == 0) {
                bits &= ~(1u << id % 32); /* an earlier delivery took it before its bit was set */
            } else {
                __atomic_fetch_add(&page->pending[id], count, __ATOMIC_RELAXED);
            }
        }
        if (bits != 0) {
            /* The guest's handler takes the summary first and the counts after it. */
            __atomic_fetch_or(&page->summary[word], bits, __ATOMIC_RELEASE);
            any = true;
        }
    }
    return any && __atomic_exchange_n(&page->ring, 1, __ATOMIC_SEQ_CST) == 0;
}
