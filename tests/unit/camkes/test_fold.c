/* SPDX-License-Identifier: BSD-2-Clause */
/* Arithmetic on constants, as settings see it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "compile_text.h"

static const struct adl_value *evaluate(const char *expression)
{
    char text[512];
    snprintf(text, sizeof(text),
             "component A { control; } assembly { composition { component A a; } "
             "configuration { a.data = %s; } }",
             expression);
    const struct adl_system *system = compile_text(text);
    return system ? system_setting(system, "a", "data") : NULL;
}

static const struct {
    const char *expression;
    adl_integer result;
} integers[] = {
    {"1 + 2 * 3", 7},
    {"(1 + 2) * 3", 9},
    {"2 * 3 ** 2", 36},
    {"2 ** 3 ** 2", 64},
    {"-2 ** 2", 4},
    {"7 / -2", -4},
    {"-7 / 2", -4},
    {"-7 / -2", 3},
    {"7 % -2", -1},
    {"-7 % 2", 1},
    {"10 - 3 - 2", 5},
    {"5 && 3", 3},
    {"0 && 3", 0},
    {"5 || 0", 5},
    {"0 || 0", 0},
    {"1 < 2", 1},
    {"2 <= 1", 0},
    {"3 == 3.0", 1},
    {"3 != 3", 0},
    {"3 > 2 > 1", 0},
    {"2 >= 2", 1},
    {"!5", 0},
    {"!0", 1},
    {"~0", -1},
    {"+3", 3},
    {"- -3", 3},
    {"1 | 6 ^ 3 & 2", 5},
    {"1 << 3 + 1", 16},
    {"-16 >> 2", -4},
    {"1 >> 200", 0},
    {"0 << 200", 0},
    {"1 << 63", (adl_integer)1 << 63},
    {"1 ? 10 : 20", 10},
    {"0 ? 10 : 20", 20},
    {"1 ? 0 ? 3 : 4 : 5", 4},
    {"True + true", 2},
    {"False || 0x1F", 31},
    {"0xffffffffffffffff", UINT64_MAX},
    {"-9223372036854775808", INT64_MIN},
    {"(-1) ** 1000001", -1},
    {"1 ** 18446744073709551615", 1},
    {"0 ** 0", 1},
    {"2 ** 63", (adl_integer)1 << 63},
};

static void test_integers(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(integers) / sizeof(integers[0]); i++) {
        const struct adl_value *value = evaluate(integers[i].expression);
        if (!value || value->kind != ADL_VALUE_INTEGER || value->integer != integers[i].result)
            fail_msg("%s is %lld, not %lld: %s", integers[i].expression,
                     value ? (long long)value->integer : 0, (long long)integers[i].result,
                     compile_messages());
    }
    compile_end();
}

static const struct {
    const char *expression;
    double result;
} reals[] = {
    {"1.5 + 1", 2.5}, {"7 / 2.0", 3.5}, {"-1.5", -1.5},    {"2 ** -1", 0.5},
    {"2.5 * 2", 5.0}, {"5.5 % 2", 1.5}, {"-5.5 % 2", 0.5}, {"1 ? 2.5 : 3", 2.5},
};

static void test_reals(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(reals) / sizeof(reals[0]); i++) {
        const struct adl_value *value = evaluate(reals[i].expression);
        if (!value || value->kind != ADL_VALUE_REAL || value->real != reals[i].result)
            fail_msg("%s: %s", reals[i].expression, compile_messages());
    }
    compile_end();
}

static const struct {
    const char *expression, *message;
} errors[] = {
    {"1 / 0", "division by zero"},
    {"1 % 0", "remainder of a division by zero"},
    {"1.5 / 0", "division by zero"},
    {"1 << -1", "shift by a negative count"},
    {"1 >> -1", "shift by a negative count"},
    {"1.5 << 1", "bit operations need integers"},
    {"1 | 1.5", "bit operations need integers"},
    {"~1.5", "bit operations need integers"},
    {"1 << 64", "does not fit into 64 bits"},
    {"0xffffffffffffffff + 1", "does not fit into 64 bits"},
    {"0xffffffffffffffff * 0xffffffffffffffff", "does not fit into 64 bits"},
    {"-9223372036854775808 - 1", "does not fit into 64 bits"},
    {"2 ** 64", "does not fit into 64 bits"},
    {"(-3) ** 99", "does not fit into 64 bits"},
    {"10.0 ** 400", "too large"},
    {"0 ** -1", "too large"},
    {"18446744073709551616", "does not fit into 64 bits"},
    {"0x", "needs digits"},
    {"0777", "leading zero"},
    {"1UL", "suffixes"},
    {"0x1g", "suffixes"},
    {"1.2.3", "syntax"},
    {"1.5e3", "malformed number"},
    {"\"a\" + 1", "expected"},
    {"1 ? 2 : 3 ? 4 : 5", "expected ';' before '?'"},
};

static void test_errors(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(errors) / sizeof(errors[0]); i++) {
        if (evaluate(errors[i].expression))
            fail_msg("%s is accepted", errors[i].expression);
        if (strcmp(errors[i].message, "syntax") && !strstr(compile_messages(), errors[i].message))
            fail_msg("%s: %s", errors[i].expression, compile_messages());
    }
    compile_end();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_integers),
        cmocka_unit_test(test_reals),
        cmocka_unit_test(test_errors),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
