/* SPDX-License-Identifier: BSD-2-Clause */
/* Where lines begin and blanks stand. Everything here follows from the tokens alone but for three things
   that the user decides: empty lines, where comments stand, and the ends of lines that are macros. */
#include <string.h>

#include "format_token.h"
#include "parser.h"
#include "words.h"

#define DEPTH_MAX 256u

enum bracket {
    BRACKET_BODY,      /* { of a declaration: statements on lines of their own */
    BRACKET_BODY_TYPE, /* likewise, but the statement goes on behind the } */
    BRACKET_DICTIONARY,
    BRACKET_LIST, /* ( and [ */
};

struct marker {
    enum bracket stack[DEPTH_MAX];
    unsigned questions[DEPTH_MAX + 1]; /* `?` that wait for their `:`, at each depth */
    unsigned depth, bodies;            /* brackets that are open, and bodies among them */
    unsigned words;                    /* tokens of this statement so far */
    bool pending;                      /* the statement is complete: the next one starts a line */
    bool forced;                       /* nothing can follow on this line */
    const struct token *first;         /* of this statement */
    const struct token *last;          /* that is no comment; NULL: none yet */
    const struct token *neighbour;     /* the one before, comment or not */
    bool last_unary, last_value;       /* it was a sign in front of its operand; it ends a value */
    bool last_body, last_dictionary;   /* it opened or closed such a bracket */
};

static bool one_of(const struct token *token, const char *signs)
{
    return token && token->kind == TOKEN_KIND_SIGN && token->length == 1 && strchr(signs, *token->text);
}

static bool in_list(const struct marker *marker)
{
    return marker->depth > 0 && marker->stack[marker->depth - 1] >= BRACKET_DICTIONARY;
}

static bool is_keyword(const struct token *token)
{
    char text[32];
    if (token->kind != TOKEN_KIND_WORD || token->length >= sizeof(text))
        return false;
    memcpy(text, token->text, token->length);
    text[token->length] = 0;
    return word_token(text) != TOKEN_IDENTIFIER;
}

/* ---- Blanks ---- */

static bool is_unary(const struct marker *marker, const struct token *token)
{
    if (one_of(token, "!~"))
        return true;
    return one_of(token, "-+") && !marker->last_value &&
           (!marker->last || marker->last->kind == TOKEN_KIND_SIGN || token_is(marker->last, "with"));
}

/* Without a blank they would be read as one token. Correct text has no such pair. */
static bool would_join(const struct marker *marker, const struct token *token)
{
    if (marker->last_unary)
        return token->kind == TOKEN_KIND_SIGN && !one_of(token, "(-+!~");
    return marker->last->kind == TOKEN_KIND_NUMBER && one_of(token, ".");
}

static bool has_blank(const struct marker *marker, const struct token *token)
{
    const struct token *last = marker->last;
    if (marker->neighbour && token_is_comment(marker->neighbour))
        return !one_of(token, ";,");
    if (last && would_join(marker, token))
        return true;
    if (!last || one_of(token, ";,)].") || one_of(last, "([.") || marker->last_unary)
        return false;
    if (one_of(last, "{") && marker->last_dictionary)
        return false;
    if (one_of(token, "}") && in_list(marker))
        return false;
    if (one_of(token, "("))
        return last->kind != TOKEN_KIND_WORD || token_is(last, "with");
    if (one_of(token, "["))
        return last->kind != TOKEN_KIND_WORD && !one_of(last, "])");
    return !one_of(token, ":") || marker->questions[marker->depth] > 0;
}

/* ---- Lines ---- */

static void end_statement(struct marker *marker)
{
    marker->words = 0;
    marker->pending = true;
}

/* What has no separator at its end, as a macro, ends with the user's line. */
static void end_line(struct marker *marker, const struct token *next)
{
    if (!next->newlines || !marker->words || in_list(marker))
        return;
    if (marker->last_value ||
        (marker->words == 1 && marker->first->kind == TOKEN_KIND_WORD && !is_keyword(marker->first)))
        end_statement(marker);
}

static enum bracket kind_of_brace(const struct marker *marker)
{
    if (in_list(marker) || one_of(marker->last, "="))
        return BRACKET_DICTIONARY;
    if (!marker->bodies)
        return BRACKET_BODY;
    bool type = !marker->words || (marker->words == 1 && (token_is(marker->first, "component") ||
                                                          token_is(marker->first, "connection") ||
                                                          token_is(marker->first, "attribute")));
    return type ? BRACKET_BODY_TYPE : BRACKET_BODY;
}

static bool open_bracket(struct marker *marker, enum bracket bracket)
{
    if (marker->depth == DEPTH_MAX)
        return false;
    marker->stack[marker->depth++] = bracket;
    marker->questions[marker->depth] = 0;
    if (bracket < BRACKET_DICTIONARY) {
        marker->bodies++;
        end_statement(marker);
    }
    marker->last_body = bracket < BRACKET_DICTIONARY;
    marker->last_dictionary = bracket == BRACKET_DICTIONARY;
    return true;
}

static void close_bracket(struct marker *marker)
{
    if (!marker->depth)
        return;
    enum bracket bracket = marker->stack[--marker->depth];
    marker->last_value = bracket >= BRACKET_DICTIONARY;
    if (bracket >= BRACKET_DICTIONARY)
        return;
    marker->bodies--;
    marker->last_body = true;
    end_statement(marker);
    if (bracket == BRACKET_BODY_TYPE) {
        marker->words = 1;
        marker->pending = false;
    }
}

/* ---- Tokens ---- */

static void mark_comment(struct marker *marker, struct token *token, const struct token *next)
{
    bool directive = token->kind == TOKEN_KIND_DIRECTIVE;
    end_line(marker, token);
    token->blank = true;
    token->new_line = marker->forced || directive || token->newlines > 0;
    token->level = directive ? 0 : marker->bodies + (marker->words > 0);
    token->blank_line = token->newlines > 1 && (directive || !marker->words);
    marker->forced = token->kind != TOKEN_KIND_BLOCK_COMMENT || (next && next->newlines > 0);
}

static void follow(struct marker *marker, const struct token *token)
{
    marker->words++;
    marker->last_value = token->kind == TOKEN_KIND_NUMBER || token->kind == TOKEN_KIND_STRING ||
                         one_of(token, ")]") || token_is(token, "true") || token_is(token, "false") ||
                         token_is(token, "True") || token_is(token, "False");
    marker->last_body = marker->last_dictionary = false;
    if (one_of(token, "?"))
        marker->questions[marker->depth]++;
    if (one_of(token, ":") && marker->questions[marker->depth])
        marker->questions[marker->depth]--;
    if (one_of(token, ")]}"))
        close_bracket(marker);
    if (one_of(token, ";") && !in_list(marker))
        end_statement(marker);
}

static bool mark_token(struct marker *marker, struct token *token)
{
    bool closes_body = one_of(token, "}") && !in_list(marker);
    bool brace = one_of(token, "{");
    enum bracket bracket = brace ? kind_of_brace(marker) : BRACKET_LIST;
    if (token->kind == TOKEN_KIND_WORD && !token_is(token, "thread") && !token_is(token, "threads"))
        end_line(marker, token);
    if (closes_body)
        end_statement(marker);
    token->new_line = marker->forced || (marker->pending && !one_of(token, ";"));
    token->blank_line = token->newlines > 1 && !marker->words && !closes_body;
    token->level = marker->bodies + (marker->words > 0) - (closes_body && marker->bodies);
    token->blank = has_blank(marker, token);
    token->may_break = one_of(marker->last, ",") && in_list(marker);
    marker->pending = marker->forced = false;
    if (!marker->words)
        marker->first = token;
    marker->last_unary = is_unary(marker, token);
    follow(marker, token);
    return brace || one_of(token, "([") ? open_bracket(marker, bracket) : true;
}

bool format_mark(struct token *tokens, size_t count)
{
    struct marker marker = {0};
    for (size_t i = 0; i < count; i++) {
        struct token *token = &tokens[i];
        bool opened = marker.last_body && one_of(marker.neighbour, "{");
        if (token_is_comment(token))
            mark_comment(&marker, token, i + 1 < count ? token + 1 : NULL);
        else if (!mark_token(&marker, token))
            return false;
        else
            marker.last = token;
        token->blank_line = token->blank_line && !opened && i > 0;
        marker.neighbour = token;
    }
    return true;
}
