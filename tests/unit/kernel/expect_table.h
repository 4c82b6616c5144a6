/* SPDX-License-Identifier: BSD-2-Clause */
/* A sample of a system table, changed by a test and then accepted or refused. */
#pragma once

#include "kernel/table.h"
#include "sample.h"

/* What the statements of ACCEPTED and REFUSED change. */
extern struct sample s;

/* Checks `size` bytes of `image` as the kernel does at boot, in scratch memory of just the needed size. */
bool check_image(const void *image, size_t size, struct table_error *error);

/* Fails the test at `line` if `s` is refused. `mutation` says in a message what has been changed. */
void expect_right(const char *mutation, int line);

/* Fails the test at `line` if `s` is accepted, or refused for another reason than `expected`. */
void expect_wrong(const char *mutation, const struct table_error *expected, int line);

/* A fresh sample, changed by the statements and sealed, is right. */
#define ACCEPTED(...)                                                                                        \
    do {                                                                                                     \
        sample_init(&s);                                                                                     \
        __VA_ARGS__;                                                                                         \
        sample_seal(&s, sizeof s);                                                                           \
        expect_right(#__VA_ARGS__, __LINE__);                                                                \
    } while (0)

/* A fresh sample, changed by the statements and sealed, is refused for this reason. */
#define REFUSED(array_name, record, field_name, why, ...)                                                    \
    do {                                                                                                     \
        sample_init(&s);                                                                                     \
        __VA_ARGS__;                                                                                         \
        sample_seal(&s, sizeof s);                                                                           \
        expect_wrong(#__VA_ARGS__, &(struct table_error){array_name, record, field_name, why}, __LINE__);    \
    } while (0)
