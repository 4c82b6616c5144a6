/* SPDX-License-Identifier: BSD-2-Clause */
/* Whatever the bytes of a specification are, what comes out is JSON. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "json.h"

#define REPLACED "\\ufffd"

static void check_string(const char *text, const char *expected)
{
    char *bytes;
    size_t length;
    FILE *out = open_memstream(&bytes, &length);
    assert_non_null(out);
    json_string(out, text);
    fclose(out);
    assert_string_equal(bytes, expected);
    free(bytes);
}

static void test_plain(void **state)
{
    (void)state;
    check_string("", "\"\"");
    check_string("a b/c", "\"a b/c\"");
    check_string("\"\\", "\"\\\"\\\\\"");
    check_string("\n\t\x01\x1f", "\"\\n\\u0009\\u0001\\u001f\"");
}

static void test_utf8(void **state)
{
    (void)state;
    check_string("\xc3\xbc", "\"\xc3\xbc\"");
    check_string("\xe2\x82\xac", "\"\xe2\x82\xac\"");
    check_string("\xf0\x9f\x98\x80", "\"\xf0\x9f\x98\x80\"");
}

static void test_not_utf8(void **state)
{
    (void)state;
    check_string("\xff", "\"" REPLACED "\"");
    check_string("\x80x", "\"" REPLACED "x\"");
    check_string("\xc3", "\"" REPLACED "\"");                                        /* cut off */
    check_string("\xe2\x82", "\"" REPLACED REPLACED "\"");                           /* cut off later */
    check_string("\xc0\xaf", "\"" REPLACED REPLACED "\"");                           /* too long for '/' */
    check_string("\xed\xa0\x80", "\"" REPLACED REPLACED REPLACED "\"");              /* half of a pair */
    check_string("\xf4\x90\x80\x80", "\"" REPLACED REPLACED REPLACED REPLACED "\""); /* beyond the last */
}

static void check_integer(adl_integer integer, const char *expected)
{
    char *bytes;
    size_t length;
    FILE *out = open_memstream(&bytes, &length);
    assert_non_null(out);
    json_integer(out, integer);
    fclose(out);
    assert_string_equal(bytes, expected);
    free(bytes);
}

static void test_integers(void **state)
{
    (void)state;
    check_integer(0, "0");
    check_integer(-1, "-1");
    check_integer(INT64_MIN, "-9223372036854775808");
    check_integer(UINT64_MAX, "18446744073709551615");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_plain),
        cmocka_unit_test(test_utf8),
        cmocka_unit_test(test_not_utf8),
        cmocka_unit_test(test_integers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
