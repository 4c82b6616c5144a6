/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Diagnostics: where something stands in the user's files, and how the compiler talks about it.
 *
 * A message has the form `file:line:column: error: text`, followed by the source line and a line
 * that points at the place. Messages go to stderr. Text starts in lower case and has no full stop
 * or newline at its end; names are quoted 'so'.
 */
#ifndef CAMKES_DIAG_H
#define CAMKES_DIAG_H

#include <stdint.h>
#include <stdio.h>

struct source;

/* A range of text after preprocessing; the user's file and line are worked out when needed. */
struct adl_location {
    const struct source *source;     /* NULL: no place, as for things that the compiler made itself */
    uint32_t line, column;           /* first character, from 1 */
    uint32_t last_line, last_column; /* behind the last character */
};

void diag_error(struct adl_location where, const char *format, ...) __attribute__((format(printf, 2, 3)));
void diag_warning(struct adl_location where, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Adds to the message before it, and is dropped when that was. */
void diag_note(struct adl_location where, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* From now on warnings and their notes are dropped. */
void diag_hide_warnings(void);

/*
 * From now on a message is a JSON object on a line of its own, with the keys "severity" ("error",
 * "warning", "note"), "file", "line", "column", "width" and "message". Width counts characters from
 * the column on. A message without a place has null for the four.
 */
void diag_as_json(void);

/* Errors so far. Back ends return when it has risen; main turns it into exit status 1. */
unsigned diag_errors(void);

/* For tests and the fuzzer: forgets all counts and writes to `stream` from now on. NULL: nowhere. */
void diag_reset(FILE *stream);

#endif
