/* SPDX-License-Identifier: BSD-2-Clause */
/* The tokens of a specification that has not been preprocessed. Used by format*.c only. */
#ifndef CAMKES_FORMAT_TOKEN_H
#define CAMKES_FORMAT_TOKEN_H

#include <stdbool.h>
#include <stddef.h>

enum token_kind {
    TOKEN_KIND_WORD,
    TOKEN_KIND_NUMBER,
    TOKEN_KIND_STRING,
    TOKEN_KIND_ANGLE, /* <file> behind import and include */
    TOKEN_KIND_SIGN,  /* operators, brackets, separators */
    TOKEN_KIND_LINE_COMMENT,
    TOKEN_KIND_BLOCK_COMMENT,
    TOKEN_KIND_DIRECTIVE, /* of the preprocessor, with its continued lines */
};

struct token {
    enum token_kind kind;
    const char *text;
    size_t length;
    unsigned newlines; /* in front of it */
    /* Filled by format_mark(): */
    unsigned level;  /* of indentation, if it comes first on a line */
    bool new_line;   /* it does so in any case */
    bool blank_line; /* with an empty line above it */
    bool may_break;  /* it does so if it and what belongs to it would not fit */
    bool blank;      /* else: with a blank in front of it */
};

static inline bool token_is_comment(const struct token *token)
{
    return token->kind >= TOKEN_KIND_LINE_COMMENT;
}

struct scan {
    const char *path; /* for messages */
    const char *at, *end;
    unsigned line;
    bool line_start; /* nothing but blanks so far on this line */
    bool angle;      /* the last token was import or include */
    bool failed;     /* after a message */
};

/* False at the end of the text, or after a message. */
bool scan_next(struct scan *scan, struct token *token);

bool token_is(const struct token *token, const char *text);

/* Decides where each of the tokens stands. False: brackets are nested too deeply. */
bool format_mark(struct token *tokens, size_t count);

#endif
