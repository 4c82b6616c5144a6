/* SPDX-License-Identifier: BSD-2-Clause */
#include "camkes/msgqueue.h"

#include <string.h>

#include "camkes/component.h"
#include "ring_count.h"

static const struct camkes_msgqueue_end *find(int id, bool sends)
{
    for (size_t i = 0; i < camkes_component.queue_count; i++) {
        const struct camkes_msgqueue_end *end = &camkes_component.queues[i];
        if (end->id == id && end->sends == sends)
            return end;
    }
    return NULL;
}

int camkes_msgqueue_sender_init(int id, camkes_msgqueue_sender_t *sender)
{
    sender->end = find(id, true);
    return sender->end ? 0 : -1;
}

int camkes_msgqueue_receiver_init(int id, camkes_msgqueue_receiver_t *receiver)
{
    receiver->end = find(id, false);
    return receiver->end ? 0 : -1;
}

static unsigned char *place(const struct camkes_msgqueue_end *end, uint32_t count)
{
    return end->sent->messages + count % end->length * end->message_size;
}

int camkes_msgqueue_send(camkes_msgqueue_sender_t *sender, const void *message, size_t size)
{
    const struct camkes_msgqueue_end *end = sender->end;
    uint32_t sent = atomic_load_explicit(&end->sent->count, memory_order_relaxed);
    uint32_t taken = atomic_load_explicit(&end->taken->count, memory_order_acquire);
    if (size > end->message_size || ring_ahead(end->length, sent, taken) >= end->length)
        return -1;
    memcpy(place(end, sent), message, size);
    atomic_store_explicit(&end->sent->count, ring_next(end->length, sent), memory_order_release);
    cw_signal(end->notification);
    return 0;
}

int camkes_msgqueue_poll(camkes_msgqueue_receiver_t *receiver)
{
    const struct camkes_msgqueue_end *end = receiver->end;
    uint32_t sent = atomic_load_explicit(&end->sent->count, memory_order_acquire);
    uint32_t taken = atomic_load_explicit(&end->taken->count, memory_order_relaxed);
    uint32_t waiting = ring_ahead(end->length, sent, taken);
    return waiting > end->length ? -1 : waiting > 0;
}

int camkes_msgqueue_wait(camkes_msgqueue_receiver_t *receiver)
{
    int found;
    while ((found = camkes_msgqueue_poll(receiver)) == 0) {
        uint64_t bits;
        if (cw_wait(receiver->end->notification, &bits) < 0)
            return -1;
    }
    return found > 0 ? 0 : -1;
}

int camkes_msgqueue_get(camkes_msgqueue_receiver_t *receiver, void *buffer, size_t size)
{
    const struct camkes_msgqueue_end *end = receiver->end;
    if (size > end->message_size || camkes_msgqueue_poll(receiver) != 1)
        return -1;
    uint32_t taken = atomic_load_explicit(&end->taken->count, memory_order_relaxed);
    memcpy(buffer, place(end, taken), size);
    atomic_store_explicit(&end->taken->count, ring_next(end->length, taken), memory_order_release);
    return 0;
}
