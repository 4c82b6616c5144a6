/* SPDX-License-Identifier: BSD-2-Clause */
/* Generated code of a client and a server, compiled with all warnings, joined by a kernel of the test. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include <camkes/rpc.h>
#include "near/camkes.h"
#include "calls_far.h"
#include "tests/unit/camkes_runtime/fake_kernel.h"

int run(void)
{
    return 0;
}

static struct camkes_server *server(unsigned thread)
{
    return far_component.threads[thread].argument;
}

static int64_t answer(cw_slot endpoint, size_t words)
{
    /* The first slot of the two is that of `shapes`. */
    static cw_slot first;
    if (first == 0)
        first = endpoint;
    return (int64_t)camkes_server_answer(server(endpoint == first ? 1 : 2), words, 1);
}

static int begin(void **state)
{
    (void)state;
    fake_reset();
    fake_server = answer;
    return 0;
}

static void test_plain(void **state)
{
    (void)state;
    assert_int_equal(shapes_plain(1, 20, 3, 400, (pair_t){5000, 60000}), 65424);
    assert_int_equal(far_last_sender(), 1);
    pair_t back = shapes_both((pair_t){1, 2});
    assert_int_equal(back.first, 2);
    assert_int_equal(back.second, 1);
    unsigned calls = far_calls();
    shapes_nothing();
    assert_int_equal(far_calls(), calls + 1);
}

static void test_values(void **state)
{
    (void)state;
    int a = 99, c = 41;
    int64_t b = -(1LL << 40);
    pair_t d;
    shapes_values(&a, &b, &c, &d);
    assert_int_equal(a, 42);
    assert_true(b == -(1LL << 41));
    assert_int_equal(d.first, 41);
    assert_int_equal(d.second, -41);
}

static void test_text(void **state)
{
    (void)state;
    char *b, *c = strdup("old"), *d = strdup("given");
    char *result = shapes_text("input", &b, &c, &d);
    assert_string_equal(result, "result");
    assert_string_equal(b, "input");
    assert_string_equal(c, "given");
    free(result);
    free(b);
    free(c);
    free(d);
}

static void test_arrays(void **state)
{
    (void)state;
    int a[] = {1, 2, 3};
    char some[] = {10, 20}, *d = some;
    int *c = malloc(sizeof(int));
    c[0] = 5;
    size_t b_sz, c_sz = 1, d_sz = 2;
    pair_t *b;
    assert_int_equal(shapes_arrays(3, a, &b_sz, &b, &c_sz, &c, &d_sz, &d), 36);
    assert_int_equal(b_sz, 2);
    assert_int_equal(b[1].second, 36);
    assert_int_equal(c_sz, 2);
    assert_int_equal(c[0], 5);
    assert_int_equal(c[1], 77);
    free(b);
    free(c);
}

static void test_texts(void **state)
{
    (void)state;
    char one[] = "one", two[] = "two";
    char *a[] = {one, two};
    char three[] = "three", *third[] = {three}, **d = third;
    char **b, **c = malloc(sizeof(char *));
    c[0] = strdup("before");
    size_t b_sz, c_sz = 1, d_sz = 1;
    shapes_texts(2, a, &b_sz, &b, &c_sz, &c, &d_sz, &d);
    assert_int_equal(b_sz, 3);
    assert_string_equal(b[0], "one");
    assert_string_equal(b[2], "three");
    assert_int_equal(c_sz, 1);
    assert_string_equal(c[0], "changed");
    camkes_free_strings(b, b_sz);
    camkes_free_strings(c, c_sz);
}

static void test_procedure_with_one_method(void **state)
{
    (void)state;
    single_only();
    single_only();
    assert_int_equal(far_single_calls(), 2);
}

static camkes_error_action_t discard(camkes_error_t *error)
{
    (void)error;
    return CEA_DISCARD;
}

static int64_t cut_short(cw_slot endpoint, size_t words)
{
    int64_t reply = answer(endpoint, words);
    return reply - 1;
}

/* A reply that ends too early changes nothing of the caller's and leaks nothing. */
static void test_failed_call(void **state)
{
    (void)state;
    char *b = NULL, *c = strdup("mine"), *d = strdup("given"), *kept = c;
    fake_server = cut_short;
    assert_null(shapes_register_error_handler(discard));
    assert_null(shapes_text("a rather long input", &b, &c, &d));
    assert_null(b);
    assert_ptr_equal(c, kept);
    assert_string_equal(c, "mine");
    shapes_register_error_handler(NULL);
    free(c);
    free(d);
}

/* Requests of which each prefix, and many a wrong byte, reaches the server's generated code. */
static void test_hostile_requests(void **state)
{
    (void)state;
    server(1)->handler = discard;
    for (unsigned method = 0; method < 9; method++) {
        for (size_t words = 0; words <= CW_MESSAGE_WORDS; words++) {
            static const uint8_t fill[] = {0, 1, 0xff};
            for (size_t i = 0; i < sizeof(fill); i++) {
                memset(cw_message_buffer(), fill[i], sizeof(struct cw_message));
                *(uint8_t *)cw_message_buffer() = (uint8_t)method;
                if (method == 4 && fill[i] == 0)
                    continue; /* the sample's own handler needs an element */
                camkes_server_answer(server(1), words, 1);
            }
        }
    }
    server(1)->handler = NULL;
    test_plain(state);
}

static void test_events(void **state)
{
    (void)state;
    unsigned before = 0, after = 0;
    for (cw_slot slot = 0; slot < FAKE_SLOTS; slot++)
        before += fake_signals(slot);
    ping_emit();
    nobody_emit();
    for (cw_slot slot = 0; slot < FAKE_SLOTS; slot++)
        after += fake_signals(slot);
    assert_int_equal(after, before + 1);
}

static void test_unconnected(void **state)
{
    (void)state;
    assert_null(missing_only);
    assert_null(silent_poll);
    assert_null(&absent);
}

/* Also where nothing can fail, or nothing is connected. */
static void test_error_handlers(void **state)
{
    (void)state;
    camkes_error_handler_t (*const registrars[])(camkes_error_handler_t) = {
        shapes_register_error_handler, single_register_error_handler,  ping_register_error_handler,
        nobody_register_error_handler, missing_register_error_handler, silent_register_error_handler,
        absent_register_error_handler, data_register_error_handler,
    };
    for (size_t i = 0; i < sizeof(registrars) / sizeof(registrars[0]); i++) {
        assert_null(registrars[i](discard));
        assert_ptr_equal(registrars[i](NULL), discard);
    }
}

/* Literals, for the preprocessor and for the length of an array, too. */
#if CAMKES_CONST_ATTR(number) != 5 || CAMKES_CONST_ATTR(large) != 0xffffffffffffffff ||                      \
    CAMKES_CONST_ATTR(lowest) >= 0
#error "an attribute has another value"
#endif
static const char room[CAMKES_CONST_ATTR(number)];

static void test_attributes(void **state)
{
    (void)state;
    assert_int_equal(sizeof(room), 5);
    assert_string_equal(CAMKES_CONST_ATTR(title) "!", "a \\ \\n ?? quote!");
    assert_true(CAMKES_CONST_ATTR(large) == UINT64_MAX);
    assert_true(CAMKES_CONST_ATTR(lowest) == INT64_MIN);
    assert_int_equal(number, 5);
    assert_int_equal(CAMKES_CONST_ATTR(number), 5);
    assert_string_equal(title, "a \\ \\n ?? quote");
    assert_int_equal(sizeof(list) / sizeof(list[0]), 3);
    assert_int_equal(list[1], -2);
    assert_string_equal(names[1], "y");
    assert_true(large == UINT64_MAX);
    assert_true(lowest == INT64_MIN);
    assert_string_equal(get_instance_name(), "near");
}

static void test_dataport(void **state)
{
    (void)state;
    dataport_ptr_t pointer;
    assert_int_equal(data_get_size(), 8192);
    assert_int_equal(data_size, 8192);
    assert_int_equal(data_wrap_ptr(&pointer, (char *)data + 5), 0);
    assert_ptr_equal(data_unwrap_ptr(&pointer), (char *)data + 5);
    assert_int_equal(data_wrap_ptr(&pointer, (char *)data + 8192), -1);
    assert_ptr_equal(dataport_unwrap_ptr(dataport_wrap_ptr(data)), data);
    far_check_own_interfaces();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_plain, begin),
        cmocka_unit_test_setup(test_values, begin),
        cmocka_unit_test_setup(test_text, begin),
        cmocka_unit_test_setup(test_arrays, begin),
        cmocka_unit_test_setup(test_texts, begin),
        cmocka_unit_test_setup(test_procedure_with_one_method, begin),
        cmocka_unit_test_setup(test_failed_call, begin),
        cmocka_unit_test_setup(test_hostile_requests, begin),
        cmocka_unit_test_setup(test_events, begin),
        cmocka_unit_test_setup(test_unconnected, begin),
        cmocka_unit_test_setup(test_error_handlers, begin),
        cmocka_unit_test_setup(test_attributes, begin),
        cmocka_unit_test_setup(test_dataport, begin),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
