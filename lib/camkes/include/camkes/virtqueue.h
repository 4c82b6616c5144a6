/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Rings of buffers between a driver and a device (connector seL4VirtQueues). The driver fills buffers and sends chains
 * of them; the device reads them, may write its answer into the same chain, and hands it back. Chains may come back in
 * any order.
 *
 * The memory of buffers is shared, and cut into as many blocks of one size as the ring has entries. What else the
 * driver writes, the device can only read, and the other way round. Whatever the other side writes, a component reads
 * and writes within the blocks and its own memory; contents are copied once.
 *
 * One thread at a time may use a driver, and one a device. Functions that return int give 0, or -1 for the reasons that
 * stand with them.
 */
#ifndef CAMKES_VIRTQUEUE_H
#define CAMKES_VIRTQUEUE_H

#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

#include "causeway/syscall.h"

enum camkes_virtqueue_state {
    CAMKES_VIRTQUEUE_FREE,
    CAMKES_VIRTQUEUE_HELD,     /* from buffer_alloc */
    CAMKES_VIRTQUEUE_LINKED,   /* in a chain, not its first */
    CAMKES_VIRTQUEUE_SENT,     /* first of a chain that the device has */
    CAMKES_VIRTQUEUE_RETURNED, /* first of a chain that has come back */
};

/* What the driver writes of a block. */
struct camkes_virtqueue_block {
    uint32_t size;  /* bytes in use */
    uint32_t next;  /* block that follows in its chain, or CAMKES_VIRTQUEUE_END */
    uint32_t state; /* enum camkes_virtqueue_state */
};

#define CAMKES_VIRTQUEUE_END UINT32_MAX

/* The driver's part: how many chains it has sent, from 0 to twice the length less 1 and round; then the blocks; then
   the first block of each chain that was sent, `length` of them, used in turn. */
struct camkes_virtqueue_sent {
    _Atomic uint32_t count;
    uint32_t reserved[15];
    struct camkes_virtqueue_block block[];
};

struct camkes_virtqueue_answer {
    uint32_t first, size;
};

/* The device's part: how many chains it has handed back, counted as above; then those chains, used in turn. */
struct camkes_virtqueue_returned {
    _Atomic uint32_t count;
    uint32_t reserved[15];
    struct camkes_virtqueue_answer answer[];
};

/* One end, from the generated code. */
struct camkes_virtqueue_end {
    unsigned id; /* X_id */
    _Bool drives;
    cw_slot signal, wait; /* notifications: of the other side, and its own */
    uint32_t length;      /* entries of the ring */
    uint32_t block_size;  /* bytes */
    struct camkes_virtqueue_sent *sent;
    struct camkes_virtqueue_returned *returned;
    unsigned char *blocks;
};

typedef struct {
    const struct camkes_virtqueue_end *end;
    uint32_t sent, returned; /* its own count, and how many answers it has taken */
    uint32_t free;           /* first block of the free ones */
} virtqueue_driver_t;

typedef struct {
    const struct camkes_virtqueue_end *end;
    uint32_t sent, returned; /* how far it has looked, and its own count */
    uint32_t held;           /* chains that it has taken and not handed back */
} virtqueue_device_t;

/* A chain on the device's side, or one that has come back to the driver. */
typedef struct {
    uint32_t first; /* block */
    uint32_t size;  /* driver: bytes that the device says it has written, at most those of the chain */
} virtqueue_chain_t;

/* Finds the component's virtqueue with this id. -1: there is none of this kind. Once for each. */
int camkes_virtqueue_driver_init(virtqueue_driver_t *driver, unsigned id);
int camkes_virtqueue_device_init(virtqueue_device_t *device, unsigned id);

/* Takes one free block, zeroed for its first `size` bytes. -1: none is free, or `size` is more than a block has. */
int camkes_virtqueue_buffer_alloc(virtqueue_driver_t *driver, void **buffer, size_t size);

/* Gives back a block of buffer_alloc that was not sent; other addresses do nothing. */
void camkes_virtqueue_buffer_free(virtqueue_driver_t *driver, void *buffer);

/* Sends `count` blocks of buffer_alloc as one chain, in which each has sizes[i] bytes, and signals the device. -1:
   nothing to send, not such blocks, or too large a size; they stay the caller's. */
int camkes_virtqueue_driver_send(virtqueue_driver_t *driver, void *const buffers[], const size_t sizes[],
                                 unsigned count);

/* Copies `size` bytes into free blocks and sends them as one chain. -1: too few blocks are free, or `size` is 0; then
   nothing is sent. */
int camkes_virtqueue_driver_scatter_send_buffer(virtqueue_driver_t *driver, const void *buffer, size_t size);

/* 1: a chain has come back, or has been sent; 0: none; -1: the other side has broken the ring. */
int camkes_virtqueue_driver_poll(virtqueue_driver_t *driver);
int camkes_virtqueue_device_poll(virtqueue_device_t *device);

/* Blocks until poll would give 1. -1: as above. */
int camkes_virtqueue_driver_wait(virtqueue_driver_t *driver);
int camkes_virtqueue_device_wait(virtqueue_device_t *device);

/* Takes the next chain that has come back; its blocks are the caller's until camkes_virtqueue_driver_done.
   -1: there is none, or the device has handed back what it has not got. */
int camkes_virtqueue_driver_get(virtqueue_driver_t *driver, virtqueue_chain_t *chain);

/* Copies the first `size` bytes of a chain that came back. -1: the chain has fewer. */
int camkes_virtqueue_driver_gather_copy_buffer(virtqueue_driver_t *driver, const virtqueue_chain_t *chain,
                                               void *buffer, size_t size);

/* Frees the blocks of a chain that came back; a second time does nothing. */
void camkes_virtqueue_driver_done(virtqueue_driver_t *driver, const virtqueue_chain_t *chain);

/* Takes the next chain that was sent. -1: there is none, or what was sent is no block. */
int camkes_virtqueue_device_get(virtqueue_device_t *device, virtqueue_chain_t *chain);

/* Bytes of a chain; 0: the driver has broken it. It may change at any time. */
size_t camkes_virtqueue_device_chain_size(const virtqueue_device_t *device, const virtqueue_chain_t *chain);

/* Copies the first `size` bytes of a chain to `buffer`, or of `buffer` to a chain. -1: the chain has fewer, or the
   driver has broken it; some may have been copied. */
int camkes_virtqueue_device_gather_copy_buffer(virtqueue_device_t *device, const virtqueue_chain_t *chain,
                                               void *buffer, size_t size);
int camkes_virtqueue_device_scatter_copy_buffer(virtqueue_device_t *device, const virtqueue_chain_t *chain,
                                                const void *buffer, size_t size);

/* Hands a chain back, with `size` bytes written, and signals the driver. -1: the device has taken no chain that it has
   not handed back. */
int camkes_virtqueue_device_done(virtqueue_device_t *device, const virtqueue_chain_t *chain, size_t size);

#endif
