/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A one-way queue of messages of one size, from one component to another (connector seL4MessageQueue).
 *
 * The sender writes its count and the messages in memory that the receiver can only read; the receiver writes its count
 * in a page that the sender can only read. Whatever the other side writes, a component reads and writes within its
 * own memory, and never waits for more than a signal.
 *
 * One thread at a time may use a sender, and one a receiver.
 */
#ifndef CAMKES_MSGQUEUE_H
#define CAMKES_MSGQUEUE_H

#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

#include "causeway/syscall.h"

/* Both counts go from 0 to twice the queue's length less 1, and round. */
struct camkes_msgqueue_sent {
    _Atomic uint32_t count;
    unsigned char reserved[60];
    unsigned char messages[];
};

struct camkes_msgqueue_taken {
    _Atomic uint32_t count;
};

/* One end, from the generated code. */
struct camkes_msgqueue_end {
    int id; /* X_id */
    _Bool sends;
    cw_slot notification; /* sender: SIGNAL, receiver: WAIT */
    uint32_t length;      /* messages */
    size_t message_size;  /* bytes */
    struct camkes_msgqueue_sent *sent;
    struct camkes_msgqueue_taken *taken;
};

typedef struct {
    const struct camkes_msgqueue_end *end;
} camkes_msgqueue_sender_t;

typedef struct {
    const struct camkes_msgqueue_end *end;
} camkes_msgqueue_receiver_t;

/* Finds the component's queue with this id. 0; -1: there is none in this direction. */
int camkes_msgqueue_sender_init(int id, camkes_msgqueue_sender_t *sender);
int camkes_msgqueue_receiver_init(int id, camkes_msgqueue_receiver_t *receiver);

/* Puts a copy of `size` bytes into the queue and signals the receiver; never blocks. 0; -1: the queue is full, or
   `size` is more than a message. What of a message is not sent is what was there before. */
int camkes_msgqueue_send(camkes_msgqueue_sender_t *sender, const void *message, size_t size);

/* 1: a message can be taken; 0: none; -1: the sender has broken the queue. */
int camkes_msgqueue_poll(camkes_msgqueue_receiver_t *receiver);

/* Blocks until a message can be taken. 0; -1: as above. */
int camkes_msgqueue_wait(camkes_msgqueue_receiver_t *receiver);

/* Takes the oldest message: `size` bytes of it go to `buffer`. 0; -1: there is none, or `size` is more than one has. */
int camkes_msgqueue_get(camkes_msgqueue_receiver_t *receiver, void *buffer, size_t size);

#endif
