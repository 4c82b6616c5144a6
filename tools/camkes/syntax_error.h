/* SPDX-License-Identifier: BSD-2-Clause */
/* Puts a syntax error into words. */
#ifndef CAMKES_SYNTAX_ERROR_H
#define CAMKES_SYNTAX_ERROR_H

#include "parse.h"

#define SYNTAX_EXPECTED_MAX 96 /* more than the grammar has tokens */

struct syntax_error {
    struct adl_location where; /* the token that does not fit; its text is parse->text */
    bool at_end;               /* it is the end of the file */
    const char *expected[SYNTAX_EXPECTED_MAX];
    size_t count;
};

void syntax_error_report(struct parse *parse, const struct syntax_error *error);

#endif
