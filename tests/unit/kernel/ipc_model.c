/* SPDX-License-Identifier: BSD-2-Clause */
#include "ipc_model.h"

#include <string.h>

#include "abi/error.h"

static void finish(struct model *m, int thread, int64_t rax, uint64_t rdx)
{
    m->thread[thread].state = THREAD_READY;
    m->thread[thread].rax = rax;
    m->thread[thread].rdx = rdx;
    m->thread[thread].results++;
}

static void block(struct model *m, int thread, enum thread_state state, int object)
{
    m->thread[thread].state = state;
    m->thread[thread].object = object;
    m->thread[thread].since = m->moment++;
}

/* The thread that has waited longest in `state` at `object`. */
static int longest(const struct model *m, enum thread_state state, int object)
{
    int found = MODEL_NOBODY;
    for (int i = 0; i < MODEL_THREADS; i++) {
        const struct model_thread *t = &m->thread[i];
        if (t->state == state && t->object == object &&
            (found == MODEL_NOBODY || t->since < m->thread[found].since))
            found = i;
    }
    return found;
}

/* The most urgent sender at `endpoint`, and of these the one that has waited longest. */
static int next_sender(const struct model *m, int endpoint)
{
    int found = MODEL_NOBODY;
    for (int i = 0; i < MODEL_THREADS; i++) {
        const struct model_thread *t = &m->thread[i];
        if ((t->state != THREAD_BLOCKED_CALL && t->state != THREAD_BLOCKED_REPORT) || t->object != endpoint)
            continue;
        if (found == MODEL_NOBODY || t->priority > m->thread[found].priority ||
            (t->priority == m->thread[found].priority && t->since < m->thread[found].since))
            found = i;
    }
    return found;
}

/* The caller of `server` whose message was taken last. */
static int latest_caller(const struct model *m, int server)
{
    int found = MODEL_NOBODY;
    for (int i = 0; i < MODEL_THREADS; i++) {
        const struct model_thread *t = &m->thread[i];
        if (t->state == THREAD_BLOCKED_REPLY && t->server == server &&
            (found == MODEL_NOBODY || t->since > m->thread[found].since))
            found = i;
    }
    return found;
}

void model_signal(struct model *m, int notification, uint64_t badge)
{
    m->bits[notification] |= badge;
    if (m->bits[notification] == 0)
        return;
    for (int i = 0; i < MODEL_THREADS; i++)
        if (m->thread[i].bound == notification && m->thread[i].state == THREAD_BLOCKED_RECEIVE) {
            finish(m, i, CW_RECEIVE_NOTIFICATION, model_take(m, notification));
            return;
        }
    int waiter = longest(m, THREAD_BLOCKED_NOTIFICATION, notification);
    if (waiter != MODEL_NOBODY)
        finish(m, waiter, 0, model_take(m, notification));
}

void model_wait(struct model *m, int thread, int notification)
{
    if (m->bits[notification] != 0)
        finish(m, thread, 0, model_take(m, notification));
    else
        block(m, thread, THREAD_BLOCKED_NOTIFICATION, notification);
}

uint64_t model_take(struct model *m, int notification)
{
    uint64_t bits = m->bits[notification];
    m->bits[notification] = 0;
    return bits;
}

static void deliver(struct model *m, int sender, int receiver)
{
    struct model_thread *from = &m->thread[sender], *to = &m->thread[receiver];
    if (sender >= MODEL_VCPUS) {
        from->state = THREAD_BLOCKED_EXIT;
        finish(m, receiver, 0, from->badge);
        return;
    }
    memcpy(to->message, from->message, from->words * 8);
    block(m, sender, THREAD_BLOCKED_REPLY, MODEL_NOBODY);
    from->server = receiver;
    finish(m, receiver, (int64_t)from->words, from->badge);
}

static void send(struct model *m, int thread, int endpoint, enum thread_state state)
{
    block(m, thread, state, endpoint);
    int receiver = longest(m, THREAD_BLOCKED_RECEIVE, endpoint);
    if (receiver != MODEL_NOBODY)
        deliver(m, thread, receiver);
}

void model_call(struct model *m, int thread, int endpoint, uint64_t badge, uint64_t words)
{
    if (words > CW_MESSAGE_WORDS) {
        finish(m, thread, -CW_EINVAL, 0);
    } else if (m->receivers[endpoint] == 0) {
        finish(m, thread, -CW_ECONNRESET, 0);
    } else {
        m->thread[thread].badge = badge;
        m->thread[thread].words = words;
        send(m, thread, endpoint, THREAD_BLOCKED_CALL);
    }
}

void model_receive(struct model *m, int thread, int endpoint)
{
    int bound = m->thread[thread].bound, sender = next_sender(m, endpoint);
    if (bound != MODEL_NOBODY && m->bits[bound] != 0)
        finish(m, thread, CW_RECEIVE_NOTIFICATION, model_take(m, bound));
    else if (sender != MODEL_NOBODY)
        deliver(m, sender, thread);
    else
        block(m, thread, THREAD_BLOCKED_RECEIVE, endpoint);
}

static void answer(struct model *m, int thread, int caller, uint64_t words)
{
    memcpy(m->thread[caller].message, m->thread[thread].message, words * 8);
    finish(m, caller, (int64_t)words, 0);
}

void model_reply_receive(struct model *m, int thread, int endpoint, uint64_t words)
{
    int caller = latest_caller(m, thread);
    if (words > CW_MESSAGE_WORDS) {
        finish(m, thread, -CW_EINVAL, 0);
        return;
    }
    if (caller != MODEL_NOBODY)
        answer(m, thread, caller, words);
    model_receive(m, thread, endpoint);
}

void model_reply(struct model *m, int thread, uint64_t words)
{
    int caller = latest_caller(m, thread);
    if (words > CW_MESSAGE_WORDS) {
        finish(m, thread, -CW_EINVAL, 0);
    } else if (caller == MODEL_NOBODY) {
        finish(m, thread, -CW_ENOENT, 0);
    } else {
        answer(m, thread, caller, words);
        finish(m, thread, 0, 0);
    }
}

void model_exit(struct model *m, int vcpu, int endpoint, uint64_t badge)
{
    m->thread[vcpu].badge = badge;
    if (m->receivers[endpoint] == 0)
        m->thread[vcpu].state = THREAD_STOPPED;
    else
        send(m, vcpu, endpoint, THREAD_BLOCKED_REPORT);
}

bool model_resume(struct model *m, int thread)
{
    bool possible = m->thread[thread].state == THREAD_BLOCKED_EXIT;
    if (possible)
        m->thread[thread].state = THREAD_READY;
    return possible;
}

void model_stop(struct model *m, int thread)
{
    for (int caller; (caller = latest_caller(m, thread)) != MODEL_NOBODY;)
        finish(m, caller, -CW_ECONNRESET, 0);
    m->thread[thread].state = THREAD_STOPPED;
    m->thread[thread].bound = MODEL_NOBODY;
}

void model_receiver_gone(struct model *m, int endpoint)
{
    m->receivers[endpoint]--;
    if (m->receivers[endpoint] > 0)
        return;
    for (int sender; (sender = next_sender(m, endpoint)) != MODEL_NOBODY;) {
        if (sender >= MODEL_VCPUS)
            m->thread[sender].state = THREAD_STOPPED;
        else
            finish(m, sender, -CW_ECONNRESET, 0);
    }
}
