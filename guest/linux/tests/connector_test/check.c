/* SPDX-License-Identifier: BSD-2-Clause */
#include "check.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static unsigned checks, failures, skipped;

static bool report(bool holds, const char *reason, const char *format, va_list arguments)
{
    checks++;
    failures += !holds;
    printf("%sok %u - ", holds ? "" : "not ", checks);
    vprintf(format, arguments);
    if (!holds && reason)
        printf(" (%s)", reason);
    putchar('\n');
    fflush(stdout);
    return holds;
}

bool check(bool holds, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    report(holds, NULL, format, arguments);
    va_end(arguments);
    return holds;
}

bool check_fails(long result, int error, const char *format, ...)
{
    int got = errno;
    bool holds = result == -1 && got == error;
    char reason[128];
    va_list arguments;

    if (result == -1)
        snprintf(reason, sizeof(reason), "%s, expected %s", strerrorname_np(got), strerrorname_np(error));
    else
        snprintf(reason, sizeof(reason), "it worked and gave %ld, expected %s", result,
                 strerrorname_np(error));
    va_start(arguments, format);
    report(holds, reason, format, arguments);
    va_end(arguments);
    return holds;
}

void check_skip(const char *format, ...)
{
    va_list arguments;

    skipped++;
    va_start(arguments, format);
    printf("# skipped: ");
    vprintf(format, arguments);
    putchar('\n');
    va_end(arguments);
}

int child_run(int (*act)(void *context), void *context)
{
    int status;
    pid_t child;

    fflush(stdout);
    child = fork();
    if (child == 0)
        _exit(act(context));
    if (child < 0 || waitpid(child, &status, 0) != child)
        return -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -2;
}

int check_summary(void)
{
    printf("connector_test: 1..%u, %u failed, %u skipped\n", checks, failures, skipped);
    return failures ? EXIT_FAILURE : EXIT_SUCCESS;
}
