/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The calling thread: who it is and where its message buffer lies.
 */
#ifndef CAUSEWAY_THREAD_H
#define CAUSEWAY_THREAD_H

#include <stdint.h>

#include "abi/syscall.h"

/* Set once when a thread starts, before any of the component's code runs on it. */
extern _Thread_local struct cw_message *causeway_thread_message;
extern _Thread_local uint32_t causeway_thread_number;

/* The page that the kernel reads and writes in call, reply and receive. Every call on this thread
   that sends or receives replaces its contents. */
static inline struct cw_message *cw_message_buffer(void)
{
    return causeway_thread_message;
}

/* The thread's index in its component: 0 is the control thread. */
static inline uint32_t cw_thread_index(void)
{
    return causeway_thread_number;
}

#endif
