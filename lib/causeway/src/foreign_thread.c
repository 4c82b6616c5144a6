/* SPDX-License-Identifier: BSD-2-Clause */
#define _GNU_SOURCE /* CLONE_ */
#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "causeway/component.h"
#include "causeway/thread.h"
#include "foreign.h"
#include "futex.h"
#include "park.h"

#define ARCH_SET_FS 0x1002

#define FUTEX_WAIT           0
#define FUTEX_WAKE           1
#define FUTEX_REQUEUE        3
#define FUTEX_CMP_REQUEUE    4
#define FUTEX_PRIVATE        128
#define FUTEX_CLOCK_REALTIME 256
#define SIGNAL_MASK_BYTES    8 /* the kernel's signal set, not the library's */

/* The library names one word, the same for all threads: the lock of its thread list, which a dying
   thread holds until it is gone. */
static uint32_t *exit_word;

/* Linux ids begin at 1. */
static int64_t thread_id(void)
{
    return (int64_t)cw_thread_index() + 1;
}

int64_t foreign_arch_prctl(struct frame *frame)
{
    return frame->rdi == ARCH_SET_FS ? cw_thread_set_tls(frame->rsi) : -EINVAL;
}

int64_t foreign_set_tid_address(struct frame *frame)
{
    exit_word = (uint32_t *)frame->rdi;
    return thread_id();
}

int64_t foreign_clone(struct frame *frame)
{
    const uint64_t needed =
        CLONE_VM | CLONE_THREAD | CLONE_SETTLS | CLONE_PARENT_SETTID | CLONE_CHILD_CLEARTID;
    if ((frame->rdi & needed) != needed)
        return -ENOSYS;
    int64_t id = park_clone(frame, frame->rsi, frame->r8);
    if (id > 0)
        *(int *)frame->rdx = (int)id;
    return id;
}

int64_t foreign_exit(struct frame *frame)
{
    (void)frame;
    if (exit_word) {
        __atomic_store_n(exit_word, 0, __ATOMIC_SEQ_CST);
        futex_wake(exit_word, 1);
    }
    cw_thread_exit();
}

int64_t foreign_getpid(struct frame *frame)
{
    (void)frame;
    return 1;
}

int64_t foreign_gettid(struct frame *frame)
{
    (void)frame;
    return thread_id();
}

/* Signals that a thread sends itself, by abort() or raise(), end it; there are no others. */
int64_t foreign_tkill(struct frame *frame)
{
    char text[128];
    if ((int64_t)frame->rdi != thread_id())
        return -EPERM;
    if (frame->rsi == 0)
        return 0;
    const struct causeway_thread *thread = &causeway_threads[cw_thread_index()];
    int length = snprintf(text, sizeof(text), "%.64s: thread %u stops: %s\n", thread->instance->name,
                          thread->number, strsignal((int)frame->rsi));
    thread->instance->print(text, (size_t)length);
    cw_thread_exit();
}

/* No signal ever arrives, so all masks are alike. */
int64_t foreign_sigprocmask(struct frame *frame)
{
    if (frame->rdx)
        memset((void *)frame->rdx, 0, SIGNAL_MASK_BYTES);
    return 0;
}

int64_t foreign_sched_yield(struct frame *frame)
{
    (void)frame;
    return cw_thread_yield();
}

/* Without a timer there is no sleep with an end: a wait with a timeout gives way once and returns as
   if woken; the library checks its clock and comes again. */
static int64_t wait(const uint32_t *word, uint32_t expected, const void *timeout)
{
    if (!timeout)
        return futex_wait(word, expected);
    if (__atomic_load_n(word, __ATOMIC_SEQ_CST) != expected)
        return -EAGAIN;
    return cw_thread_yield();
}

int64_t foreign_futex(struct frame *frame)
{
    const uint32_t *word = (const uint32_t *)frame->rdi;
    const uint32_t *target = (const uint32_t *)frame->r8;
    const uint32_t value = (uint32_t)frame->rdx, compare = (uint32_t)frame->r9;
    switch (frame->rsi & ~(uint64_t)(FUTEX_PRIVATE | FUTEX_CLOCK_REALTIME)) {
    case FUTEX_WAIT:
        return wait(word, value, (const void *)frame->r10);
    case FUTEX_WAKE:
        return futex_wake(word, (int)value);
    case FUTEX_REQUEUE:
        return futex_requeue(word, target, (int)value, (int)frame->r10, NULL);
    case FUTEX_CMP_REQUEUE:
        return futex_requeue(word, target, (int)value, (int)frame->r10, &compare);
    default:
        return -ENOSYS;
    }
}
