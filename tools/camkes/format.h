/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One canonical layout for specifications: four blanks for each level, one statement a line, lines
 * of at most 100 characters where a list can be broken. Works on the text as the user wrote it, before
 * the preprocessor: comments and directives stay, macros are names like others. The tokens and their
 * order never change, so the meaning does not either.
 */
#ifndef CAMKES_FORMAT_H
#define CAMKES_FORMAT_H

#include <stdbool.h>
#include <stdio.h>

#include "arena.h"

/* False after a message: the text has something that is no token. `path` is for the message only. */
bool format_text(struct arena *arena, const char *path, const char *text, size_t length, FILE *out);

/* The command `camkes fmt [-i] FILE`, arguments from behind "fmt" on. Returns the exit status. */
int format_command(struct arena *arena, int count, char **arguments);

#endif
