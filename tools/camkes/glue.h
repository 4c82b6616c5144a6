/* SPDX-License-Identifier: BSD-2-Clause */
/* Glue code: the camkes.h and camkes.c of every software instance, and the program.c of every program. */
#ifndef CAMKES_GLUE_H
#define CAMKES_GLUE_H

#include <stdbool.h>

#include "layout.h"

/*
 * Writes `directory`/<c_name>/camkes.h and camkes.c for every software instance, and program.c for every
 * domain, under the name of its only instance or of the group, making folders as needed. A file that would
 * not change is not touched, so that a build does not compile it again. False after diag_error or a message
 * about the file system.
 */
bool glue_write(const struct plan *plan, const char *directory);

#endif
