/* SPDX-License-Identifier: BSD-2-Clause */
/* Semaphores: the value, the limit, and that no wake-up is ever lost. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <sched.h>

#include "camkes/semaphore.h"
#include "fake_kernel.h"

#define THREADS 4
#define ROUNDS  5000

static void test_value(void **state)
{
    (void)state;
    fake_reset();
    struct camkes_semaphore semaphore = CAMKES_SEMAPHORE(1, 2, 3);
    assert_true(camkes_semaphore_try(&semaphore));
    assert_true(camkes_semaphore_try(&semaphore));
    assert_false(camkes_semaphore_try(&semaphore));
    assert_true(camkes_semaphore_post(&semaphore));
    camkes_semaphore_wait(&semaphore);
    assert_false(camkes_semaphore_try(&semaphore));
}

static void test_limit(void **state)
{
    (void)state;
    fake_reset();
    struct camkes_semaphore mutex = CAMKES_SEMAPHORE(1, 1, 1);
    assert_false(camkes_semaphore_post(&mutex));
    assert_true(camkes_semaphore_try(&mutex));
    assert_true(camkes_semaphore_post(&mutex));
    assert_false(camkes_semaphore_post(&mutex));
    assert_true(camkes_semaphore_try(&mutex));
    assert_false(camkes_semaphore_try(&mutex));
}

/* The fast path stays in the component. */
static void test_no_system_call_without_a_waiter(void **state)
{
    (void)state;
    fake_reset();
    struct camkes_semaphore mutex = CAMKES_SEMAPHORE(1, 1, 1);
    camkes_semaphore_wait(&mutex);
    camkes_semaphore_post(&mutex);
    assert_int_equal(fake_signals(1), 0);
}

static void *take_one(void *argument)
{
    camkes_semaphore_wait(argument);
    return NULL;
}

static void await_waiters(unsigned count)
{
    while (fake_waiters(1) < count)
        sched_yield();
}

/* All are blocked, and the posts' signals merge: still each unit must wake one thread. */
static void test_burst_wakes_all(void **state)
{
    (void)state;
    fake_reset();
    struct camkes_semaphore semaphore = CAMKES_SEMAPHORE(1, 0, THREADS);
    pthread_t threads[THREADS];
    for (int i = 0; i < THREADS; i++)
        pthread_create(&threads[i], NULL, take_one, &semaphore);
    await_waiters(THREADS);
    for (int i = 0; i < THREADS; i++)
        assert_true(camkes_semaphore_post(&semaphore));
    for (int i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    assert_int_equal(atomic_load(&semaphore.value), 0);
    assert_int_equal(atomic_load(&semaphore.waiters), 0);
}

static struct camkes_semaphore units = CAMKES_SEMAPHORE(1, 0, 1 << 30);

static void *take_many(void *argument)
{
    (void)argument;
    for (int i = 0; i < ROUNDS; i++)
        camkes_semaphore_wait(&units);
    return NULL;
}

static void *give_many(void *argument)
{
    (void)argument;
    for (int i = 0; i < ROUNDS; i++)
        camkes_semaphore_post(&units);
    return NULL;
}

static void test_stress(void **state)
{
    (void)state;
    fake_reset();
    pthread_t takers[THREADS], givers[THREADS];
    for (int i = 0; i < THREADS; i++) {
        pthread_create(&takers[i], NULL, take_many, NULL);
        pthread_create(&givers[i], NULL, give_many, NULL);
    }
    for (int i = 0; i < THREADS; i++) {
        pthread_join(takers[i], NULL);
        pthread_join(givers[i], NULL);
    }
    assert_int_equal(atomic_load(&units.value), 0);
}

static struct camkes_semaphore mutex_under_test = CAMKES_SEMAPHORE(2, 1, 1);
static long counter;

static void *count_up(void *argument)
{
    (void)argument;
    for (int i = 0; i < ROUNDS; i++) {
        camkes_semaphore_wait(&mutex_under_test);
        long seen = counter;
        if (i % 64 == 0)
            sched_yield();
        counter = seen + 1;
        camkes_semaphore_post(&mutex_under_test);
    }
    return NULL;
}

static void test_mutual_exclusion(void **state)
{
    (void)state;
    fake_reset();
    pthread_t threads[THREADS];
    counter = 0;
    for (int i = 0; i < THREADS; i++)
        pthread_create(&threads[i], NULL, count_up, NULL);
    for (int i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    assert_int_equal(counter, (long)THREADS * ROUNDS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_value),
        cmocka_unit_test(test_limit),
        cmocka_unit_test(test_no_system_call_without_a_waiter),
        cmocka_unit_test(test_burst_wakes_all),
        cmocka_unit_test(test_stress),
        cmocka_unit_test(test_mutual_exclusion),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
