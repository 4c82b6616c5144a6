/* SPDX-License-Identifier: BSD-2-Clause */
#include "endpoint.h"

#include "abi/error.h"
#include "notification.h"
#include "scheduler.h"
#include "string.h"

void endpoint_init(struct endpoint *endpoint, const char *name, uint32_t receivers)
{
    *endpoint = (struct endpoint){.name = name, .receivers = receivers};
    list_init(&endpoint->senders);
    list_init(&endpoint->receiving);
}

static struct thread *first_of(struct list *queue)
{
    return list_empty(queue) ? NULL : list_entry(queue->next, struct thread, link);
}

/* Queues a sender behind all that are at least as urgent. Senders of one priority, the usual case, take one step. */
static void queue_sender(struct endpoint *endpoint, struct thread *thread)
{
    struct list *position = &endpoint->senders;
    while (position->previous != &endpoint->senders &&
           list_entry(position->previous, struct thread, link)->priority < thread->priority)
        position = position->previous;
    list_insert(position, &thread->link);
}

static void message_copy(const struct thread *from, const struct thread *to, uint64_t words)
{
    memcpy(to->message->word, from->message->word, words * sizeof(uint64_t));
}

/* Hands the message of `sender`, which is in no queue and not READY, to `receiver`, and gives its result. */
static void deliver(struct thread *sender, struct thread *receiver)
{
    if (sender->vcpu != NULL) {
        sender->state = THREAD_BLOCKED_EXIT;
        thread_set_result(receiver, 0, sender->badge);
        return;
    }
    message_copy(sender, receiver, sender->message_words);
    sender->state = THREAD_BLOCKED_REPLY;
    list_insert(receiver->callers.next, &sender->link);
    thread_set_result(receiver, (int64_t)sender->message_words, sender->badge);
}

/* Blocks READY `sender` and passes its message on, at once if somebody receives. */
static void send(struct endpoint *endpoint, struct thread *sender, enum thread_state queued)
{
    scheduler_block(sender, queued);
    struct thread *receiver = first_of(&endpoint->receiving);
    if (receiver == NULL) {
        queue_sender(endpoint, sender);
        return;
    }
    list_remove(&receiver->link);
    deliver(sender, receiver);
    scheduler_ready(receiver);
}

void endpoint_call(struct endpoint *endpoint, struct thread *thread, uint64_t badge, uint64_t words)
{
    if (words > CW_MESSAGE_WORDS) {
        thread_set_result(thread, -CW_EINVAL, 0);
        return;
    }
    if (endpoint->receivers == 0) {
        thread_set_result(thread, -CW_ECONNRESET, 0);
        return;
    }
    thread->message_words = words;
    thread->badge = badge;
    send(endpoint, thread, THREAD_BLOCKED_CALL);
}

void endpoint_receive(struct endpoint *endpoint, struct thread *thread)
{
    if (thread->bound != NULL && thread->bound->bits != 0) {
        thread_set_result(thread, CW_RECEIVE_NOTIFICATION, notification_take(thread->bound));
        return;
    }
    struct thread *sender = first_of(&endpoint->senders);
    if (sender != NULL) {
        list_remove(&sender->link);
        deliver(sender, thread);
        return;
    }
    scheduler_block(thread, THREAD_BLOCKED_RECEIVE);
    list_insert(&endpoint->receiving, &thread->link);
}

/* Answers the latest caller of `thread`; there is one, and `words` is in range. */
static void answer(struct thread *thread, uint64_t words)
{
    struct thread *caller = first_of(&thread->callers);
    list_remove(&caller->link);
    message_copy(thread, caller, words);
    thread_set_result(caller, (int64_t)words, 0);
    scheduler_ready(caller);
}

void endpoint_reply_receive(struct endpoint *endpoint, struct thread *thread, uint64_t words)
{
    if (words > CW_MESSAGE_WORDS) {
        thread_set_result(thread, -CW_EINVAL, 0);
        return;
    }
    if (!list_empty(&thread->callers))
        answer(thread, words);
    endpoint_receive(endpoint, thread);
}

void endpoint_reply(struct thread *thread, uint64_t words)
{
    int64_t result = 0;
    if (words > CW_MESSAGE_WORDS)
        result = -CW_EINVAL;
    else if (list_empty(&thread->callers))
        result = -CW_ENOENT;
    else
        answer(thread, words);
    thread_set_result(thread, result, 0);
}

void endpoint_send_exit(struct endpoint *endpoint, struct thread *thread, uint64_t badge)
{
    if (endpoint->receivers == 0) {
        thread_stop(thread);
        return;
    }
    thread->badge = badge;
    send(endpoint, thread, THREAD_BLOCKED_REPORT);
}

int endpoint_resume(struct thread *thread)
{
    if (thread->state != THREAD_BLOCKED_EXIT)
        return -CW_EBUSY;
    scheduler_continue(thread);
    return 0;
}

void endpoint_receiver_gone(struct endpoint *endpoint)
{
    if (--endpoint->receivers != 0)
        return;
    for (struct thread *sender; (sender = first_of(&endpoint->senders)) != NULL;) {
        if (sender->vcpu != NULL) {
            thread_stop(sender);
            continue;
        }
        list_remove(&sender->link);
        thread_set_result(sender, -CW_ECONNRESET, 0);
        scheduler_ready(sender);
    }
}
