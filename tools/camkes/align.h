/* SPDX-License-Identifier: BSD-2-Clause */
/* Finds the columns of preprocessed text in the line that it was made from. */
#ifndef CAMKES_ALIGN_H
#define CAMKES_ALIGN_H

#include <stdbool.h>
#include <stddef.h>

struct text {
    const char *start;
    size_t length;
};

/* Offsets from the start of a line. */
struct span {
    size_t first, last; /* last is behind the last character */
    bool inexact;       /* the place lies in the expansion of the macro that the span names */
};

/*
 * Where `wanted`, a span of the preprocessed line, stands in the original line. Blanks and comments
 * may differ between the two; what differs otherwise came out of a macro, and is placed on the
 * word where the difference starts.
 */
struct span align_span(struct text preprocessed, struct text original, struct span wanted);

#endif
