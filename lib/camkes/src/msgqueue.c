/* SPDX-License-Identifier: BSD-2-Clause */
#include "camkes/msgqueue.h"

#include <string.h>

#include "camkes/component.h"
#include "ring.h"

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

static uint32_t taken_count(const struct camkes_msgqueue_end *end)
{
    return atomic_load_explicit(&end->taken->count, memory_order_relaxed);
}

int camkes_msgqueue_poll(camkes_msgqueue_receiver_t *receiver)
{
    const struct camkes_msgqueue_end *end = receiver->end;
    return ring_poll(end->length, &end->sent->count, taken_count(end));
}

int camkes_msgqueue_wait(camkes_msgqueue_receiver_t *receiver)
{
    const struct camkes_msgqueue_end *end = receiver->end;
    return ring_wait(end->length, &end->sent->count, taken_count(end), end->notification);
}

int camkes_msgqueue_get(camkes_msgqueue_receiver_t *receiver, void *buffer, size_t size)
{
    const struct camkes_msgqueue_end *end = receiver->end;
    if (size > end->message_size || camkes_msgqueue_poll(receiver) != 1)
        return -1;
    uint32_t taken = taken_count(end);
    memcpy(buffer, place(end, taken), size);
    atomic_store_explicit(&end->taken->count, ring_next(end->length, taken), memory_order_release);
    return 0;
}
