/* SPDX-License-Identifier: BSD-2-Clause */
/* Results of the test, one line each. */
#ifndef CHECK_H
#define CHECK_H

#include <stdbool.h>
#include <stdio.h>

#define check(what, good) printf("%s %s: %s\n", (good) ? "ok" : "not ok", get_instance_name(), what)

#endif
