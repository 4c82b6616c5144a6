// SPDX-License-Identifier: BSD-2-Clause
/*
 * A function for GNU make: $(exit-with N) ends make at once with status N (0 to 255; anything else ends it with 2).
 * By itself, make turns the status of whatever failed into 2. Interface: "Loading Dynamic Objects" in make's manual.
 */
#include <gnumake.h>
#include <stdlib.h>

extern const int plugin_is_GPL_compatible;
const int plugin_is_GPL_compatible = 1;

int make_exit_gmk_setup(void);

static char *exit_with(const char *function, unsigned int count, char **arguments)
{
    char *end = NULL;
    long status = strtol(arguments[0], &end, 10);

    (void)function;
    (void)count;
    exit(end == arguments[0] || status < 0 || status > 255 ? 2 : (int)status);
}

int make_exit_gmk_setup(void)
{
    gmk_add_function("exit-with", exit_with, 1, 1, GMK_FUNC_DEFAULT);
    return 1;
}
