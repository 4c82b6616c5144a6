/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The driver's side of a virtqueue. The device can only read what is kept of the blocks, so that all of it can be
 * trusted; what the device writes is checked.
 */
#include <string.h>

#include "camkes/component.h"
#include "camkes/virtqueue.h"
#include "ring.h"
#include "virtqueue_end.h"

#define NO_BLOCK CAMKES_VIRTQUEUE_END

int camkes_virtqueue_driver_init(virtqueue_driver_t *driver, unsigned id)
{
    const struct camkes_virtqueue_end *end = virtqueue_end(id, true);
    if (!end)
        return -1;
    for (uint32_t i = 0; i < end->length; i++)
        end->sent->block[i] = (struct camkes_virtqueue_block){.next = i + 1 < end->length ? i + 1 : NO_BLOCK};
    *driver = (virtqueue_driver_t){.end = end};
    return 0;
}

static unsigned char *block_memory(const struct camkes_virtqueue_end *end, uint32_t block)
{
    return end->blocks + (size_t)block * end->block_size;
}

/* The block that begins at `buffer`, or NO_BLOCK. */
static uint32_t block_at(const struct camkes_virtqueue_end *end, const void *buffer)
{
    uintptr_t offset = (uintptr_t)buffer - (uintptr_t)end->blocks;
    if (offset % end->block_size != 0 || offset / end->block_size >= end->length)
        return NO_BLOCK;
    return (uint32_t)(offset / end->block_size);
}

static uint32_t take_block(virtqueue_driver_t *driver)
{
    uint32_t block = driver->free;
    if (block != NO_BLOCK)
        driver->free = driver->end->sent->block[block].next;
    return block;
}

static void free_chain(virtqueue_driver_t *driver, uint32_t first)
{
    struct camkes_virtqueue_block *block = driver->end->sent->block;
    uint32_t last = first;
    block[last].state = CAMKES_VIRTQUEUE_FREE;
    while (block[last].next != NO_BLOCK) {
        last = block[last].next;
        block[last].state = CAMKES_VIRTQUEUE_FREE;
    }
    block[last].next = driver->free;
    driver->free = first;
}

int camkes_virtqueue_buffer_alloc(virtqueue_driver_t *driver, void **buffer, size_t size)
{
    const struct camkes_virtqueue_end *end = driver->end;
    uint32_t block = size > end->block_size ? NO_BLOCK : take_block(driver);
    if (block == NO_BLOCK)
        return -1;
    end->sent->block[block] = (struct camkes_virtqueue_block){0, NO_BLOCK, CAMKES_VIRTQUEUE_HELD};
    *buffer = block_memory(end, block);
    memset(*buffer, 0, size);
    return 0;
}

void camkes_virtqueue_buffer_free(virtqueue_driver_t *driver, void *buffer)
{
    uint32_t block = block_at(driver->end, buffer);
    if (block != NO_BLOCK && driver->end->sent->block[block].state == CAMKES_VIRTQUEUE_HELD)
        free_chain(driver, block);
}

/* The chain's blocks are linked and have their sizes. */
static void send_chain(virtqueue_driver_t *driver, uint32_t first)
{
    const struct camkes_virtqueue_end *end = driver->end;
    end->sent->block[first].state = CAMKES_VIRTQUEUE_SENT;
    virtqueue_firsts(end)[driver->sent % end->length] = first;
    driver->sent = ring_next(end->length, driver->sent);
    atomic_store_explicit(&end->sent->count, driver->sent, memory_order_release);
    cw_signal(end->signal);
}

static void unlink_blocks(const struct camkes_virtqueue_end *end, uint32_t first)
{
    for (uint32_t next = first; next != NO_BLOCK;) {
        struct camkes_virtqueue_block *block = &end->sent->block[next];
        next = block->next;
        *block = (struct camkes_virtqueue_block){0, NO_BLOCK, CAMKES_VIRTQUEUE_HELD};
    }
}

/* Makes a chain of the blocks; gives its first. NO_BLOCK: one of them cannot be sent, and all are as before. */
static uint32_t link_blocks(const struct camkes_virtqueue_end *end, void *const buffers[],
                            const size_t sizes[], unsigned count)
{
    uint32_t next = NO_BLOCK;
    for (unsigned i = count; i-- > 0;) {
        uint32_t block = block_at(end, buffers[i]);
        if (block == NO_BLOCK || sizes[i] > end->block_size ||
            end->sent->block[block].state != CAMKES_VIRTQUEUE_HELD) {
            unlink_blocks(end, next);
            return NO_BLOCK;
        }
        end->sent->block[block] =
            (struct camkes_virtqueue_block){(uint32_t)sizes[i], next, CAMKES_VIRTQUEUE_LINKED};
        next = block;
    }
    return next;
}

int camkes_virtqueue_driver_send(virtqueue_driver_t *driver, void *const buffers[], const size_t sizes[],
                                 unsigned count)
{
    uint32_t first = link_blocks(driver->end, buffers, sizes, count);
    if (first == NO_BLOCK)
        return -1;
    send_chain(driver, first);
    return 0;
}

int camkes_virtqueue_driver_scatter_send_buffer(virtqueue_driver_t *driver, const void *buffer, size_t size)
{
    const struct camkes_virtqueue_end *end = driver->end;
    const unsigned char *bytes = buffer;
    uint32_t first = NO_BLOCK;
    if (size == 0)
        return -1;
    /* The last bytes first, so that each block can be linked to the one that follows. */
    while (size > 0) {
        uint32_t block = take_block(driver);
        if (block == NO_BLOCK) {
            if (first != NO_BLOCK)
                free_chain(driver, first);
            return -1;
        }
        size_t part = (size - 1) % end->block_size + 1;
        size -= part;
        memcpy(block_memory(end, block), bytes + size, part);
        end->sent->block[block] =
            (struct camkes_virtqueue_block){(uint32_t)part, first, CAMKES_VIRTQUEUE_LINKED};
        first = block;
    }
    send_chain(driver, first);
    return 0;
}

int camkes_virtqueue_driver_poll(virtqueue_driver_t *driver)
{
    const struct camkes_virtqueue_end *end = driver->end;
    return ring_poll(end->length, &end->returned->count, driver->returned);
}

int camkes_virtqueue_driver_wait(virtqueue_driver_t *driver)
{
    const struct camkes_virtqueue_end *end = driver->end;
    return ring_wait(end->length, &end->returned->count, driver->returned, end->wait);
}

static size_t chain_size(const struct camkes_virtqueue_end *end, uint32_t block)
{
    size_t size = 0;
    for (; block != NO_BLOCK; block = end->sent->block[block].next)
        size += end->sent->block[block].size;
    return size;
}

int camkes_virtqueue_driver_get(virtqueue_driver_t *driver, virtqueue_chain_t *chain)
{
    const struct camkes_virtqueue_end *end = driver->end;
    if (camkes_virtqueue_driver_poll(driver) != 1)
        return -1;
    const volatile struct camkes_virtqueue_answer *answer =
        &end->returned->answer[driver->returned % end->length];
    uint32_t first = answer->first, size = answer->size;
    driver->returned = ring_next(end->length, driver->returned);
    if (first >= end->length || end->sent->block[first].state != CAMKES_VIRTQUEUE_SENT)
        return -1;
    end->sent->block[first].state = CAMKES_VIRTQUEUE_RETURNED;
    size_t whole = chain_size(end, first);
    *chain = (virtqueue_chain_t){.first = first, .size = size < whole ? size : (uint32_t)whole};
    return 0;
}

int camkes_virtqueue_driver_gather_copy_buffer(virtqueue_driver_t *driver, const virtqueue_chain_t *chain,
                                               void *buffer, size_t size)
{
    const struct camkes_virtqueue_end *end = driver->end;
    unsigned char *to = buffer;
    if (size > chain_size(end, chain->first))
        return -1;
    for (uint32_t block = chain->first; size > 0; block = end->sent->block[block].next) {
        size_t part = end->sent->block[block].size;
        part = part < size ? part : size;
        memcpy(to, block_memory(end, block), part);
        to += part;
        size -= part;
    }
    return 0;
}

void camkes_virtqueue_driver_done(virtqueue_driver_t *driver, const virtqueue_chain_t *chain)
{
    if (driver->end->sent->block[chain->first].state == CAMKES_VIRTQUEUE_RETURNED)
        free_chain(driver, chain->first);
}
