/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The lock and the futex queue, first with threads that are only numbers, whose sleeping and waking is
 * recorded, then with real ones.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <pthread.h>
#include <sched.h>
#include <semaphore.h>
#include <string.h>
#include <cmocka.h>

#include "abi/error.h"
#include "futex.h"
#include "lock.h"
#include "sleep.h"

#define THREADS 6
#define ROUNDS  20000

static sem_t wakes[THREADS + 1];
static _Thread_local cw_slot self;
static int woken[THREADS + 1]; /* order of wakes, as numbers from 1; 0: not yet */
static int wake_count;

cw_slot sleep_self(void)
{
    return self;
}

void sleep_wait(cw_slot slot)
{
    assert_int_equal(slot, self);
    while (sem_wait(&wakes[slot]) != 0) {
    }
}

void sleep_wake(cw_slot sleeper)
{
    woken[sleeper] = __atomic_add_fetch(&wake_count, 1, __ATOMIC_SEQ_CST);
    sem_post(&wakes[sleeper]);
}

static int start(void **state)
{
    (void)state;
    for (int i = 0; i <= THREADS; i++)
        sem_init(&wakes[i], 0, 0);
    return 0;
}

/* Forgets the wakes so far: the lock may have handed itself over while threads went to sleep. */
static void record_wakes(void)
{
    wake_count = 0;
    memset(woken, 0, sizeof(woken));
}

/* ---- One sleeper per word, in a known order ---- */

struct sleep {
    pthread_t thread;
    cw_slot number;
    const uint32_t *word;
    int result;
};

static void *sleep_on(void *argument)
{
    struct sleep *sleep = argument;
    self = sleep->number;
    sleep->result = futex_wait(sleep->word, 0);
    return NULL;
}

/* Sets a thread sleeping; returns when it is in the queue (a requeue onto itself counts it). */
static void fall_asleep(struct sleep *sleep, cw_slot number, const uint32_t *word, int expected)
{
    *sleep = (struct sleep){.number = number, .word = word, .result = 1};
    assert_int_equal(pthread_create(&sleep->thread, NULL, sleep_on, sleep), 0);
    while (futex_requeue(word, word, 0, THREADS, NULL) < expected)
        sched_yield();
}

static void wait_checks_the_word(void **state)
{
    (void)state;
    uint32_t word = 1;
    assert_int_equal(futex_wait(&word, 0), -CW_EAGAIN);
    assert_int_equal(futex_wake(&word, 1), 0);
}

static void wakes_in_order_and_by_word(void **state)
{
    (void)state;
    uint32_t a = 0, b = 0;
    struct sleep first, second, third;
    fall_asleep(&first, 1, &a, 1);
    fall_asleep(&second, 2, &b, 1);
    fall_asleep(&third, 3, &a, 2);
    record_wakes();
    assert_int_equal(futex_wake(&a, 1), 1);
    pthread_join(first.thread, NULL);
    assert_int_equal(woken[1], 1);
    assert_int_equal(woken[3], 0);
    assert_int_equal(futex_wake(&a, THREADS), 1);
    pthread_join(third.thread, NULL);
    assert_int_equal(woken[2], 0);
    assert_int_equal(futex_wake(&b, THREADS), 1);
    pthread_join(second.thread, NULL);
    assert_int_equal(futex_wake(&b, THREADS), 0);
    assert_int_equal(first.result | second.result | third.result, 0);
}

static void requeue_moves_the_rest(void **state)
{
    (void)state;
    uint32_t a = 0, b = 0, other = 1;
    struct sleep sleeps[4];
    for (cw_slot i = 0; i < 3; i++)
        fall_asleep(&sleeps[i], i + 1, &a, (int)i + 1);
    fall_asleep(&sleeps[3], 4, &b, 1);
    record_wakes();
    assert_int_equal(futex_requeue(&a, &b, 1, 1, &other), -CW_EAGAIN);
    assert_int_equal(wake_count, 0);
    other = 0;
    assert_int_equal(futex_requeue(&a, &b, 1, 1, &other), 2); /* 1 wakes, 2 goes behind 4, 3 stays */
    assert_int_equal(woken[1], 1);
    assert_int_equal(futex_wake(&b, 1), 1);
    assert_int_equal(woken[4], 2);
    assert_int_equal(futex_wake(&b, THREADS), 1);
    assert_int_equal(woken[2], 3);
    assert_int_equal(futex_wake(&a, THREADS), 1);
    assert_int_equal(woken[3], 4);
    for (int i = 0; i < 4; i++)
        pthread_join(sleeps[i].thread, NULL);
}

/* ---- Many threads at once ---- */

static struct lock lock;
static unsigned long counter;
static uint32_t turn;

static void *count(void *argument)
{
    self = (cw_slot)(uintptr_t)argument;
    for (int i = 0; i < ROUNDS; i++) {
        lock_acquire(&lock);
        unsigned long before = counter;
        if (i % 64 == 0)
            sched_yield();
        counter = before + 1;
        lock_release(&lock);
    }
    return NULL;
}

/* Each thread waits for its turn on one word. */
static void *pass_on(void *argument)
{
    self = (cw_slot)(uintptr_t)argument;
    for (uint32_t i = 0; i < ROUNDS / 20; i++) {
        uint32_t mine = i * THREADS + self - 1, now;
        while ((now = __atomic_load_n(&turn, __ATOMIC_SEQ_CST)) != mine)
            futex_wait(&turn, now);
        __atomic_store_n(&turn, mine + 1, __ATOMIC_SEQ_CST);
        futex_wake(&turn, THREADS);
    }
    return NULL;
}

static void run_threads(void *(*body)(void *))
{
    pthread_t threads[THREADS];
    for (uintptr_t i = 0; i < THREADS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, body, (void *)(i + 1)), 0);
    for (int i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
}

static void lock_excludes(void **state)
{
    (void)state;
    counter = 0;
    run_threads(count);
    assert_int_equal(counter, THREADS * ROUNDS);
    assert_int_equal(lock.state, 0);
}

static void no_wake_is_lost(void **state)
{
    (void)state;
    turn = 0;
    run_threads(pass_on);
    assert_int_equal(turn, THREADS * (ROUNDS / 20));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(wait_checks_the_word, start),
        cmocka_unit_test_setup(wakes_in_order_and_by_word, start),
        cmocka_unit_test_setup(requeue_moves_the_rest, start),
        cmocka_unit_test_setup(lock_excludes, start),
        cmocka_unit_test_setup(no_wake_is_lost, start),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
