/* SPDX-License-Identifier: BSD-2-Clause */
#include "futex.h"

#include <stddef.h>

#include "abi/error.h"
#include "lock.h"
#include "sleep.h"

/* One queue for all words: a component has few threads, and the queue is empty nearly always. */
struct sleeper {
    struct sleeper *next;
    const uint32_t *word;
    cw_slot slot;
};

static struct lock queue_lock;
static struct sleeper *queue_head;
static struct sleeper **queue_tail = &queue_head;

static void queue_append(struct sleeper *sleeper)
{
    sleeper->next = NULL;
    *queue_tail = sleeper;
    queue_tail = &sleeper->next;
}

/* Takes the sleeper that *link points to out of the queue. */
static struct sleeper *queue_remove(struct sleeper **link)
{
    struct sleeper *sleeper = *link;
    *link = sleeper->next;
    if (queue_tail == &sleeper->next)
        queue_tail = link;
    sleeper->next = NULL;
    return sleeper;
}

/* Takes up to `most` sleepers on `word` out of the queue, oldest first; `taken` counts them. */
static struct sleeper *queue_take(const uint32_t *word, int most, int *taken)
{
    struct sleeper *list = NULL, **list_tail = &list;
    struct sleeper **link = &queue_head;
    while (*link && *taken < most) {
        if ((*link)->word != word) {
            link = &(*link)->next;
            continue;
        }
        *list_tail = queue_remove(link);
        list_tail = &(*list_tail)->next;
        *taken += 1;
    }
    return list;
}

static void wake_all(struct sleeper *list)
{
    while (list) {
        /* The sleeper lies on its thread's stack and is gone once that runs. */
        struct sleeper *next = list->next;
        sleep_wake(list->slot);
        list = next;
    }
}

int futex_wait(const uint32_t *word, uint32_t expected)
{
    struct sleeper self = {.word = word, .slot = sleep_self()};
    lock_acquire(&queue_lock);
    if (__atomic_load_n(word, __ATOMIC_SEQ_CST) != expected) {
        lock_release(&queue_lock);
        return -CW_EAGAIN;
    }
    queue_append(&self);
    lock_release(&queue_lock);
    sleep_wait(self.slot);
    return 0;
}

int futex_wake(const uint32_t *word, int most)
{
    int woken = 0;
    lock_acquire(&queue_lock);
    struct sleeper *list = queue_take(word, most, &woken);
    lock_release(&queue_lock);
    wake_all(list);
    return woken;
}

int futex_requeue(const uint32_t *word, const uint32_t *target, int wake, int move, const uint32_t *compare)
{
    int woken = 0, moved = 0;
    lock_acquire(&queue_lock);
    if (compare && __atomic_load_n(word, __ATOMIC_SEQ_CST) != *compare) {
        lock_release(&queue_lock);
        return -CW_EAGAIN;
    }
    struct sleeper *list = queue_take(word, wake, &woken);
    struct sleeper *others = queue_take(word, move, &moved);
    while (others) {
        struct sleeper *next = others->next;
        others->word = target;
        queue_append(others);
        others = next;
    }
    lock_release(&queue_lock);
    wake_all(list);
    return woken + moved;
}
