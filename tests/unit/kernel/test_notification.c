/* SPDX-License-Identifier: BSD-2-Clause */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "fake_arch.h"
#include "kernel/endpoint.h"
#include "kernel/irq.h"
#include "kernel/notification.h"

static struct notification n;

static int setup(void **state)
{
    (void)state;
    fake_reset();
    notification_init(&n, "n");
    return 0;
}

static void test_bits_add_up(void **state)
{
    (void)state;
    struct thread *thread = fake_thread(1);
    assert_int_equal(notification_take(&n), 0);
    notification_signal(&n, 1);
    notification_signal(&n, 1);
    notification_signal(&n, 1ull << 63);
    notification_wait(&n, thread);
    expect_result(thread, 0, 1ull << 63 | 1);
    assert_int_equal(notification_take(&n), 0);
    notification_signal(&n, 4);
    assert_int_equal(notification_take(&n), 4);
}

static void test_wait_blocks(void **state)
{
    (void)state;
    struct thread *thread = fake_thread(1);
    notification_wait(&n, thread);
    expect_state(thread, THREAD_BLOCKED_NOTIFICATION);
    notification_signal(&n, 0);
    expect_state(thread, THREAD_BLOCKED_NOTIFICATION);
    notification_signal(&n, 6);
    expect_result(thread, 0, 6);
    assert_int_equal(notification_take(&n), 0);
}

static void test_waiters_in_order(void **state)
{
    (void)state;
    struct thread *first = fake_thread(1), *second = fake_thread(200);
    notification_wait(&n, first);
    notification_wait(&n, second);
    notification_signal(&n, 1);
    expect_result(first, 0, 1);
    expect_state(second, THREAD_BLOCKED_NOTIFICATION);
    notification_signal(&n, 2);
    expect_result(second, 0, 2);
}

static void test_stopped_waiter(void **state)
{
    (void)state;
    struct thread *first = fake_thread(1), *second = fake_thread(1);
    notification_wait(&n, first);
    notification_wait(&n, second);
    thread_stop(first);
    thread_stop(first);
    expect_state(first, THREAD_STOPPED);
    notification_signal(&n, 1);
    expect_state(first, THREAD_STOPPED);
    expect_result(second, 0, 1);
}

static void test_bound_thread(void **state)
{
    (void)state;
    struct endpoint endpoint;
    endpoint_init(&endpoint, "e", 1);
    struct thread *server = fake_thread(1), *waiter = fake_thread(1);
    notification_bind(&n, server);

    /* In receive: the signal ends it, before any waiter. */
    notification_wait(&n, waiter);
    endpoint_receive(&endpoint, server);
    notification_signal(&n, 3);
    expect_result(server, CW_RECEIVE_NOTIFICATION, 3);
    expect_state(waiter, THREAD_BLOCKED_NOTIFICATION);

    /* Elsewhere: the waiter gets it, and without one it stays for the next receive. */
    notification_signal(&n, 4);
    expect_result(waiter, 0, 4);
    notification_signal(&n, 8);
    expect_state(server, THREAD_READY);
    endpoint_receive(&endpoint, server);
    expect_result(server, CW_RECEIVE_NOTIFICATION, 8);

    /* Its own wait ends in the ordinary way. */
    notification_wait(&n, server);
    notification_signal(&n, 16);
    expect_result(server, 0, 16);

    endpoint_receive(&endpoint, server);
    thread_stop(server);
    notification_signal(&n, 32);
    expect_state(server, THREAD_STOPPED);
    assert_int_equal(notification_take(&n), 32);
}

static void test_irq(void **state)
{
    (void)state;
    struct irq irq;
    irq_init(&irq, "com1", 4, &n, 2);
    assert_false(fake_line_masked[4]);
    irq_acknowledge(&irq);
    assert_false(fake_line_masked[4]);

    irq_raise(4);
    assert_true(fake_line_masked[4]);
    assert_int_equal(notification_take(&n), 2);
    irq_acknowledge(&irq);
    assert_false(fake_line_masked[4]);
    assert_int_equal(notification_take(&n), 0);

    irq_raise(4);
    irq_disable(&irq);
    assert_int_equal(notification_take(&n), 2);
    irq_acknowledge(&irq);
    assert_true(fake_line_masked[4]);
    irq_raise(4);
    assert_int_equal(notification_take(&n), 0);
}

static void test_irq_of_nobody(void **state)
{
    (void)state;
    arch_irq_unmask(9);
    irq_raise(9);
    assert_true(fake_line_masked[9]);
    assert_int_equal(notification_take(&n), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_bits_add_up, setup),
        cmocka_unit_test_setup(test_wait_blocks, setup),
        cmocka_unit_test_setup(test_waiters_in_order, setup),
        cmocka_unit_test_setup(test_stopped_waiter, setup),
        cmocka_unit_test_setup(test_bound_thread, setup),
        cmocka_unit_test_setup(test_irq, setup),
        cmocka_unit_test_setup(test_irq_of_nobody, setup),
    };
    return cmocka_run_group_tests_name("notifications and interrupts", tests, NULL, NULL);
}
