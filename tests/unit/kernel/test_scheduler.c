/* SPDX-License-Identifier: BSD-2-Clause */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

#include "fake_arch.h"
#include "kernel/scheduler.h"

#define SLICE 1000u

static int setup(void **state)
{
    (void)state;
    fake_reset();
    return 0;
}

static void test_nothing_ready(void **state)
{
    (void)state;
    assert_null(scheduler_pick());
    struct thread *thread = fake_thread(7);
    assert_ptr_equal(scheduler_pick(), thread);
    scheduler_block(thread, THREAD_BLOCKED_HALT);
    expect_state(thread, THREAD_BLOCKED_HALT);
    assert_null(scheduler_pick());
}

/* Every priority is found, the highest first, also at the borders of the bitmap's words. */
static void test_priorities(void **state)
{
    (void)state;
    static const uint8_t ascending[] = {0, 1, 62, 63, 64, 65, 127, 128, 191, 192, 193, 254, 255};
    const size_t count = sizeof ascending;
    struct thread *threads[sizeof ascending];
    for (size_t i = 0; i < count; i++) {
        threads[i] = fake_thread(ascending[i]);
        assert_ptr_equal(scheduler_pick(), threads[i]);
    }
    for (size_t i = count; i-- > 0;) {
        assert_ptr_equal(scheduler_pick(), threads[i]);
        scheduler_block(threads[i], THREAD_STOPPED);
    }
    assert_null(scheduler_pick());
}

static void test_yield(void **state)
{
    (void)state;
    struct thread *a = fake_thread(5), *b = fake_thread(5), *c = fake_thread(5);
    struct thread *less = fake_thread(4);
    struct thread *order[] = {a, b, c, a, b, c, a};
    for (size_t i = 0; i < sizeof order / sizeof order[0]; i++) {
        assert_ptr_equal(scheduler_pick(), order[i]);
        scheduler_yield(order[i]);
    }
    scheduler_block(a, THREAD_BLOCKED_HALT);
    scheduler_block(b, THREAD_BLOCKED_HALT);
    scheduler_yield(c);
    assert_ptr_equal(scheduler_pick(), c);
    scheduler_block(c, THREAD_BLOCKED_HALT);
    assert_ptr_equal(scheduler_pick(), less);
}

static void test_slice(void **state)
{
    (void)state;
    struct thread *a = fake_thread(5);
    assert_true(scheduler_slice(a) == UINT64_MAX);
    struct thread *b = fake_thread(5);
    assert_int_equal(scheduler_slice(a), SLICE);
    scheduler_charge(a, SLICE - 1);
    assert_ptr_equal(scheduler_pick(), a);
    assert_int_equal(scheduler_slice(a), 1);
    scheduler_charge(a, 1);
    assert_ptr_equal(scheduler_pick(), b);
    scheduler_charge(b, UINT64_MAX);
    assert_ptr_equal(scheduler_pick(), a);
    assert_int_equal(scheduler_slice(a), SLICE);
    scheduler_block(b, THREAD_BLOCKED_HALT);
    assert_true(scheduler_slice(a) == UINT64_MAX);
    scheduler_charge(b, 10); /* it blocked by itself before the kernel charged it */
    expect_state(b, THREAD_BLOCKED_HALT);
}

/* A preempted thread stays first among its equals and keeps the rest of its slice. */
static void test_preemption(void **state)
{
    (void)state;
    struct thread *a = fake_thread(5), *b = fake_thread(5);
    scheduler_charge(a, 300);
    struct thread *urgent = fake_thread(6);
    assert_ptr_equal(scheduler_pick(), urgent);
    scheduler_charge(urgent, 5 * SLICE);
    assert_ptr_equal(scheduler_pick(), urgent);
    scheduler_block(urgent, THREAD_BLOCKED_HALT);
    assert_ptr_equal(scheduler_pick(), a);
    assert_int_equal(scheduler_slice(a), SLICE - 300);
    scheduler_block(a, THREAD_BLOCKED_HALT);
    scheduler_ready(a);
    assert_ptr_equal(scheduler_pick(), b);
    scheduler_yield(b);
    assert_int_equal(scheduler_slice(a), SLICE);
}

/* A thread that blocks and continues comes first, until its slice is used up. */
static void test_continue(void **state)
{
    (void)state;
    struct thread *a = fake_thread(5), *b = fake_thread(5);
    for (uint64_t used = 0; used < SLICE; used += SLICE / 10) {
        assert_ptr_equal(scheduler_pick(), a);
        scheduler_block(a, THREAD_BLOCKED_HALT);
        scheduler_charge(a, SLICE / 10);
        assert_ptr_equal(scheduler_pick(), b);
        scheduler_continue(a);
    }
    assert_ptr_equal(scheduler_pick(), b);
    assert_int_equal(a->slice_left, SLICE);
    scheduler_charge(b, SLICE);
    assert_ptr_equal(scheduler_pick(), a);
}

/* Random operations against a model that keeps, for each thread, the moment at which it was last put at the end. */
static void test_random(void **state)
{
    (void)state;
    enum { COUNT = 20, STEPS = 100000 };
    struct thread *threads[COUNT];
    int64_t queued[COUNT], moment = 1, front = 0;
    srand(1);
    for (int i = 0; i < COUNT; i++) {
        threads[i] = fake_thread((uint8_t)(i % 4 * 80));
        queued[i] = moment++;
    }
    for (int step = 0; step < STEPS; step++) {
        int i = rand() % COUNT;
        bool ready = threads[i]->state == THREAD_READY;
        int operation = rand() % 3;
        if (!ready && operation == 0) {
            queued[i] = threads[i]->slice_left > 0 ? front-- : moment++;
            scheduler_continue(threads[i]);
        } else if (!ready) {
            scheduler_ready(threads[i]);
            queued[i] = moment++;
        } else if (operation == 0) {
            scheduler_block(threads[i], THREAD_BLOCKED_HALT);
        } else if (operation == 1) {
            scheduler_yield(threads[i]);
            queued[i] = moment++;
        } else {
            uint64_t ticks = (uint64_t)rand() % (SLICE / 2), left = threads[i]->slice_left;
            scheduler_charge(threads[i], ticks);
            queued[i] = ticks >= left ? moment++ : queued[i];
        }
        struct thread *expected = NULL;
        int64_t since = 0;
        for (int j = 0; j < COUNT; j++) {
            if (threads[j]->state != THREAD_READY)
                continue;
            if (expected == NULL || threads[j]->priority > expected->priority ||
                (threads[j]->priority == expected->priority && queued[j] < since)) {
                expected = threads[j];
                since = queued[j];
            }
        }
        assert_ptr_equal(scheduler_pick(), expected);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_nothing_ready, setup), cmocka_unit_test_setup(test_priorities, setup),
        cmocka_unit_test_setup(test_yield, setup),         cmocka_unit_test_setup(test_slice, setup),
        cmocka_unit_test_setup(test_preemption, setup),    cmocka_unit_test_setup(test_continue, setup),
        cmocka_unit_test_setup(test_random, setup),
    };
    return cmocka_run_group_tests_name("scheduler", tests, NULL, NULL);
}
