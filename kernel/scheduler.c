/* SPDX-License-Identifier: BSD-2-Clause */
#include "scheduler.h"

#define WORD_BITS 64
#define WORDS     (SCHEDULER_PRIORITIES / WORD_BITS)

static struct {
    struct list queue[SCHEDULER_PRIORITIES];
    uint64_t occupied[WORDS]; /* bit p: queue[p] is not empty */
    uint64_t slice;
} scheduler;

void scheduler_init(uint64_t slice)
{
    for (unsigned i = 0; i < SCHEDULER_PRIORITIES; i++)
        list_init(&scheduler.queue[i]);
    for (unsigned i = 0; i < WORDS; i++)
        scheduler.occupied[i] = 0;
    scheduler.slice = slice;
}

static void enqueue_before(struct list *position, struct thread *thread)
{
    unsigned priority = thread->priority;
    list_insert(position, &thread->link);
    scheduler.occupied[priority / WORD_BITS] |= 1ull << priority % WORD_BITS;
}

static void enqueue(struct thread *thread)
{
    thread->slice_left = scheduler.slice;
    enqueue_before(&scheduler.queue[thread->priority], thread);
}

static void dequeue(struct thread *thread)
{
    unsigned priority = thread->priority;
    list_remove(&thread->link);
    if (list_empty(&scheduler.queue[priority]))
        scheduler.occupied[priority / WORD_BITS] &= ~(1ull << priority % WORD_BITS);
}

void scheduler_ready(struct thread *thread)
{
    thread->state = THREAD_READY;
    enqueue(thread);
}

void scheduler_continue(struct thread *thread)
{
    if (thread->slice_left == 0) {
        scheduler_ready(thread);
        return;
    }
    thread->state = THREAD_READY;
    enqueue_before(scheduler.queue[thread->priority].next, thread);
}

void scheduler_block(struct thread *thread, enum thread_state state)
{
    dequeue(thread);
    thread->state = state;
}

void scheduler_yield(struct thread *thread)
{
    dequeue(thread);
    enqueue(thread);
}

struct thread *scheduler_pick(void)
{
    for (unsigned i = WORDS; i-- > 0;) {
        if (scheduler.occupied[i] == 0)
            continue;
        unsigned bit = WORD_BITS - 1 - (unsigned)__builtin_clzll(scheduler.occupied[i]);
        return list_entry(scheduler.queue[i * WORD_BITS + bit].next, struct thread, link);
    }
    return NULL;
}

void scheduler_charge(struct thread *thread, uint64_t ticks)
{
    thread->slice_left -= ticks < thread->slice_left ? ticks : thread->slice_left;
    if (thread->slice_left == 0 && thread->state == THREAD_READY)
        scheduler_yield(thread);
}

uint64_t scheduler_slice(const struct thread *thread)
{
    const struct list *queue = &scheduler.queue[thread->priority];
    bool alone = queue->next == queue->previous;
    return alone ? UINT64_MAX : thread->slice_left;
}
