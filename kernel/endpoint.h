/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Endpoints: synchronous messages, one caller to one receiver, and its reply. abi/syscall.h says what a component
 * sees. Messages are copied from page to page while both threads stand still; nothing is buffered.
 *
 * Senders are taken most urgent first, then first come first served. A receiver keeps its own priority while it
 * works for a caller: a procedure's server is given the priority of its most urgent client, or a higher one, in
 * the system table (the default is one priority for all). Then no client is held up by less urgent threads
 * longer than the server's own work takes, and the kernel needs no donation.
 */
#ifndef KERNEL_ENDPOINT_H
#define KERNEL_ENDPOINT_H

#include <stdint.h>

#include "list.h"
#include "thread.h"

struct endpoint {
    const char *name;
    uint32_t receivers;    /* slots with the RECEIVE right in domains that have not been stopped */
    struct list senders;   /* BLOCKED_CALL and BLOCKED_REPORT; empty while anybody receives */
    struct list receiving; /* BLOCKED_RECEIVE, first come first served */
};

/* `receivers`: number of slots of the system table that give the RECEIVE right. */
void endpoint_init(struct endpoint *endpoint, const char *name, uint32_t receivers);

/*
 * For READY `thread`: sends `words` words of its message page with `badge` and waits for the reply. Result: words
 * of the reply; -CW_EINVAL: `words` above CW_MESSAGE_WORDS; -CW_ECONNRESET: nobody is left to receive, or the
 * receiver has been stopped.
 */
void endpoint_call(struct endpoint *endpoint, struct thread *thread, uint64_t badge, uint64_t words);

/*
 * For READY `thread`: result is the next message's length and badge, or CW_RECEIVE_NOTIFICATION and the bits of
 * its bound notification; signalled bits come before messages. Blocks until there is one of the two. A caller
 * that the thread has not answered goes on waiting for it.
 */
void endpoint_receive(struct endpoint *endpoint, struct thread *thread);

/*
 * For READY `thread`: answers its latest unanswered caller, if there is one, with `words` words of its message
 * page, then receives. Result as of endpoint_receive(), or -CW_EINVAL: `words` above CW_MESSAGE_WORDS, and nothing
 * has happened.
 */
void endpoint_reply_receive(struct endpoint *endpoint, struct thread *thread, uint64_t words);

/* For READY `thread`: answers its latest unanswered caller. Result: 0; -CW_ENOENT: there is none; -CW_EINVAL. */
void endpoint_reply(struct thread *thread, uint64_t words);

/*
 * For a READY vCPU thread: makes a message of length 0 with `badge` appear and blocks the thread: BLOCKED_REPORT
 * until the message is taken, then BLOCKED_EXIT. With nobody left to receive, the thread is STOPPED.
 */
void endpoint_send_exit(struct endpoint *endpoint, struct thread *thread, uint64_t badge);

/*
 * Makes a vCPU thread that is BLOCKED_EXIT READY again. Returns 0, or -CW_EBUSY in any other state: in particular
 * BLOCKED_REPORT, so that a resumed vCPU never has an old message under way.
 */
int endpoint_resume(struct thread *thread);

/*
 * A domain with a RECEIVE slot has been stopped: called once for each such slot, after thread_stop() of the domain's
 * threads. When no receiver is left, queued callers get -CW_ECONNRESET and queued vCPUs are STOPPED.
 */
void endpoint_receiver_gone(struct endpoint *endpoint);

#endif
