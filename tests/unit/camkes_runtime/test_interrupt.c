/* SPDX-License-Identifier: BSD-2-Clause */
/* Interrupts with callbacks, wait and poll: who gets which, and when the line is acknowledged. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <sched.h>

#include "camkes/interrupt.h"
#include "fake_kernel.h"

#define LINE       3
#define EVENT      1
#define REGISTERED 4
#define HANDOFF    2
#define DEVICE     5 /* what the device signals through */

static struct camkes_interrupt_event event;
static atomic_int calls, rounds;

static int start(void **state)
{
    (void)state;
    fake_reset();
    fake_badge(DEVICE, EVENT, CAMKES_INTERRUPT_LINE);
    fake_badge(REGISTERED, EVENT, CAMKES_INTERRUPT_REGISTERED);
    event = (struct camkes_interrupt_event)CAMKES_INTERRUPT_EVENT(LINE, EVENT, REGISTERED, HANDOFF);
    atomic_store(&calls, 0);
    return fake_serve(camkes_interrupt_event_serve, &event);
}

static int stop(void **state)
{
    (void)state;
    return fake_serve_end(EVENT);
}

static void interrupt(void)
{
    cw_signal(DEVICE);
    fake_settle(EVENT);
}

static void count_call(void *argument)
{
    assert_ptr_equal(argument, &calls);
    assert_true(pthread_equal(pthread_self(), fake_serving));
    atomic_fetch_add(&calls, 1);
}

static void again(void *argument)
{
    atomic_fetch_add(&calls, 1);
    if (atomic_fetch_sub(&rounds, 1) > 1)
        assert_int_equal(camkes_interrupt_event_register(&event, again, argument), 0);
}

static void test_poll(void **state)
{
    (void)state;
    assert_int_equal(camkes_interrupt_event_poll(&event), 0);
    interrupt();
    assert_int_equal(camkes_interrupt_event_poll(&event), 1);
    assert_int_equal(fake_acknowledged(), 0); /* the component is still busy with it */
    assert_int_equal(camkes_interrupt_event_poll(&event), 0);
    assert_int_equal(fake_acknowledged(), 1);
    assert_int_equal(camkes_interrupt_event_poll(&event), 0);
    assert_int_equal(fake_acknowledged(), 1);
}

/* A line that is not acknowledged is silent, but whoever says otherwise gets one interrupt all the same. */
static void test_one_is_pending(void **state)
{
    (void)state;
    interrupt();
    interrupt();
    assert_int_equal(camkes_interrupt_event_poll(&event), 1);
    assert_int_equal(camkes_interrupt_event_poll(&event), 0);
}

static void test_wait(void **state)
{
    (void)state;
    pthread_t device;
    for (unsigned i = 0; i < 10; i++) {
        pthread_create(&device, NULL, fake_signal_later, &(struct fake_signal){HANDOFF, DEVICE});
        camkes_interrupt_event_wait(&event);
        pthread_join(device, NULL);
        assert_int_equal(fake_acknowledged(), i);
    }
}

static void test_callbacks(void **state)
{
    (void)state;
    for (int i = 0; i < CAMKES_INTERRUPT_CALLBACKS; i++)
        assert_int_equal(camkes_interrupt_event_register(&event, count_call, &calls), 0);
    assert_int_equal(camkes_interrupt_event_register(&event, count_call, &calls), -1);
    interrupt();
    assert_int_equal(atomic_load(&calls), CAMKES_INTERRUPT_CALLBACKS);
    assert_int_equal(camkes_interrupt_event_poll(&event), 0); /* they have had it */
    assert_int_equal(fake_acknowledged(), 1);
    interrupt();
    assert_int_equal(atomic_load(&calls), CAMKES_INTERRUPT_CALLBACKS); /* each only once */
    assert_int_equal(camkes_interrupt_event_poll(&event), 1);
}

static void test_registering_acknowledges(void **state)
{
    (void)state;
    atomic_store(&rounds, 3);
    assert_int_equal(camkes_interrupt_event_register(&event, again, NULL), 0);
    for (int i = 1; i <= 3; i++) {
        assert_int_equal(fake_acknowledged(), i - 1);
        interrupt();
        assert_int_equal(atomic_load(&calls), i); /* not again with the same interrupt */
    }
    assert_int_equal(fake_acknowledged(), 2);
    assert_int_equal(camkes_interrupt_event_register(&event, count_call, &calls), 0);
    assert_int_equal(fake_acknowledged(), 3);
}

static void test_pending_before_registering(void **state)
{
    (void)state;
    interrupt();
    assert_int_equal(camkes_interrupt_event_register(&event, count_call, &calls), 0);
    while (atomic_load(&calls) == 0)
        sched_yield();
    fake_settle(EVENT);
    assert_int_equal(atomic_load(&calls), 1);
    assert_int_equal(fake_acknowledged(), 0);
    assert_int_equal(camkes_interrupt_event_poll(&event), 0);
    assert_int_equal(fake_acknowledged(), 1);
}

/* However the two meet, no interrupt is left behind while a callback waits for it. */
static void test_race(void **state)
{
    (void)state;
    for (int i = 1; i <= 2000; i++) {
        cw_signal(DEVICE);
        assert_int_equal(camkes_interrupt_event_register(&event, count_call, &calls), 0);
        while (atomic_load(&calls) != i)
            sched_yield();
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_poll, start, stop),
        cmocka_unit_test_setup_teardown(test_one_is_pending, start, stop),
        cmocka_unit_test_setup_teardown(test_wait, start, stop),
        cmocka_unit_test_setup_teardown(test_callbacks, start, stop),
        cmocka_unit_test_setup_teardown(test_registering_acknowledges, start, stop),
        cmocka_unit_test_setup_teardown(test_pending_before_registering, start, stop),
        cmocka_unit_test_setup_teardown(test_race, start, stop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
