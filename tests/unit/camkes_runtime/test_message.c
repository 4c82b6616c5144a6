/* SPDX-License-Identifier: BSD-2-Clause */
/* The wire format, and messages that lie about themselves. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#include "camkes/rpc.h"
#include "fake_kernel.h"

static struct camkes_rpc rpc;

static uint8_t *message(void)
{
    return (uint8_t *)cw_message_buffer()->word;
}

static int begin(void **state)
{
    (void)state;
    memset(message(), 0xee, CAMKES_RPC_BYTES);
    camkes_rpc_start_writing(&rpc, NULL);
    return 0;
}

static void turn_round(void)
{
    camkes_rpc_start_reading(&rpc, NULL, camkes_rpc_end_writing(&rpc));
}

static void test_round_trip(void **state)
{
    (void)state;
    int numbers[] = {1, -2, 3}, number = 0x12345678;
    char *strings[] = {"", "two", "three"};
    camkes_put(&rpc, &number, sizeof(number));
    camkes_put_string(&rpc, "text");
    camkes_put_array(&rpc, numbers, 3, sizeof(numbers[0]));
    camkes_put_strings(&rpc, strings, 3);
    /* 4 + 5 + 8 + 12 + 8 + 1 + 4 + 6 */
    assert_int_equal(rpc.at, 48);
    turn_round();

    size_t count;
    camkes_get(&rpc, &number, sizeof(number));
    assert_int_equal(number, 0x12345678);
    char *text = camkes_get_string(&rpc);
    assert_string_equal(text, "text");
    int *back = camkes_get_array(&rpc, &count, sizeof(int));
    assert_int_equal(count, 3);
    assert_memory_equal(back, numbers, sizeof(numbers));
    char **all = camkes_get_strings(&rpc, &count);
    assert_int_equal(count, 3);
    assert_string_equal(all[2], "three");
    assert_true(camkes_rpc_finished(&rpc));
    free(text);
    free(back);
    camkes_free_strings(all, count);
}

static void test_empty_things(void **state)
{
    (void)state;
    size_t count = 7;
    camkes_put_string(&rpc, NULL);
    camkes_put_array(&rpc, NULL, 0, 8);
    camkes_put_strings(&rpc, NULL, 0);
    turn_round();
    char *text = camkes_get_string(&rpc);
    void *array = camkes_get_array(&rpc, &count, 8);
    assert_int_equal(count, 0);
    char **strings = camkes_get_strings(&rpc, &count);
    assert_string_equal(text, "");
    assert_non_null(array);
    assert_non_null(strings);
    assert_true(camkes_rpc_finished(&rpc));
    free(text);
    free(array);
    camkes_free_strings(strings, count);
}

static void test_longest_message(void **state)
{
    (void)state;
    static const char bytes[CAMKES_RPC_BYTES + 1];
    camkes_put(&rpc, bytes, CAMKES_RPC_BYTES);
    assert_int_equal(rpc.error.type, CE_NO_ERROR);
    assert_int_equal(camkes_rpc_end_writing(&rpc), CW_MESSAGE_WORDS);
    camkes_put(&rpc, bytes, 1);
    assert_int_equal(rpc.error.type, CE_BUFFER_LENGTH_EXCEEDED);
    assert_int_equal(rpc.error.current_length, CAMKES_RPC_BYTES);
    assert_int_equal(rpc.error.target_length, CAMKES_RPC_BYTES + 1);
}

static void test_array_size_that_wraps(void **state)
{
    (void)state;
    camkes_put_array(&rpc, "", SIZE_MAX / 4 + 2, 4);
    assert_int_equal(rpc.error.type, CE_BUFFER_LENGTH_EXCEEDED);
}

static void test_value_beyond_the_end(void **state)
{
    (void)state;
    uint64_t value = 1;
    camkes_rpc_start_reading(&rpc, NULL, 0);
    camkes_get(&rpc, &value, sizeof(value));
    assert_int_equal(rpc.error.type, CE_MALFORMED_RPC_PAYLOAD);
    assert_int_equal(value, 0);
    assert_false(camkes_rpc_finished(&rpc));
}

static void test_string_without_end(void **state)
{
    (void)state;
    camkes_rpc_start_reading(&rpc, NULL, 2);
    assert_null(camkes_get_string(&rpc));
    assert_int_equal(rpc.error.type, CE_MALFORMED_RPC_PAYLOAD);
}

static void put_count(size_t count)
{
    camkes_put(&rpc, &count, sizeof(count));
    camkes_put(&rpc, "12345678", 8);
    turn_round();
}

static void test_array_longer_than_the_message(void **state)
{
    static const size_t counts[] = {3, SIZE_MAX, SIZE_MAX / 4 + 1, (size_t)1 << 61};
    for (size_t i = 0; i < sizeof(counts) / sizeof(counts[0]); i++) {
        size_t count = 5;
        begin(state);
        put_count(counts[i]);
        assert_null(camkes_get_array(&rpc, &count, 4));
        assert_int_equal(count, 0);
        assert_int_equal(rpc.error.type, CE_MALFORMED_RPC_PAYLOAD);
    }
}

static void test_string_array_that_lies(void **state)
{
    size_t count = 5;
    begin(state);
    put_count(9);
    assert_null(camkes_get_strings(&rpc, &count));
    /* Enough bytes for eight empty strings, but there is not one NUL. */
    begin(state);
    put_count(8);
    assert_null(camkes_get_strings(&rpc, &count));
    assert_int_equal(count, 0);
    assert_int_equal(rpc.error.type, CE_MALFORMED_RPC_PAYLOAD);
}

static void test_left_over_words(void **state)
{
    (void)state;
    int number = 1;
    camkes_rpc_start_reading(&rpc, NULL, 1);
    camkes_get(&rpc, &number, sizeof(number));
    assert_true(camkes_rpc_finished(&rpc)); /* padding */
    camkes_rpc_start_reading(&rpc, NULL, 2);
    camkes_get(&rpc, &number, sizeof(number));
    assert_false(camkes_rpc_finished(&rpc));
    camkes_rpc_start_reading(&rpc, NULL, 1);
    assert_true(camkes_rpc_finished(&rpc)); /* a reply without contents */
    camkes_rpc_start_reading(&rpc, NULL, 2);
    assert_false(camkes_rpc_finished(&rpc));
}

static void test_length_beyond_the_buffer(void **state)
{
    (void)state;
    camkes_rpc_start_reading(&rpc, NULL, SIZE_MAX);
    assert_int_equal(rpc.size, CAMKES_RPC_BYTES);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_round_trip, begin),
        cmocka_unit_test_setup(test_empty_things, begin),
        cmocka_unit_test_setup(test_longest_message, begin),
        cmocka_unit_test_setup(test_array_size_that_wraps, begin),
        cmocka_unit_test_setup(test_value_beyond_the_end, begin),
        cmocka_unit_test_setup(test_string_without_end, begin),
        cmocka_unit_test_setup(test_array_longer_than_the_message, begin),
        cmocka_unit_test_setup(test_string_array_that_lies, begin),
        cmocka_unit_test_setup(test_left_over_words, begin),
        cmocka_unit_test_setup(test_length_beyond_the_buffer, begin),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
