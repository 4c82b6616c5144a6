/* SPDX-License-Identifier: BSD-2-Clause */
#include "timer.h"

#include "abi/syscall.h"

/* A binary heap: no entry's deadline is before its parent's, entry i having the parent (i - 1) / 2. */
static struct {
    struct timer **heap;
    uint32_t count;
} queue;

void timer_queue_init(struct timer **memory)
{
    queue.heap = memory;
    queue.count = 0;
}

void timer_init(struct timer *timer, const char *name, struct notification *notification, uint64_t badge)
{
    *timer = (struct timer){
        .name = name,
        .notification = notification,
        .badge = badge,
        .deadline = CW_TIMER_OFF,
    };
}

static void place(struct timer *timer, uint32_t position)
{
    queue.heap[position] = timer;
    timer->position = position;
}

/* Puts `timer` into the gap at `position`, moving later ancestors down. */
static void sift_up(struct timer *timer, uint32_t position)
{
    while (position > 0) {
        uint32_t parent = (position - 1) / 2;
        if (queue.heap[parent]->deadline <= timer->deadline)
            break;
        place(queue.heap[parent], position);
        position = parent;
    }
    place(timer, position);
}

/* Puts `timer` into the gap at `position`, moving earlier descendants up. */
static void sift_down(struct timer *timer, uint32_t position)
{
    for (;;) {
        uint32_t child = 2 * position + 1;
        if (child >= queue.count)
            break;
        if (child + 1 < queue.count && queue.heap[child + 1]->deadline < queue.heap[child]->deadline)
            child++;
        if (queue.heap[child]->deadline >= timer->deadline)
            break;
        place(queue.heap[child], position);
        position = child;
    }
    place(timer, position);
}

static void queue_insert(struct timer *timer)
{
    sift_up(timer, queue.count++);
}

static void queue_remove(struct timer *timer)
{
    uint32_t gap = timer->position;
    struct timer *last = queue.heap[--queue.count];
    if (last == timer)
        return;
    if (last->deadline < timer->deadline)
        sift_up(last, gap);
    else
        sift_down(last, gap);
}

void timer_set(struct timer *timer, uint64_t deadline, uint64_t now)
{
    if (timer->deadline != CW_TIMER_OFF)
        queue_remove(timer);
    timer->deadline = CW_TIMER_OFF;
    if (deadline == CW_TIMER_OFF)
        return;
    if (deadline <= now) {
        notification_signal(timer->notification, timer->badge);
        return;
    }
    timer->deadline = deadline;
    queue_insert(timer);
}

void timer_expire(uint64_t now)
{
    while (queue.count > 0 && queue.heap[0]->deadline <= now) {
        struct timer *timer = queue.heap[0];
        queue_remove(timer);
        timer->deadline = CW_TIMER_OFF;
        notification_signal(timer->notification, timer->badge);
    }
}

uint64_t timer_next(void)
{
    return queue.count > 0 ? queue.heap[0]->deadline : UINT64_MAX;
}
