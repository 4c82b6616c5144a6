/* SPDX-License-Identifier: BSD-2-Clause */
/* The parser: one preprocessed source becomes one list of declarations. */
#ifndef CAMKES_PARSE_H
#define CAMKES_PARSE_H

#include "ast.h"
#include "source.h"

/*
 * Parses the source. Errors are reported, and what could be understood beside them is returned: the
 * caller asks diag_errors() before it trusts the result.
 */
struct ast_file *parse_source(struct arena *arena, const struct source *source);

/* ---- Shared by scanner and grammar ---- */

struct parse {
    struct arena *arena;
    const struct source *source;
    struct ast_file *file;
    void *scanner;
    uint32_t line, column;        /* where the scanner stands */
    struct adl_location previous; /* the token before the one that the grammar looks at */
    const char *text;             /* how that one is spelt */
};

/* Makes parse->scanner read parse->source; false: too large, or no memory. */
bool scan_open(struct parse *parse);
void scan_close(struct parse *parse);

/* The values of tokens that carry one. */
struct adl_value *parse_integer(struct parse *parse, struct adl_location where, adl_integer integer);

/* Each returns the token to hand to the grammar. */
int parse_number(struct parse *parse, struct adl_location where, const char *text, struct adl_value **value);
int parse_bad_character(struct parse *parse, struct adl_location where, char c);
int parse_bad_token(struct parse *parse, struct adl_location where, const char *message);

#endif
