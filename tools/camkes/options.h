/* SPDX-License-Identifier: BSD-2-Clause */
/* The command line. */
#ifndef CAMKES_OPTIONS_H
#define CAMKES_OPTIONS_H

#include "image.h"
#include "load.h"

struct options {
    struct load_options load;
    const char *input;
    const char *glue;        /* folder, or NULL */
    const char *deps;        /* file, or NULL */
    const char *deps_target; /* NULL: see deps.h */
    bool instances, matrix, dot, json_ast;
    bool forward_references;
    struct adl_defaults defaults;
    struct adl_connector_code *code;
    size_t code_count;
    bool help, version;
    struct image_options image; /* output NULL: none */
};

/* False after a message about a wrong command line. Everything points into arguments and the arena. */
bool options_parse(struct arena *arena, int count, char **arguments, struct options *options);

void options_help(void);

#endif
