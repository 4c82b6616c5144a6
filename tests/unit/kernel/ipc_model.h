/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What notifications and endpoints should do, written as plainly as possible: no queues, only the moments at which
 * threads began to wait, and searches. Threads are numbers; a vCPU is one from MODEL_VCPUS on.
 */
#ifndef UNIT_IPC_MODEL_H
#define UNIT_IPC_MODEL_H

#include <stdbool.h>
#include <stdint.h>

#include "kernel/thread.h"

enum {
    MODEL_THREADS = 12,
    MODEL_VCPUS = 9, /* the first thread that is one */
    MODEL_NOTIFICATIONS = 3,
    MODEL_ENDPOINTS = 2,
    MODEL_NOBODY = -1,
};

struct model_thread {
    enum thread_state state;
    uint8_t priority;
    int object;     /* notification or endpoint that it waits at */
    int server;     /* BLOCKED_REPLY: who has its message */
    uint64_t since; /* moment at which it began to wait, or its message was taken */
    int bound;      /* notification, or MODEL_NOBODY */
    uint64_t badge, words;
    uint64_t message[CW_MESSAGE_WORDS];
    int64_t rax; /* latest result */
    uint64_t rdx;
    unsigned results; /* so far */
};

struct model {
    struct model_thread thread[MODEL_THREADS];
    uint64_t bits[MODEL_NOTIFICATIONS];
    unsigned receivers[MODEL_ENDPOINTS];
    uint64_t moment;
};

void model_signal(struct model *model, int notification, uint64_t badge);
void model_wait(struct model *model, int thread, int notification);
uint64_t model_take(struct model *model, int notification);
void model_call(struct model *model, int thread, int endpoint, uint64_t badge, uint64_t words);
void model_receive(struct model *model, int thread, int endpoint);
void model_reply_receive(struct model *model, int thread, int endpoint, uint64_t words);
void model_reply(struct model *model, int thread, uint64_t words);
void model_exit(struct model *model, int vcpu, int endpoint, uint64_t badge);
bool model_resume(struct model *model, int thread);
void model_stop(struct model *model, int thread);
void model_receiver_gone(struct model *model, int endpoint);

#endif
