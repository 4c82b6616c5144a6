/* SPDX-License-Identifier: BSD-2-Clause */
/* Random sequences of operations on threads, notifications and endpoints, step by step against the model. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "fake_arch.h"
#include "ipc_model.h"
#include "kernel/endpoint.h"
#include "kernel/notification.h"

enum {
    RUNS = 400,
    STEPS = 500,
};

static struct model model;
static struct thread *threads[MODEL_THREADS];
static struct notification notifications[MODEL_NOTIFICATIONS];
static struct endpoint endpoints[MODEL_ENDPOINTS];

static void begin(void)
{
    fake_reset();
    memset(&model, 0, sizeof model);
    for (int i = 0; i < MODEL_NOTIFICATIONS; i++)
        notification_init(&notifications[i], "n");
    for (int i = 0; i < MODEL_ENDPOINTS; i++) {
        model.receivers[i] = 2;
        endpoint_init(&endpoints[i], "e", 2);
    }
    for (int i = 0; i < MODEL_THREADS; i++) {
        struct model_thread *t = &model.thread[i];
        t->priority = (uint8_t)(rand() % 3);
        t->state = THREAD_READY;
        t->bound = i < 2 ? i : MODEL_NOBODY;
        threads[i] = i < MODEL_VCPUS ? fake_thread(t->priority) : fake_vcpu(t->priority);
        if (i < 2)
            notification_bind(&notifications[i], threads[i]);
    }
}

static void compare(void)
{
    for (int i = 0; i < MODEL_THREADS; i++) {
        const struct model_thread *expected = &model.thread[i];
        const struct thread *thread = threads[i];
        assert_int_equal(thread->state, expected->state);
        if (i >= MODEL_VCPUS)
            continue;
        assert_int_equal(thread->arch.results, expected->results);
        assert_int_equal(thread->arch.rax, expected->rax);
        assert_int_equal(thread->arch.rdx, expected->rdx);
        assert_memory_equal(thread->message->word, expected->message, sizeof expected->message);
    }
    for (int i = 0; i < MODEL_NOTIFICATIONS; i++)
        assert_int_equal(notifications[i].bits, model.bits[i]);
}

static uint64_t random_words(void)
{
    static const uint64_t interesting[] = {0, 1, 2, CW_MESSAGE_WORDS, CW_MESSAGE_WORDS + 1, UINT64_MAX};
    return interesting[(size_t)rand() % (sizeof interesting / sizeof interesting[0])];
}

static void write_message(int i)
{
    for (int j = 0; j < CW_MESSAGE_WORDS; j++)
        threads[i]->message->word[j] = model.thread[i].message[j] = (uint64_t)rand();
}

/* A system call of READY component thread `i`. */
static void component_step(int i)
{
    int n = rand() % MODEL_NOTIFICATIONS, e = rand() % MODEL_ENDPOINTS;
    uint64_t words = random_words(), badge = (uint64_t)rand();
    write_message(i);
    switch (rand() % 7) {
    case 0:
        notification_wait(&notifications[n], threads[i]);
        model_wait(&model, i, n);
        break;
    case 1:
    case 2:
        endpoint_call(&endpoints[e], threads[i], badge, words);
        model_call(&model, i, e, badge, words);
        break;
    case 3:
        endpoint_receive(&endpoints[e], threads[i]);
        model_receive(&model, i, e);
        break;
    case 4:
    case 5:
        endpoint_reply_receive(&endpoints[e], threads[i], words);
        model_reply_receive(&model, i, e, words);
        break;
    default:
        endpoint_reply(threads[i], words);
        model_reply(&model, i, words);
    }
}

static void vcpu_step(int i)
{
    int e = rand() % MODEL_ENDPOINTS;
    uint64_t badge = (uint64_t)rand();
    if (model.thread[i].state == THREAD_READY) {
        endpoint_send_exit(&endpoints[e], threads[i], badge);
        model_exit(&model, i, e, badge);
    } else {
        assert_int_equal(endpoint_resume(threads[i]) == 0, model_resume(&model, i));
    }
}

/* What does not come from a thread that is READY: interrupts, and now and then a fault. */
static void outside_step(void)
{
    int n = rand() % MODEL_NOTIFICATIONS, e = rand() % MODEL_ENDPOINTS, i = rand() % MODEL_THREADS;
    uint64_t badge = 1ull << rand() % 64;
    int what = rand() % 500;
    if (what == 0) {
        thread_stop(threads[i]);
        model_stop(&model, i);
    } else if (what == 1 && model.receivers[e] > 0) {
        endpoint_receiver_gone(&endpoints[e]);
        model_receiver_gone(&model, e);
    } else if (what < 30) {
        assert_int_equal(notification_take(&notifications[n]), model_take(&model, n));
    } else {
        notification_signal(&notifications[n], badge);
        model_signal(&model, n, badge);
    }
}

static void test_random(void **state)
{
    (void)state;
    srand(3);
    for (int run = 0; run < RUNS; run++) {
        begin();
        for (int step = 0; step < STEPS; step++) {
            int i = rand() % MODEL_THREADS;
            if (rand() % 8 == 0)
                outside_step();
            else if (i >= MODEL_VCPUS)
                vcpu_step(i);
            else if (model.thread[i].state == THREAD_READY)
                component_step(i);
            compare();
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_random)};
    return cmocka_run_group_tests_name("random operations", tests, NULL, NULL);
}
