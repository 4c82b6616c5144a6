/* SPDX-License-Identifier: BSD-2-Clause */
/* The C preprocessor, run as a program. */
#ifndef CAMKES_PREPROCESS_H
#define CAMKES_PREPROCESS_H

#include "arena.h"

struct preprocessor {
    const char *program;          /* found along PATH; NULL: none, files are taken as they are */
    const char *const *arguments; /* -I and -D, as they are given to it */
    size_t argument_count;
};

/*
 * The preprocessed file, with *length bytes and a NUL behind them, in the arena. NULL when the
 * program cannot be run or fails; that has been reported, and what it wrote to stderr stands there.
 */
const char *preprocess(struct arena *arena, const struct preprocessor *preprocessor, const char *path,
                       size_t *length);

#endif
