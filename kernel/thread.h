/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Threads: what is scheduled, and what waits. A vCPU is a thread that runs guest code.
 *
 * The kernel runs on one processor with interrupts off, one system call or interrupt at a time, so nothing in
 * the portable files locks. Threads are made once, at boot, and never freed.
 *
 * An operation that a thread asks for (notification_wait, endpoint_call, ...) does one of two things: it
 * gives the result with thread_set_result() and leaves the thread ready, or it blocks the thread, and the
 * result is given later, by whoever wakes it. After an operation the caller runs scheduler_pick()'s choice.
 */
#ifndef KERNEL_THREAD_H
#define KERNEL_THREAD_H

#include <stdbool.h>
#include <stdint.h>

#include "abi/syscall.h"
#include "arch_thread.h"
#include "list.h"

struct domain;
struct notification;
struct vcpu;

enum thread_state {
    THREAD_INACTIVE,             /* made, not started */
    THREAD_READY,                /* running or waiting for the processor: in a ready queue */
    THREAD_BLOCKED_NOTIFICATION, /* in a notification's queue */
    THREAD_BLOCKED_CALL,         /* in an endpoint's sender queue, message not yet taken */
    THREAD_BLOCKED_REPLY,        /* message taken; in the receiver's `callers` */
    THREAD_BLOCKED_RECEIVE,      /* in an endpoint's receiver queue */
    THREAD_BLOCKED_REPORT,       /* vCPU: its exit message is in an endpoint's sender queue */
    THREAD_BLOCKED_EXIT,         /* vCPU: at an exit that the VMM has been told of */
    THREAD_BLOCKED_HALT,         /* vCPU: waits for an interrupt; in no queue */
    THREAD_STOPPED,              /* never runs again */
};

struct thread {
    const char *name;      /* lives as long as the kernel */
    struct domain *domain; /* of a vCPU: its VMM's */
    struct vcpu *vcpu;     /* NULL for a thread that runs component code */
    enum thread_state state;
    uint8_t priority;
    struct list link;    /* in the one queue that `state` says */
    uint64_t slice_left; /* the scheduler's: ticks of the time-stamp counter */

    struct notification *bound; /* NULL, or the notification that also ends this thread's receive */

    struct cw_message *message; /* kernel address of the message page; NULL for a vCPU */
    uint64_t message_words;     /* BLOCKED_CALL: length of the message */
    uint64_t badge;             /* BLOCKED_CALL, BLOCKED_REPORT: badge of the message */
    struct list callers;        /* threads that wait for this thread's reply, latest first */

    struct arch_thread arch;
};

/*
 * Makes an INACTIVE thread. `message`: kernel address of its message page, NULL if `vcpu` is given. The
 * caller fills in `arch` and starts it with scheduler_ready(); a vCPU begins with thread_await_resume().
 */
void thread_init(struct thread *thread, const char *name, struct domain *domain, uint8_t priority,
                 struct cw_message *message, struct vcpu *vcpu);

/* Puts an INACTIVE vCPU thread at an exit without a message: BLOCKED_EXIT, so that its VMM may resume it. */
void thread_await_resume(struct thread *thread);

/*
 * Ends a thread in any state: takes it out of whatever queue it is in, and its callers get -CW_ECONNRESET. Stopping a
 * stopped thread does nothing.
 */
void thread_stop(struct thread *thread);

/* By the architecture: what the thread finds in RAX and RDX when it continues. Never called for a vCPU. */
void thread_set_result(struct thread *thread, int64_t rax, uint64_t rdx);

#endif
