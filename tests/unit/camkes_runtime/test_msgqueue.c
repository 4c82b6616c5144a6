/* SPDX-License-Identifier: BSD-2-Clause */
/* Message queues: order, limits, and a partner that writes anything. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <pthread.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>

#include "camkes/component.h"
#include "causeway/component.h"
#include "fake_kernel.h"

#define SIGNAL 1
#define LENGTH 3

typedef struct {
    uint32_t words[5];
} message_t;

static struct camkes_msgqueue_end ends[] = {
    {.id = 7, .sends = true, .notification = SIGNAL, .length = LENGTH, .message_size = sizeof(message_t)},
    {.id = 7, .sends = false, .notification = SIGNAL, .length = LENGTH, .message_size = sizeof(message_t)},
};
const struct camkes_component camkes_component = {.name = "sample", .queues = ends, .queue_count = 2};
const cw_slot causeway_console = 0;

static struct camkes_msgqueue_sent *sent;
static struct camkes_msgqueue_taken taken;
static camkes_msgqueue_sender_t sender;
static camkes_msgqueue_receiver_t receiver;

/* Just as much memory as the queue has: the sanitizer sees what goes beyond. */
static int start(void **state)
{
    (void)state;
    fake_reset();
    sent = calloc(1, sizeof(*sent) + LENGTH * sizeof(message_t));
    atomic_store(&taken.count, 0);
    ends[0].sent = ends[1].sent = sent;
    ends[0].taken = ends[1].taken = &taken;
    return camkes_msgqueue_sender_init(7, &sender) || camkes_msgqueue_receiver_init(7, &receiver);
}

static int stop(void **state)
{
    (void)state;
    free(sent);
    return 0;
}

static int send_number(uint32_t number)
{
    message_t message = {{number, number + 1, number + 2, number + 3, number + 4}};
    return camkes_msgqueue_send(&sender, &message, sizeof(message));
}

static void expect_number(uint32_t number)
{
    message_t message;
    assert_int_equal(camkes_msgqueue_get(&receiver, &message, sizeof(message)), 0);
    for (uint32_t i = 0; i < 5; i++)
        assert_int_equal(message.words[i], number + i);
}

static void test_ids(void **state)
{
    (void)state;
    camkes_msgqueue_sender_t other;
    assert_int_equal(camkes_msgqueue_sender_init(8, &other), -1);
    ends[1].id = 9;
    assert_int_equal(camkes_msgqueue_sender_init(9, &other), -1); /* a queue that it receives from */
    ends[1].id = 7;
}

static void test_order_and_limits(void **state)
{
    (void)state;
    message_t message;
    for (uint32_t round = 0; round < 10; round++) {
        assert_int_equal(camkes_msgqueue_poll(&receiver), 0);
        assert_int_equal(camkes_msgqueue_get(&receiver, &message, sizeof(message)), -1);
        for (uint32_t i = 0; i < LENGTH; i++)
            assert_int_equal(send_number(round * 10 + i), 0);
        assert_int_equal(send_number(99), -1);
        for (uint32_t i = 0; i < LENGTH; i++) {
            assert_int_equal(camkes_msgqueue_poll(&receiver), 1);
            expect_number(round * 10 + i);
        }
        assert_int_equal(send_number(5), 0);
        expect_number(5);
    }
    assert_int_equal(fake_signals(SIGNAL), 10 * (LENGTH + 1));
}

static void test_sizes(void **state)
{
    (void)state;
    char bytes[sizeof(message_t) + 1] = "ab";
    assert_int_equal(camkes_msgqueue_send(&sender, bytes, sizeof(bytes)), -1);
    assert_int_equal(camkes_msgqueue_send(&sender, bytes, 2), 0);
    assert_int_equal(camkes_msgqueue_get(&receiver, bytes, sizeof(bytes)), -1);
    bytes[0] = bytes[1] = 0;
    assert_int_equal(camkes_msgqueue_get(&receiver, bytes, 1), 0);
    assert_string_equal(bytes, "a");
}

/* Every count that the partner may write. */
static void test_hostile_counts(void **state)
{
    (void)state;
    static const uint32_t counts[] = {0,         1, 2, 3, 4, 5, 6, 7, 0x7fffffff, 0x80000000, UINT32_MAX - 1,
                                      UINT32_MAX};
    message_t message;
    for (uint32_t own = 0; own < 2 * LENGTH; own++) {
        for (size_t i = 0; i < sizeof(counts) / sizeof(counts[0]); i++) {
            atomic_store(&taken.count, own);
            atomic_store(&sent->count, counts[i]);
            int found = camkes_msgqueue_poll(&receiver);
            uint32_t waiting = (counts[i] + 2 * LENGTH - own) % (2 * LENGTH);
            bool right = counts[i] < 2 * LENGTH && waiting <= LENGTH;
            assert_int_equal(found, right ? waiting > 0 : -1);
            assert_int_equal(camkes_msgqueue_get(&receiver, &message, sizeof(message)), found == 1 ? 0 : -1);
            assert_true(found || camkes_msgqueue_poll(&receiver) == 0);
            if (found < 0)
                assert_int_equal(camkes_msgqueue_wait(&receiver), -1);

            atomic_store(&sent->count, own);
            atomic_store(&taken.count, counts[i]);
            waiting = (own + 2 * LENGTH - counts[i]) % (2 * LENGTH);
            right = counts[i] < 2 * LENGTH && waiting < LENGTH;
            assert_int_equal(send_number(1), right ? 0 : -1);
        }
    }
}

#define MANY 20000u

static void *send_many(void *argument)
{
    for (uint32_t i = 0; i < MANY; i++) {
        while (send_number(i) != 0)
            sched_yield();
    }
    return argument;
}

static void test_between_threads(void **state)
{
    (void)state;
    pthread_t thread;
    pthread_create(&thread, NULL, send_many, NULL);
    for (uint32_t i = 0; i < MANY; i++) {
        assert_int_equal(camkes_msgqueue_wait(&receiver), 0);
        expect_number(i);
    }
    pthread_join(thread, NULL);
    assert_int_equal(camkes_msgqueue_poll(&receiver), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_ids, start, stop),
        cmocka_unit_test_setup_teardown(test_order_and_limits, start, stop),
        cmocka_unit_test_setup_teardown(test_sizes, start, stop),
        cmocka_unit_test_setup_teardown(test_hostile_counts, start, stop),
        cmocka_unit_test_setup_teardown(test_between_threads, start, stop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
