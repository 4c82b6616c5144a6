/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Checks that write one line each: "ok N - what" or "not ok N - what (why)".
 */
#ifndef GUEST_CONNECTOR_TEST_CHECK_H
#define GUEST_CONNECTOR_TEST_CHECK_H

#include <stdbool.h>

/* Whether the condition holds. Returns it. */
bool check(bool holds, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Whether a call failed as it should: its result is -1 and errno is `error`. */
bool check_fails(long result, int error, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* Notes that something cannot be checked here. */
void check_skip(const char *format, ...) __attribute__((format(printf, 1, 2)));

/*
 * Runs `act` in a child process and returns its exit status, or -1 with errno set, or -2 if a signal ended it.
 * `act` must not use the checks.
 */
int child_run(int (*act)(void *context), void *context);

/* Writes the number of checks and of failures. Returns the exit status. */
int check_summary(void);

#endif
