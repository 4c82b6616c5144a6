/* SPDX-License-Identifier: BSD-2-Clause */
/* Reads a specification with everything that it imports. */
#ifndef CAMKES_LOAD_H
#define CAMKES_LOAD_H

#include "ast.h"
#include "map.h"
#include "preprocess.h"

struct load_options {
    struct preprocessor preprocessor;
    const char *const *import_paths; /* where <...> is looked for, in order */
    size_t import_path_count;
};

/* Declarations of all files, each import in its place, without the imports themselves. */
struct program {
    struct arena *arena;
    const char *path; /* the top file; NULL: none */
    struct ast_item *items;
    size_t item_count;
    struct map *files;       /* key: every file that was read, as it was named */
    bool forward_references; /* a name may stand before its definition */
    struct adl_defaults defaults;
    const struct adl_connector_code *code; /* as in the system */
    size_t code_count;
};

/*
 * The standard connectors are imported before everything else; what stands beside them can be
 * imported as if their folder were the last of the import path. Errors are reported; the program
 * holds what could be read.
 */
void load_program(struct program *program, const struct load_options *options, const char *path);

#endif
