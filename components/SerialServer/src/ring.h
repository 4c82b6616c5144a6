/* SPDX-License-Identifier: BSD-2-Clause */
/* A queue of bytes of fixed size. */
#ifndef SERIAL_RING_H
#define SERIAL_RING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct ring {
    char *bytes;
    uint32_t size;    /* a power of two */
    uint32_t in, out; /* bytes ever put in and taken out, modulo 2^32 */
};

/* A ring of `size` bytes, a power of two, on the heap. False: no memory. */
bool ring_init(struct ring *ring, uint32_t size);

static inline uint32_t ring_used(const struct ring *ring)
{
    return ring->in - ring->out;
}

static inline uint32_t ring_room(const struct ring *ring)
{
    return ring->size - ring_used(ring);
}

/* Only if there is room. */
static inline void ring_put(struct ring *ring, char byte)
{
    ring->bytes[ring->in++ & (ring->size - 1)] = byte;
}

/* Only if the ring is not empty. */
static inline char ring_take(struct ring *ring)
{
    return ring->bytes[ring->out++ & (ring->size - 1)];
}

#endif
