/* SPDX-License-Identifier: BSD-2-Clause */
#include "event_queue.h"

void event_queue_post(struct event_queue *queue, unsigned id)
{
    uint32_t count = __atomic_load_n(&queue->waiting[id], __ATOMIC_RELAXED);

    /* Somebody who emits for long enough must not make "very often" look like "never". */
    while (count != UINT32_MAX && !__atomic_compare_exchange_n(&queue->waiting[id], &count, count + 1, true,
                                                               __ATOMIC_RELAXED, __ATOMIC_RELAXED)) {
    }
    /* Release: whoever takes the bit sees the count. */
    __atomic_fetch_or(&queue->summary[id / 32], 1u << id % 32, __ATOMIC_RELEASE);
}

void event_page_begin(struct causeway_event_page *page, unsigned highest)
{
    __atomic_store_n(&page->version, CAUSEWAY_ABI_VERSION, __ATOMIC_RELAXED);
    __atomic_store_n(&page->events, highest, __ATOMIC_RELAXED);
    __atomic_store_n(&page->magic, CAUSEWAY_EVENT_MAGIC, __ATOMIC_RELEASE);
}

void event_queue_take(struct event_queue *queue, void (*taken)(void *context, unsigned id, uint32_t count),
                      void *context)
{
    for (unsigned word = 0; word < EVENT_QUEUE_WORDS; word++) {
        uint32_t bits;

        if (__atomic_load_n(&queue->summary[word], __ATOMIC_RELAXED) == 0) {
            continue;
        }
        bits = __atomic_exchange_n(&queue->summary[word], 0, __ATOMIC_ACQUIRE);
        for (; bits != 0; bits &= bits - 1) {
            unsigned id = word * 32 + (unsigned)__builtin_ctz(bits);
            uint32_t count = __atomic_exchange_n(&queue->waiting[id], 0, __ATOMIC_RELAXED);

            /* 0: an earlier taking got it before its bit was set. */
            if (count != 0) {
                taken(context, id, count);
            }
        }
    }
}

struct delivery {
    struct causeway_event_page *page;
    bool any;
};

static void deliver_one(void *context, unsigned id, uint32_t count)
{
    struct delivery *delivery = context;

    __atomic_fetch_add(&delivery->page->pending[id], count, __ATOMIC_RELAXED);
    /* The guest's handler takes the summary first and the counts after it. */
    __atomic_fetch_or(&delivery->page->summary[id / 32], 1u << id % 32, __ATOMIC_RELEASE);
    delivery->any = true;
}

bool event_queue_deliver(struct event_queue *queue, struct causeway_event_page *page)
{
    struct delivery delivery = {.page = page};

    event_queue_take(queue, deliver_one, &delivery);
    return delivery.any && __atomic_exchange_n(&page->ring, 1, __ATOMIC_SEQ_CST) == 0;
}
