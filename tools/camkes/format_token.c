/* SPDX-License-Identifier: BSD-2-Clause */
#include "format_token.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "diag.h"

bool token_is(const struct token *token, const char *text)
{
    return token->length == strlen(text) && !memcmp(token->text, text, token->length);
}

static bool starts(const struct scan *scan, const char *at, const char *text)
{
    size_t length = strlen(text);
    return (size_t)(scan->end - at) >= length && !memcmp(at, text, length);
}

static bool is_word(char c)
{
    return isalnum((unsigned char)c) || c == '_' || (unsigned char)c >= 0x80;
}

/* Where `close` ends behind `at`, or NULL. */
static const char *find_end(const struct scan *scan, const char *at, const char *close)
{
    const char *found = memmem(at, (size_t)(scan->end - at), close, strlen(close));
    return found ? found + strlen(close) : NULL;
}

static const char *line_end(const struct scan *scan, const char *at)
{
    const char *newline = memchr(at, '\n', (size_t)(scan->end - at));
    return newline ? newline : scan->end;
}

/* To the preprocessor, a backslash at the end of a line joins it with the next, if there is one: the newline. */
static const char *joint(const struct scan *scan, const char *at)
{
    if (*at != '\\')
        return NULL;
    for (at++; at < scan->end && *at != '\n'; at++)
        if (!isspace((unsigned char)*at))
            return NULL;
    return at + 1 < scan->end ? at : NULL;
}

static const char *line_comment_end(const struct scan *scan, const char *at)
{
    for (; at < scan->end && *at != '\n'; at++) {
        const char *newline = joint(scan, at);
        at = newline ? newline : at;
    }
    return at;
}

/* A directive goes on behind a backslash, and inside a comment. */
static const char *directive_end(const struct scan *scan, const char *at)
{
    for (; at && at < scan->end && *at != '\n'; at++) {
        const char *newline = joint(scan, at);
        if (newline) {
            at = newline;
        } else if (starts(scan, at, "/*")) {
            at = find_end(scan, at + 2, "*/");
            at = at ? at - 1 : NULL;
        }
        if (!at)
            break;
    }
    return at;
}

static const char *sign_end(const struct scan *scan, const char *at)
{
    static const char *const twos[] = {"->", "<-", "||", "&&", "==", "!=", "<=", ">=", "<<", ">>", "**"};
    for (size_t i = 0; i < sizeof(twos) / sizeof(twos[0]); i++)
        if (starts(scan, at, twos[i]))
            return at + 2;
    return at + 1;
}

static const char *find_angle(const struct scan *scan)
{
    const char *close = memchr(scan->at, '>', (size_t)(line_end(scan, scan->at) - scan->at));
    return close ? close + 1 : NULL;
}

/* The kind of the token that starts here, and its end; NULL: it has none. */
static const char *recognize(const struct scan *scan, enum token_kind *kind)
{
    const char *at = scan->at;
    *kind = TOKEN_KIND_SIGN;
    if (*at == '#' && scan->line_start) {
        *kind = TOKEN_KIND_DIRECTIVE;
        return directive_end(scan, at);
    }
    if (*at == '#' || starts(scan, at, "//")) {
        *kind = TOKEN_KIND_LINE_COMMENT;
        return line_comment_end(scan, at);
    }
    if (starts(scan, at, "/*")) {
        *kind = TOKEN_KIND_BLOCK_COMMENT;
        return find_end(scan, at + 2, "*/");
    }
    if (*at == '"') {
        *kind = TOKEN_KIND_STRING;
        return find_end(scan, at + 1, "\"");
    }
    if (*at == '<' && scan->angle) {
        *kind = TOKEN_KIND_ANGLE;
        return find_angle(scan);
    }
    if (is_word(*at)) {
        bool number = isdigit((unsigned char)*at);
        *kind = number ? TOKEN_KIND_NUMBER : TOKEN_KIND_WORD;
        while (at < scan->end && (is_word(*at) || (number && *at == '.')))
            at++;
        return at;
    }
    return strchr("[](){};,.:=?<>|&^+*/%!~-", *at) && *at ? sign_end(scan, at) : NULL;
}

static unsigned skip_blanks(struct scan *scan)
{
    unsigned newlines = 0;
    for (; scan->at < scan->end && isspace((unsigned char)*scan->at); scan->at++) {
        if (*scan->at != '\n')
            continue;
        newlines++;
        scan->line_start = true;
    }
    scan->line += newlines;
    return newlines;
}

/* Without blanks at the end. What the last backslash joins is an empty line, which must stay. */
static size_t trimmed_length(const char *text, const char *end)
{
    const char *last = end;
    while (last > text && isspace((unsigned char)last[-1]))
        last--;
    const char *newline = memchr(last, '\n', (size_t)(end - last));
    if (newline && last > text && last[-1] == '\\')
        last = newline + 1;
    return (size_t)(last - text);
}

bool scan_next(struct scan *scan, struct token *token)
{
    token->newlines = skip_blanks(scan);
    if (scan->at == scan->end)
        return false;
    const char *end = recognize(scan, &token->kind);
    if (!end) {
        diag_error((struct adl_location){0}, "%s:%u: this cannot be taken apart into words: %.20s",
                   scan->path, scan->line, scan->at);
        scan->failed = true;
        return false;
    }
    token->text = scan->at;
    token->length = (size_t)(end - scan->at);
    for (const char *at = scan->at; at < end; at++)
        scan->line += *at == '\n';
    if (token->kind >= TOKEN_KIND_LINE_COMMENT)
        token->length = trimmed_length(token->text, end);
    if (token->kind < TOKEN_KIND_LINE_COMMENT)
        scan->angle = token_is(token, "import") || token_is(token, "include");
    scan->line_start = false;
    scan->at = end;
    return true;
}
