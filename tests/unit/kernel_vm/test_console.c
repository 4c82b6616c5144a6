/* SPDX-License-Identifier: BSD-2-Clause */
/* The kernel's own words, and its memory functions under names of their own. */
#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "fake_machine.h"
#include "kernel/console.h"

void *kernel_memcpy(void *to, const void *from, size_t size);
void *kernel_memmove(void *to, const void *from, size_t size);
void *kernel_memset(void *to, int byte, size_t size);
int kernel_memcmp(const void *a, const void *b, size_t size);
size_t kernel_strlen(const char *s);
size_t kernel_strnlen(const char *s, size_t limit);

static int setup(void **state)
{
    (void)state;
    fake_machine_reset();
    return 0;
}

static void test_conversions(void **state)
{
    (void)state;
    console_print("%s|%c|%u|%d|%x|%lu|%lx|%%", "text", 'c', UINT_MAX, INT_MIN, 0xabcdef01u, ULONG_MAX,
                  0x123456789abcdef0ul);
    assert_string_equal(fake_console,
                        "text|c|4294967295|-2147483648|abcdef01|18446744073709551615|123456789abcdef0|%");
    fake_machine_reset();
    console_print("%u %d %x %lu %lx %s.", 0u, 0, 0u, 0ul, 0ul, "");
    assert_string_equal(fake_console, "0 0 0 0 0 .");
    fake_machine_reset();
    console_print("%d %d", -1, 7);
    assert_string_equal(fake_console, "-1 7");
}

static void test_lines_end_as_terminals_want(void **state)
{
    (void)state;
    console_print("a\n%s", "b\n");
    assert_string_equal(fake_console, "a\r\nb\r\n");
}

/* A component cannot ring, overwrite or back up; colours and letters of any language pass. */
static void test_bytes_of_components(void **state)
{
    (void)state;
    console_write("a\0\a\b\r\177\tb\033[1m\303\251\n", 15);
    assert_string_equal(fake_console, "a?????\tb\033[1m\303\251\r\n");
}

static void test_panic(void **state)
{
    (void)state;
    expect_panic(panic("%s is %u", "it", 5), "\r\nCauseway: the kernel stops: it is 5\r\n");
    expect_panic(kernel_assert(1 + 1 == 3), "impossible: not 1 + 1 == 3");
    kernel_assert(1 + 1 == 2);
}

/* Every small size, alignment and distance, against the C library's. */
static void test_copies(void **state)
{
    (void)state;
    char source[64], expected[64], actual[64];
    for (unsigned i = 0; i < sizeof source; i++)
        source[i] = (char)(i * 7 + 1);
    for (unsigned from = 0; from < 20; from++) {
        for (unsigned to = 0; to < 20; to++) {
            for (unsigned size = 0; size < 40; size++) {
                memset(expected, 0, sizeof expected);
                memset(actual, 0, sizeof actual);
                memcpy(expected + to, source + from, size);
                assert_ptr_equal(kernel_memcpy(actual + to, source + from, size), actual + to);
                assert_memory_equal(expected, actual, sizeof expected);

                memcpy(expected, source, sizeof source);
                memcpy(actual, source, sizeof source);
                memmove(expected + to, expected + from, size);
                assert_ptr_equal(kernel_memmove(actual + to, actual + from, size), actual + to);
                assert_memory_equal(expected, actual, sizeof expected);
            }
        }
    }
}

static void test_fills(void **state)
{
    (void)state;
    char expected[64], actual[64];
    const int byte = 0x1a5; /* only the lowest eight bits count */
    for (unsigned start = 0; start < 16; start++) {
        for (unsigned size = 0; size < 48; size++) {
            memset(expected, 1, sizeof expected);
            memset(actual, 1, sizeof actual);
            memset(expected + start, byte, size);
            assert_ptr_equal(kernel_memset(actual + start, byte, size), actual + start);
            assert_memory_equal(expected, actual, sizeof expected);
        }
    }
}

static void test_comparisons(void **state)
{
    (void)state;
    assert_int_equal(kernel_memcmp("abc", "abd", 2), 0);
    assert_int_equal(kernel_memcmp("abc", "abd", 0), 0);
    assert_true(kernel_memcmp("abc", "abd", 3) < 0);
    assert_true(kernel_memcmp("b\200", "b\177", 2) > 0);
    assert_int_equal(kernel_strlen(""), 0);
    assert_int_equal(kernel_strlen("four"), 4);
    const char open[4] = {'a', 'b', 'c', 'd'};
    assert_int_equal(kernel_strnlen(open, 4), 4);
    assert_int_equal(kernel_strnlen("ab", 4), 2);
    assert_int_equal(kernel_strnlen(open, 0), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_conversions, setup),
        cmocka_unit_test_setup(test_lines_end_as_terminals_want, setup),
        cmocka_unit_test_setup(test_bytes_of_components, setup),
        cmocka_unit_test_setup(test_panic, setup),
        cmocka_unit_test(test_copies),
        cmocka_unit_test(test_fills),
        cmocka_unit_test(test_comparisons),
    };
    return cmocka_run_group_tests_name("console and memory functions", tests, NULL, NULL);
}
