/* SPDX-License-Identifier: BSD-2-Clause */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "abi/error.h"
#include "fake_arch.h"
#include "kernel/endpoint.h"
#include "kernel/notification.h"

static struct endpoint e;

static int setup(void **state)
{
    (void)state;
    fake_reset();
    endpoint_init(&e, "e", 1);
    return 0;
}

static void test_call_then_receive(void **state)
{
    (void)state;
    struct thread *client = fake_thread(1), *server = fake_thread(1);
    client->message->word[0] = 11;
    client->message->word[1] = 22;
    client->message->word[2] = 33;
    endpoint_call(&e, client, 7, 2);
    expect_state(client, THREAD_BLOCKED_CALL);
    endpoint_receive(&e, server);
    expect_result(server, 2, 7);
    expect_state(client, THREAD_BLOCKED_REPLY);
    assert_int_equal(server->message->word[0], 11);
    assert_int_equal(server->message->word[1], 22);
    assert_int_equal(server->message->word[2], 0);

    server->message->word[0] = 44;
    endpoint_reply(server, 1);
    expect_result(server, 0, 0);
    expect_result(client, 1, 0);
    assert_int_equal(client->message->word[0], 44);
    assert_int_equal(client->message->word[1], 22);
}

static void test_receive_then_call(void **state)
{
    (void)state;
    struct thread *client = fake_thread(1), *server = fake_thread(1);
    endpoint_receive(&e, server);
    expect_state(server, THREAD_BLOCKED_RECEIVE);
    client->message->word[CW_MESSAGE_WORDS - 1] = 5;
    endpoint_call(&e, client, UINT64_MAX, CW_MESSAGE_WORDS);
    expect_result(server, CW_MESSAGE_WORDS, UINT64_MAX);
    assert_int_equal(server->message->word[CW_MESSAGE_WORDS - 1], 5);
    endpoint_reply_receive(&e, server, 0);
    expect_state(server, THREAD_BLOCKED_RECEIVE);
    expect_result(client, 0, 0);
}

static void test_lengths(void **state)
{
    (void)state;
    struct thread *client = fake_thread(1), *server = fake_thread(1);
    endpoint_call(&e, client, 0, CW_MESSAGE_WORDS + 1);
    expect_result(client, -CW_EINVAL, 0);
    endpoint_call(&e, client, 0, UINT64_MAX);
    expect_result(client, -CW_EINVAL, 0);

    endpoint_call(&e, client, 0, 0);
    endpoint_receive(&e, server);
    expect_result(server, 0, 0);
    endpoint_reply(server, CW_MESSAGE_WORDS + 1);
    expect_result(server, -CW_EINVAL, 0);
    endpoint_reply_receive(&e, server, 1ull << 61);
    expect_result(server, -CW_EINVAL, 0);
    expect_state(client, THREAD_BLOCKED_REPLY);
    endpoint_reply(server, CW_MESSAGE_WORDS);
    expect_result(client, CW_MESSAGE_WORDS, 0);
}

static void test_reply_to_nobody(void **state)
{
    (void)state;
    struct thread *client = fake_thread(1), *server = fake_thread(1);
    endpoint_reply(server, 0);
    expect_result(server, -CW_ENOENT, 0);
    endpoint_reply_receive(&e, server, 0);
    expect_state(server, THREAD_BLOCKED_RECEIVE);
    endpoint_call(&e, client, 1, 0);
    expect_result(server, 0, 1);
    endpoint_reply(server, 0);
    expect_result(server, 0, 0);
    endpoint_reply(server, 0);
    expect_result(server, -CW_ENOENT, 0);
}

static void test_sender_order(void **state)
{
    (void)state;
    static const uint8_t priorities[] = {10, 10, 20, 5, 20, 10, 255};
    static const uint64_t expected[] = {6, 2, 4, 0, 1, 5, 3};
    for (uint64_t i = 0; i < sizeof priorities; i++)
        endpoint_call(&e, fake_thread(priorities[i]), i, 0);
    struct thread *server = fake_thread(1);
    for (size_t i = 0; i < sizeof priorities; i++) {
        endpoint_reply_receive(&e, server, 0);
        expect_result(server, 0, expected[i]);
    }
}

static void test_receiver_order(void **state)
{
    (void)state;
    struct thread *first = fake_thread(1), *second = fake_thread(100), *client = fake_thread(1);
    endpoint_receive(&e, first);
    endpoint_receive(&e, second);
    endpoint_call(&e, client, 9, 0);
    expect_result(first, 0, 9);
    expect_state(second, THREAD_BLOCKED_RECEIVE);
}

/* A server may take several callers before it answers; the latest is answered first. */
static void test_callers_stack(void **state)
{
    (void)state;
    struct thread *a = fake_thread(1), *b = fake_thread(1), *server = fake_thread(1);
    endpoint_call(&e, a, 1, 0);
    endpoint_call(&e, b, 2, 0);
    endpoint_receive(&e, server);
    expect_result(server, 0, 1);
    endpoint_receive(&e, server);
    expect_result(server, 0, 2);
    endpoint_reply(server, 3);
    expect_result(server, 0, 0);
    expect_result(b, 3, 0);
    expect_state(a, THREAD_BLOCKED_REPLY);
    endpoint_reply(server, 4);
    expect_result(server, 0, 0);
    expect_result(a, 4, 0);
}

static void test_notification_before_message(void **state)
{
    (void)state;
    struct notification n;
    struct thread *client = fake_thread(1), *server = fake_thread(1);
    notification_init(&n, "n");
    notification_bind(&n, server);
    endpoint_call(&e, client, 1, 0);
    notification_signal(&n, 2);
    endpoint_receive(&e, server);
    expect_result(server, CW_RECEIVE_NOTIFICATION, 2);
    endpoint_reply_receive(&e, server, 0);
    expect_result(server, 0, 1);

    /* A notification between a call and its answer does not lose the caller. */
    notification_signal(&n, 4);
    endpoint_receive(&e, server);
    expect_result(server, CW_RECEIVE_NOTIFICATION, 4);
    endpoint_reply(server, 2);
    expect_result(server, 0, 0);
    expect_result(client, 2, 0);
}

static void test_exit(void **state)
{
    (void)state;
    struct thread *vcpu = fake_vcpu(1), *client = fake_thread(1), *vmm = fake_thread(2);
    assert_int_equal(endpoint_resume(vcpu), -CW_EBUSY);
    endpoint_send_exit(&e, vcpu, 5);
    expect_state(vcpu, THREAD_BLOCKED_REPORT);
    assert_int_equal(endpoint_resume(vcpu), -CW_EBUSY);
    endpoint_receive(&e, vmm);
    expect_result(vmm, 0, 5);
    expect_state(vcpu, THREAD_BLOCKED_EXIT);

    /* An exit is no caller. */
    endpoint_reply(vmm, 0);
    expect_result(vmm, -CW_ENOENT, 0);
    expect_state(vcpu, THREAD_BLOCKED_EXIT);
    assert_int_equal(endpoint_resume(vcpu), 0);
    expect_state(vcpu, THREAD_READY);
    assert_int_equal(endpoint_resume(vcpu), -CW_EBUSY);

    endpoint_receive(&e, vmm);
    endpoint_send_exit(&e, vcpu, 6);
    expect_result(vmm, 0, 6);
    expect_state(vcpu, THREAD_BLOCKED_EXIT);

    endpoint_call(&e, client, 7, 0);
    assert_int_equal(endpoint_resume(vcpu), 0);
    endpoint_send_exit(&e, vcpu, 8);
    endpoint_receive(&e, vmm);
    expect_result(vmm, 0, 7);
    endpoint_reply_receive(&e, vmm, 0);
    expect_result(vmm, 0, 8);
    expect_result(client, 0, 0);
}

static void test_start_of_vcpu(void **state)
{
    (void)state;
    struct thread vcpu;
    thread_init(&vcpu, "vcpu", NULL, 1, NULL, (struct vcpu *)&vcpu);
    assert_int_equal(endpoint_resume(&vcpu), -CW_EBUSY);
    thread_await_resume(&vcpu);
    assert_int_equal(endpoint_resume(&vcpu), 0);
    expect_state(&vcpu, THREAD_READY);
}

static void test_stopped_sender(void **state)
{
    (void)state;
    struct thread *a = fake_thread(1), *b = fake_thread(1), *server = fake_thread(1);
    struct thread *vcpu = fake_vcpu(1);
    endpoint_call(&e, a, 1, 0);
    endpoint_send_exit(&e, vcpu, 2);
    endpoint_call(&e, b, 3, 0);
    thread_stop(a);
    thread_stop(vcpu);
    endpoint_receive(&e, server);
    expect_result(server, 0, 3);

    /* Stopped while it waits for the answer: there is nobody to answer. */
    thread_stop(b);
    endpoint_reply(server, 0);
    expect_result(server, -CW_ENOENT, 0);
    expect_state(b, THREAD_STOPPED);
    assert_int_equal(endpoint_resume(vcpu), -CW_EBUSY);
}

static void test_stopped_server(void **state)
{
    (void)state;
    struct thread *a = fake_thread(1), *b = fake_thread(1), *server = fake_thread(1);
    struct thread *other = fake_thread(1);
    endpoint_call(&e, a, 1, 0);
    endpoint_call(&e, b, 2, 0);
    endpoint_receive(&e, server);
    endpoint_receive(&e, server);
    thread_stop(server);
    expect_result(a, -CW_ECONNRESET, 0);
    expect_result(b, -CW_ECONNRESET, 0);

    /* A stopped receiver is passed over. */
    struct thread *gone = fake_thread(1);
    endpoint_receive(&e, gone);
    thread_stop(gone);
    endpoint_call(&e, a, 1, 0);
    expect_state(a, THREAD_BLOCKED_CALL);
    endpoint_receive(&e, other);
    expect_result(other, 0, 1);
}

static void test_no_receiver_left(void **state)
{
    (void)state;
    struct thread *a = fake_thread(1), *b = fake_thread(2);
    struct thread *vcpu = fake_vcpu(1), *late = fake_vcpu(1);
    endpoint_init(&e, "e", 2);
    endpoint_call(&e, a, 1, 0);
    endpoint_send_exit(&e, vcpu, 2);
    endpoint_receiver_gone(&e);
    expect_state(a, THREAD_BLOCKED_CALL);
    expect_state(vcpu, THREAD_BLOCKED_REPORT);
    endpoint_receiver_gone(&e);
    expect_result(a, -CW_ECONNRESET, 0);
    expect_state(vcpu, THREAD_STOPPED);
    endpoint_call(&e, b, 1, 0);
    expect_result(b, -CW_ECONNRESET, 0);
    endpoint_send_exit(&e, late, 1);
    expect_state(late, THREAD_STOPPED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_call_then_receive, setup),
        cmocka_unit_test_setup(test_receive_then_call, setup),
        cmocka_unit_test_setup(test_lengths, setup),
        cmocka_unit_test_setup(test_reply_to_nobody, setup),
        cmocka_unit_test_setup(test_sender_order, setup),
        cmocka_unit_test_setup(test_receiver_order, setup),
        cmocka_unit_test_setup(test_callers_stack, setup),
        cmocka_unit_test_setup(test_notification_before_message, setup),
        cmocka_unit_test_setup(test_exit, setup),
        cmocka_unit_test_setup(test_start_of_vcpu, setup),
        cmocka_unit_test_setup(test_stopped_sender, setup),
        cmocka_unit_test_setup(test_stopped_server, setup),
        cmocka_unit_test_setup(test_no_receiver_left, setup),
    };
    return cmocka_run_group_tests_name("endpoints", tests, NULL, NULL);
}
