/* SPDX-License-Identifier: BSD-2-Clause */
/* The device's side of a virtqueue. Whatever it reads may change at any time: each word is read once, and checked. */
#include <string.h>

#include "camkes/component.h"
#include "camkes/virtqueue.h"
#include "ring.h"
#include "virtqueue_end.h"

int camkes_virtqueue_device_init(virtqueue_device_t *device, unsigned id)
{
    const struct camkes_virtqueue_end *end = virtqueue_end(id, false);
    if (!end)
        return -1;
    *device = (virtqueue_device_t){.end = end};
    return 0;
}

int camkes_virtqueue_device_poll(virtqueue_device_t *device)
{
    const struct camkes_virtqueue_end *end = device->end;
    return ring_poll(end->length, &end->sent->count, device->sent);
}

int camkes_virtqueue_device_wait(virtqueue_device_t *device)
{
    const struct camkes_virtqueue_end *end = device->end;
    return ring_wait(end->length, &end->sent->count, device->sent, end->wait);
}

int camkes_virtqueue_device_get(virtqueue_device_t *device, virtqueue_chain_t *chain)
{
    const struct camkes_virtqueue_end *end = device->end;
    if (camkes_virtqueue_device_poll(device) != 1)
        return -1;
    uint32_t first = virtqueue_firsts(end)[device->sent % end->length];
    device->sent = ring_next(end->length, device->sent);
    if (first >= end->length)
        return -1;
    *chain = (virtqueue_chain_t){.first = first};
    device->held++;
    return 0;
}

/* A walk along a chain that its driver may change meanwhile. */
struct walk {
    const struct camkes_virtqueue_end *end;
    uint32_t next;  /* block */
    uint32_t steps; /* left: no chain has more blocks than the ring has */
};

static struct walk walk_start(const virtqueue_device_t *device, const virtqueue_chain_t *chain)
{
    return (struct walk){device->end, chain->first, device->end->length};
}

/* The next block's memory, and its bytes; NULL: the chain ends, or is broken (then walk->next is not the end). */
static unsigned char *walk_on(struct walk *walk, size_t *size)
{
    uint32_t number = walk->next;
    if (number >= walk->end->length || walk->steps == 0)
        return NULL;
    const volatile struct camkes_virtqueue_block *block = &walk->end->sent->block[number];
    *size = block->size;
    if (*size > walk->end->block_size)
        return NULL;
    walk->next = block->next;
    walk->steps--;
    return walk->end->blocks + (size_t)number * walk->end->block_size;
}

size_t camkes_virtqueue_device_chain_size(const virtqueue_device_t *device, const virtqueue_chain_t *chain)
{
    struct walk walk = walk_start(device, chain);
    size_t size, whole = 0;
    while (walk_on(&walk, &size))
        whole += size;
    return walk.next == CAMKES_VIRTQUEUE_END ? whole : 0;
}

/* Copies the first `size` bytes of a chain to `to`, or, if that is NULL, from `from` into the chain. */
static int copy(const virtqueue_device_t *device, const virtqueue_chain_t *chain, unsigned char *to,
                const unsigned char *from, size_t size)
{
    struct walk walk = walk_start(device, chain);
    for (size_t done = 0, part; done < size; done += part) {
        unsigned char *memory = walk_on(&walk, &part);
        if (!memory)
            return -1;
        part = part < size - done ? part : size - done;
        if (to)
            memcpy(to + done, memory, part);
        else
            memcpy(memory, from + done, part);
    }
    return 0;
}

int camkes_virtqueue_device_gather_copy_buffer(virtqueue_device_t *device, const virtqueue_chain_t *chain,
                                               void *buffer, size_t size)
{
    return copy(device, chain, buffer, NULL, size);
}

int camkes_virtqueue_device_scatter_copy_buffer(virtqueue_device_t *device, const virtqueue_chain_t *chain,
                                                const void *buffer, size_t size)
{
    return copy(device, chain, NULL, buffer, size);
}

int camkes_virtqueue_device_done(virtqueue_device_t *device, const virtqueue_chain_t *chain, size_t size)
{
    const struct camkes_virtqueue_end *end = device->end;
    if (device->held == 0)
        return -1;
    device->held--;
    struct camkes_virtqueue_answer *answer = &end->returned->answer[device->returned % end->length];
    *answer = (struct camkes_virtqueue_answer){chain->first, size < UINT32_MAX ? (uint32_t)size : UINT32_MAX};
    device->returned = ring_next(end->length, device->returned);
    atomic_store_explicit(&end->returned->count, device->returned, memory_order_release);
    cw_signal(end->signal);
    return 0;
}
