/* SPDX-License-Identifier: BSD-2-Clause */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "expect_table.h"

struct sample s;

bool check_image(const void *image, size_t size, struct table_error *error)
{
    size_t scratch_size = table_check_scratch(image, size);
    void *scratch = malloc(scratch_size + 1);
    assert_non_null(scratch);
    memset(scratch, 0xa5, scratch_size + 1);
    bool right = table_check(image, size, scratch, scratch_size, error);
    free(scratch);
    return right;
}

void expect_right(const char *mutation, int line)
{
    struct table_error error;
    if (!check_image(&s, sizeof s, &error)) {
        print_error("%s: %s[%u].%s %s\n", mutation, error.array, error.index, error.field, error.reason);
        _fail(__FILE__, line);
    }
}

void expect_wrong(const char *mutation, const struct table_error *expected, int line)
{
    struct table_error error = {"", 0, "", ""};
    bool right = check_image(&s, sizeof s, &error);
    if (right || strcmp(error.array, expected->array) != 0 || error.index != expected->index ||
        strcmp(error.field, expected->field) != 0 || strcmp(error.reason, expected->reason) != 0) {
        print_error("%s: %s: %s[%u].%s %s\n", mutation, right ? "accepted" : "refused", error.array,
                    error.index, error.field, error.reason);
        _fail(__FILE__, line);
    }
}
