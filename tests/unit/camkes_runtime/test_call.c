/* SPDX-License-Identifier: BSD-2-Clause */
/* A client and a server with functions as the compiler writes them, one call apart. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "camkes/rpc.h"
#include "causeway/clock.h"
#include "fake_kernel.h"

#define BADGE 0x1234

static unsigned handled;
static seL4_Word sender;

static void serve_add(struct camkes_rpc *message)
{
    int a, b;
    camkes_get(message, &a, sizeof(a));
    camkes_get(message, &b, sizeof(b));
    if (!camkes_rpc_finished(message))
        return;
    handled++;
    sender = camkes_server_sender();
    int sum = a + b;
    camkes_rpc_start_writing(message, NULL);
    camkes_put(message, &sum, sizeof(sum));
}

static void serve_nothing(struct camkes_rpc *message)
{
    if (!camkes_rpc_finished(message))
        return;
    handled++;
    camkes_rpc_start_writing(message, NULL);
}

static camkes_method_fn *const methods[] = {serve_add, serve_nothing};
static const struct camkes_procedure procedure = {2, methods};
static struct camkes_server server;
static struct camkes_client client;
static camkes_error_t client_error, server_error;
static unsigned client_errors, server_errors;

static camkes_error_action_t note_client_error(camkes_error_t *error)
{
    client_error = *error;
    client_errors++;
    return CEA_DISCARD;
}

static camkes_error_action_t note_server_error(camkes_error_t *error)
{
    server_error = *error;
    server_errors++;
    return CEA_DISCARD;
}

static int64_t answer(cw_slot endpoint, size_t words)
{
    assert_int_equal(endpoint, 5);
    return (int64_t)camkes_server_answer(&server, words, BADGE);
}

static int begin(void **state)
{
    (void)state;
    fake_reset();
    fake_server = answer;
    server = (struct camkes_server){
        .endpoint = 6, .interface = "server", .procedure = &procedure, .handler = note_server_error};
    client = (struct camkes_client){
        .endpoint = 5, .interface = "client", .methods = 2, .handler = note_client_error};
    handled = client_errors = server_errors = 0;
    return 0;
}

static int add(int a, int b)
{
    struct camkes_rpc message;
    int result = 0, reply;
    camkes_client_begin(&client, &message, 0);
    camkes_put(&message, &a, sizeof(a));
    camkes_put(&message, &b, sizeof(b));
    if (!camkes_client_call(&client, &message))
        return result;
    camkes_get(&message, &reply, sizeof(reply));
    return camkes_client_end(&client, &message) ? reply : result;
}

static bool nothing(void)
{
    struct camkes_rpc message;
    camkes_client_begin(&client, &message, 1);
    return camkes_client_call(&client, &message) && camkes_client_end(&client, &message);
}

static void test_call(void **state)
{
    (void)state;
    assert_int_equal(add(3, 4), 7);
    assert_true(nothing());
    assert_int_equal(handled, 2);
    assert_int_equal(sender, BADGE);
    assert_int_equal(client_errors + server_errors, 0);
}

/* The bytes behind the last value come from no earlier message. */
static void test_padding_is_zero(void **state)
{
    (void)state;
    memset(cw_message_buffer(), 0xff, sizeof(struct cw_message));
    assert_int_equal(add(1, 1), 2);
    assert_int_equal(cw_message_buffer()->word[0], 2);
}

static int64_t gone(cw_slot endpoint, size_t words)
{
    (void)endpoint, (void)words;
    return -CW_ECONNRESET;
}

static void test_server_gone(void **state)
{
    (void)state;
    fake_server = gone;
    assert_int_equal(add(3, 4), 0);
    assert_int_equal(client_errors, 1);
    assert_int_equal(client_error.type, CE_SYSCALL_FAILED);
    assert_int_equal(client_error.error, CW_ECONNRESET);
    assert_string_equal(client_error.interface, "client");
    assert_string_equal(client_error.instance, "sample");
}

/* What a hostile client may send: the server refuses, says so, and goes on. */
static void test_hostile_requests(void **state)
{
    (void)state;
    cw_message_buffer()->word[0] = 2; /* method 2 of 2 */
    assert_int_equal(camkes_server_answer(&server, 1, BADGE), 0);
    assert_int_equal(server_error.type, CE_INVALID_METHOD_INDEX);
    assert_int_equal(server_error.invalid_index, 2);
    assert_int_equal(server_error.upper_bound, 1);
    assert_int_equal(camkes_server_answer(&server, 0, BADGE), 0);
    assert_int_equal(server_error.type, CE_MALFORMED_RPC_PAYLOAD);
    cw_message_buffer()->word[0] = 0;
    assert_int_equal(camkes_server_answer(&server, 1, BADGE), 0);                /* second argument cut off */
    assert_int_equal(camkes_server_answer(&server, CW_MESSAGE_WORDS, BADGE), 0); /* far too long */
    assert_int_equal(server_errors, 4);
    assert_int_equal(handled, 0);
    assert_int_equal(add(20, 1), 21);
}

static int64_t refuse(cw_slot endpoint, size_t words)
{
    (void)endpoint, (void)words;
    return 0;
}

static void test_refused_request(void **state)
{
    (void)state;
    fake_server = refuse;
    assert_int_equal(add(1, 2), 0);
    assert_int_equal(client_errors, 1);
    assert_int_equal(client_error.type, CE_MALFORMED_RPC_PAYLOAD);
}

static int64_t too_long(cw_slot endpoint, size_t words)
{
    (void)endpoint, (void)words;
    return 3;
}

static void test_reply_too_long(void **state)
{
    (void)state;
    fake_server = too_long;
    assert_int_equal(add(1, 2), 0);
    assert_int_equal(client_errors, 1);
}

static void test_arguments_too_long(void **state)
{
    (void)state;
    struct camkes_rpc message;
    static const char text[CAMKES_RPC_BYTES];
    camkes_client_begin(&client, &message, 0);
    camkes_put(&message, text, sizeof(text));
    assert_false(camkes_client_call(&client, &message));
    assert_int_equal(client_error.type, CE_BUFFER_LENGTH_EXCEEDED);
    assert_int_equal(handled, 0);
}

/* Runs in a process of its own; returns the signal that ended it, or 0. */
static int signal_of(void (*body)(void))
{
    pid_t child = fork();
    int status;
    if (child == 0) {
        signal(SIGILL, SIG_DFL);
        close(STDERR_FILENO);
        body();
        _exit(0);
    }
    waitpid(child, &status, 0);
    return WIFSIGNALED(status) ? WTERMSIG(status) : 0;
}

static void fail_own_call(void)
{
    atomic_store(&client.handler, NULL);
    fake_server = gone;
    add(1, 1);
}

static void get_garbage(void)
{
    atomic_store(&server.handler, NULL);
    cw_message_buffer()->word[0] = 77;
    camkes_server_answer(&server, 1, BADGE);
}

/* Runs in a process of its own; the lines that it prints on stderr. */
static unsigned lines_of(void (*body)(void))
{
    int ends[2], status;
    unsigned lines = 0;
    char text[256];
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    if (child == 0) {
        dup2(ends[1], STDERR_FILENO);
        close(ends[1]);
        body();
        _exit(0);
    }
    close(ends[1]);
    for (ssize_t got; (got = read(ends[0], text, sizeof(text))) > 0;)
        for (ssize_t i = 0; i < got; i++)
            lines += text[i] == '\n';
    close(ends[0]);
    waitpid(child, &status, 0);
    assert_true(WIFEXITED(status));
    return lines;
}

static void get_much_garbage(void)
{
    causeway_clock_frequency = UINT64_MAX / 100; /* a second lasts for years */
    for (int i = 0; i < 1000; i++)
        get_garbage();
}

static void get_garbage_for_seconds(void)
{
    causeway_clock_frequency = 1; /* every tick is a second */
    for (int i = 0; i < 50; i++)
        get_garbage();
}

static void get_garbage_elsewhere(void)
{
    get_much_garbage();
    server.interface = "elsewhere";
    get_much_garbage();
}

static void test_garbage_does_not_fill_the_log(void **state)
{
    (void)state;
    assert_int_equal(lines_of(get_garbage), 1);
    assert_int_equal(lines_of(get_much_garbage), 10);
    assert_int_equal(lines_of(get_garbage_for_seconds), 50);
    assert_int_equal(lines_of(get_garbage_elsewhere), 20);
}

static void serve_too_much(struct camkes_rpc *message)
{
    static const char text[CAMKES_RPC_BYTES + 1];
    camkes_rpc_start_writing(message, NULL);
    camkes_put(message, text, sizeof(text));
}

static void serve_without_memory(struct camkes_rpc *message)
{
    message->error = (camkes_error_t){.type = CE_ALLOCATION_FAILURE, .description = "no memory"};
}

/* A request that leads to more than there is room for: its client's trouble alone. */
static void ask_for_too_much(void)
{
    static camkes_method_fn *const greedy[] = {serve_too_much, serve_without_memory};
    static const struct camkes_procedure all = {2, greedy};
    atomic_store(&server.handler, NULL);
    server.procedure = &all;
    for (uint64_t method = 0; method < 2; method++) {
        cw_message_buffer()->word[0] = method;
        if (camkes_server_answer(&server, 1, BADGE) != 0)
            raise(SIGTERM);
    }
}

static void get_more_than_the_heap(void)
{
    struct camkes_rpc message;
    atomic_store(&client.handler, NULL);
    camkes_client_begin(&client, &message, 1);
    camkes_client_call(&client, &message);
    message.error = (camkes_error_t){.type = CE_ALLOCATION_FAILURE, .description = "no memory"};
    if (camkes_client_end(&client, &message))
        raise(SIGTERM);
}

static void test_partner_asks_for_too_much(void **state)
{
    (void)state;
    assert_int_equal(signal_of(ask_for_too_much), 0);
    assert_int_equal(signal_of(get_more_than_the_heap), 0);
}

/* The default: a partner's garbage costs a line of output, an own failure the component. */
static void test_default_handler(void **state)
{
    (void)state;
    assert_int_equal(signal_of(fail_own_call), SIGILL);
    assert_int_equal(signal_of(get_garbage), 0);
}

static void test_component_handler(void **state)
{
    (void)state;
    atomic_store(&client.handler, NULL);
    assert_null(camkes_register_error_handler(note_client_error));
    fake_server = gone;
    assert_int_equal(add(1, 1), 0);
    assert_int_equal(client_errors, 1);
    assert_ptr_equal(camkes_register_error_handler(NULL), note_client_error);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_call, begin),
        cmocka_unit_test_setup(test_padding_is_zero, begin),
        cmocka_unit_test_setup(test_server_gone, begin),
        cmocka_unit_test_setup(test_hostile_requests, begin),
        cmocka_unit_test_setup(test_refused_request, begin),
        cmocka_unit_test_setup(test_reply_too_long, begin),
        cmocka_unit_test_setup(test_arguments_too_long, begin),
        cmocka_unit_test_setup(test_garbage_does_not_fill_the_log, begin),
        cmocka_unit_test_setup(test_partner_asks_for_too_much, begin),
        cmocka_unit_test_setup(test_default_handler, begin),
        cmocka_unit_test_setup(test_component_handler, begin),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
