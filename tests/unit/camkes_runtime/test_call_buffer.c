/* SPDX-License-Identifier: BSD-2-Clause */
/* Calls through a buffer that the other side may change at any time; servers that tell clients apart. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "camkes/rpc.h"
#include "fake_kernel.h"

#define SIZE  8192u
#define BADGE 3

static uint8_t shared[SIZE], other_shared[2 * SIZE], client_copy[SIZE], server_copy[2 * SIZE];
static const struct camkes_rpc_buffer buffer = {shared, client_copy, SIZE};
static struct camkes_semaphore lock;
static struct camkes_client client;
static struct camkes_server server;
static char *heard; /* what the server's method got last */
static unsigned client_errors, server_errors;
static camkes_error_t client_error;

static camkes_error_action_t note_client_error(camkes_error_t *error)
{
    assert_int_equal(atomic_load(&lock.value), 1); /* the handler may call */
    client_error = *error;
    client_errors++;
    return CEA_DISCARD;
}

static camkes_error_action_t note_server_error(camkes_error_t *error)
{
    (void)error;
    server_errors++;
    return CEA_DISCARD;
}

/* string upper(in string text), with a client that scribbles over the buffer in the meantime. */
static void serve_upper(struct camkes_rpc *message)
{
    memset(message->buffer->shared, '!', SIZE);
    char *text = camkes_get_string(message);
    if (!camkes_rpc_finished(message))
        goto done;
    free(heard);
    heard = strdup(text);
    for (char *c = text; *c; c++)
        *c = (char)(*c - 'a' + 'A');
    camkes_rpc_start_writing(message, message->buffer);
    camkes_put_string(message, text);
done:
    free(text);
}

static camkes_method_fn *const methods[] = {serve_upper};
static const struct camkes_procedure procedure = {1, methods};

static const struct camkes_server_client table[] = {
    {.badge = 1, .name = "other", .buffer = other_shared, .size = sizeof(other_shared)},
    {.badge = BADGE, .name = "sample", .buffer = shared, .size = SIZE},
};
static const struct camkes_clients clients = {table, 2};

static int64_t answer(cw_slot endpoint, size_t words)
{
    (void)endpoint;
    return (int64_t)camkes_server_answer(&server, words, BADGE);
}

static int begin(void **state)
{
    (void)state;
    fake_reset();
    fake_server = answer;
    lock = (struct camkes_semaphore)CAMKES_SEMAPHORE(4, 1, 1);
    client = (struct camkes_client){.endpoint = 5,
                                    .interface = "client",
                                    .methods = 1,
                                    .handler = note_client_error,
                                    .buffer = &buffer,
                                    .lock = &lock};
    server = (struct camkes_server){.endpoint = 6,
                                    .interface = "server",
                                    .procedure = &procedure,
                                    .copy = server_copy,
                                    .clients = &clients,
                                    .handler = note_server_error};
    client_errors = server_errors = 0;
    return 0;
}

static int end(void **state)
{
    (void)state;
    free(heard);
    heard = NULL;
    return 0;
}

/* As the compiler writes it. */
static char *upper(const char *text)
{
    struct camkes_rpc message;
    camkes_client_begin(&client, &message, 0);
    assert_int_equal(atomic_load(&lock.value), 0);
    camkes_put_string(&message, text);
    if (!camkes_client_call(&client, &message))
        return NULL;
    char *reply = camkes_get_string(&message);
    if (camkes_client_end(&client, &message))
        return reply;
    free(reply);
    return NULL;
}

/* Far more than a message holds; what the client does to the buffer afterwards changes nothing. */
static void test_long_call(void **state)
{
    (void)state;
    char text[SIZE];
    memset(text, 'x', sizeof(text));
    text[SIZE - 1] = '\0';
    char *reply = upper(text);
    assert_non_null(reply);
    assert_string_equal(heard, text);
    assert_int_equal(strlen(reply), SIZE - 1);
    assert_int_equal(reply[SIZE - 2], 'X');
    free(reply);
    assert_int_equal(atomic_load(&lock.value), 1);
    assert_int_equal(client_errors + server_errors, 0);
}

static void test_too_long(void **state)
{
    (void)state;
    char text[SIZE + 1];
    memset(text, 'x', SIZE);
    text[SIZE] = '\0';
    assert_null(upper(text));
    assert_int_equal(client_error.type, CE_BUFFER_LENGTH_EXCEEDED);
    assert_int_equal(atomic_load(&lock.value), 1);
    assert_null(heard);
}

/* The message says how long the bytes in the buffer are; a client can say anything. */
static void test_requests_that_lie(void **state)
{
    (void)state;
    static const uint64_t lengths[] = {SIZE + 1, 2 * SIZE, UINT64_MAX, (uint64_t)1 << 63, 0};
    memset(shared, 'x', SIZE);
    for (size_t i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
        cw_message_buffer()->word[0] = lengths[i];
        assert_int_equal(camkes_server_answer(&server, 1, BADGE), 0);
    }
    cw_message_buffer()->word[0] = SIZE; /* a string without an end */
    assert_int_equal(camkes_server_answer(&server, 1, BADGE), 0);
    cw_message_buffer()->word[0] = 1;
    for (size_t words = 0; words <= CW_MESSAGE_WORDS; words++)
        if (words != 1)
            assert_int_equal(camkes_server_answer(&server, words, BADGE), 0);
    assert_int_equal(server_errors, 6 + CW_MESSAGE_WORDS);
    assert_null(heard);
}

/* Each client's length is checked against its own buffer. */
static void test_buffers_of_two_sizes(void **state)
{
    (void)state;
    memset(other_shared, 'y', sizeof(other_shared));
    other_shared[sizeof(other_shared) - 1] = '\0';
    cw_message_buffer()->word[0] = sizeof(other_shared);
    assert_int_equal(camkes_server_answer(&server, 1, 1), 1);
    assert_int_equal(strlen(heard), sizeof(other_shared) - 1);
    assert_int_equal(other_shared[0], 'Y');
    assert_int_equal(camkes_server_answer(&server, 1, 9), 0); /* nobody's badge */
}

static uint64_t reply_length;
static size_t reply_words;

static int64_t lie(cw_slot endpoint, size_t words)
{
    (void)endpoint, (void)words;
    memset(shared, 'z', SIZE);
    cw_message_buffer()->word[0] = reply_length;
    return (int64_t)reply_words;
}

/* A server can, too. */
static void test_replies_that_lie(void **state)
{
    (void)state;
    static const uint64_t lengths[] = {SIZE, SIZE + 1, UINT64_MAX, 0};
    fake_server = lie;
    reply_words = 1;
    for (size_t i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
        reply_length = lengths[i];
        assert_null(upper("text"));
    }
    reply_length = 1;
    reply_words = 2;
    assert_null(upper("text"));
    reply_words = 0;
    assert_null(upper("text"));
    assert_int_equal(client_errors, 6);
    assert_int_equal(client_error.type, CE_MALFORMED_RPC_PAYLOAD);
    assert_int_equal(atomic_load(&lock.value), 1);
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
    assert_null(upper("text"));
    assert_int_equal(client_errors, 1);
    assert_int_equal(atomic_load(&lock.value), 1);
}

static unsigned ones, twos;

static void serve_one(struct camkes_rpc *message)
{
    if (!camkes_rpc_finished(message))
        return;
    ones++;
    camkes_rpc_start_writing(message, message->buffer);
}

static void serve_two(struct camkes_rpc *message)
{
    if (!camkes_rpc_finished(message))
        return;
    twos++;
    camkes_rpc_start_writing(message, message->buffer);
}

static camkes_method_fn *const first_methods[] = {serve_one}, *const second_methods[] = {serve_two,
                                                                                         serve_one};
static const struct camkes_procedure first = {1, first_methods}, second = {2, second_methods};

/* Each client has its procedure: the same method index means another function. */
static void test_procedure_of_each_client(void **state)
{
    (void)state;
    static const struct camkes_server_client mixed[] = {{.badge = 1, .procedure = &first},
                                                        {.badge = 2, .procedure = &second}};
    static const struct camkes_clients both = {mixed, 2};
    server.procedure = NULL;
    server.copy = NULL;
    server.clients = &both;
    assert_int_equal(camkes_server_answer(&server, 1, 1), 1);
    assert_int_equal(ones, 1);
    cw_message_buffer()->word[0] = 0;
    assert_int_equal(camkes_server_answer(&server, 1, 2), 1);
    assert_int_equal(twos, 1);
    cw_message_buffer()->word[0] = 1;
    assert_int_equal(camkes_server_answer(&server, 1, 2), 1);
    assert_int_equal(ones, 2);
    cw_message_buffer()->word[0] = 2;
    assert_int_equal(camkes_server_answer(&server, 1, 2), 0);
    assert_int_equal(camkes_server_answer(&server, 1, 3), 0);
}

/* The loop is the component's: what is not this interface's message is left alone. */
static void test_handle_message(void **state)
{
    (void)state;
    seL4_MessageInfo_t info = seL4_MessageInfo_new(0, 0, 0, 1);
    server.procedure = &first;
    server.copy = NULL;
    server.clients = NULL;
    server.number = 7;
    ones = 0;
    assert_int_equal(camkes_server_handle_message(&server, &info, (uint64_t)6 << 32 | 5), -1);
    assert_int_equal(camkes_server_handle_message(&server, &info, 7), -1);
    assert_int_equal(ones, 0);
    assert_int_equal(camkes_server_handle_message(&server, &info, (uint64_t)7 << 32 | 5), 0);
    assert_int_equal(seL4_MessageInfo_get_length(info), 1);
    assert_int_equal(camkes_server_sender(), 5);
    assert_int_equal(ones, 1);
    info.words[0] = 3; /* too long: refused, and that is the answer */
    assert_int_equal(camkes_server_handle_message(&server, &info, (uint64_t)7 << 32 | 5), 0);
    assert_int_equal(seL4_MessageInfo_get_length(info), 0);
    /* A signal whose bits look like a client's badge. */
    uint64_t bits;
    info = seL4_Recv(1, &bits); /* fails in this kernel */
    assert_int_equal(bits, 0);
    assert_int_equal(camkes_server_handle_message(&server, &info, (uint64_t)7 << 32 | 5), -1);
    assert_int_equal(ones, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_long_call, begin, end),
        cmocka_unit_test_setup_teardown(test_too_long, begin, end),
        cmocka_unit_test_setup_teardown(test_requests_that_lie, begin, end),
        cmocka_unit_test_setup_teardown(test_buffers_of_two_sizes, begin, end),
        cmocka_unit_test_setup_teardown(test_replies_that_lie, begin, end),
        cmocka_unit_test_setup_teardown(test_server_gone, begin, end),
        cmocka_unit_test_setup_teardown(test_procedure_of_each_client, begin, end),
        cmocka_unit_test_setup_teardown(test_handle_message, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
