/* SPDX-License-Identifier: BSD-2-Clause */
#include "syntax_error.h"

#include <ctype.h>
#include <string.h>

#include "parser.h"
#include "suggest.h"
#include "words.h"

#define MAX_LISTED 7u  /* a longer list of what was expected helps nobody */
#define MAX_QUOTED 40u /* characters of the offending token */

static bool expects(const struct syntax_error *error, const char *token)
{
    for (size_t i = 0; i < error->count; i++)
        if (!strcmp(error->expected[i], token))
            return true;
    return false;
}

static bool is_word(const char *text)
{
    return isalpha((unsigned char)text[0]) || text[0] == '_';
}

/* 'assembly' and '->' are quoted; "a name" is a description and ';' already quoted. */
static const char *quoted(struct arena *arena, const char *token)
{
    return token[0] == '\'' || strchr(token, ' ') ? token : arena_printf(arena, "'%s'", token);
}

static const char *list_expected(struct arena *arena, const struct syntax_error *error)
{
    const char *list = "", *last = NULL;
    /* 'Buf' is a name like others. */
    bool skip_buf = expects(error, "a name");
    for (size_t i = 0; i < error->count; i++) {
        if (skip_buf && !strcmp(error->expected[i], "Buf"))
            continue;
        if (last)
            list = arena_printf(arena, "%s%s%s", list, list[0] ? ", " : "", last);
        last = quoted(arena, error->expected[i]);
    }
    return arena_printf(arena, "%s%s%s", list, list[0] ? " or " : "", last ? last : "");
}

/* The keyword that would have fitted and is spelt nearly like this. */
static const char *suggest_expected(const struct syntax_error *error, const char *text)
{
    struct suggestion suggestion = suggestion_for(text);
    for (size_t i = 0; i < error->count; i++)
        if (is_word(error->expected[i]) && !strchr(error->expected[i], ' '))
            suggestion_offer(&suggestion, error->expected[i]);
    return suggestion.best;
}

void syntax_error_report(struct parse *parse, const struct syntax_error *error)
{
    struct arena *arena = parse->arena;
    const char *text =
        error->at_end ? "end of the file" : arena_printf(arena, "'%.*s'", (int)MAX_QUOTED, parse->text);
    bool between_declarations = expects(error, "import"); /* where ';' means nothing */

    /* A token on a later line is innocent: something is missing behind the last one. */
    if (expects(error, "';'") && !between_declarations && error->where.line > parse->previous.last_line) {
        struct adl_location behind = parse->previous;
        behind.line = behind.last_line;
        behind.column = behind.last_column > 1 ? behind.last_column - 1 : 1;
        diag_error(behind, "expected ';' after this");
        return;
    }
    if (!error->at_end && expects(error, "a name") && is_word(parse->text) &&
        word_token(parse->text) != TOKEN_IDENTIFIER) {
        diag_error(error->where, "%s is a reserved word and cannot be used as a name", text);
        return;
    }
    const char *hint = error->at_end ? "" : suggest_text(arena, suggest_expected(error, parse->text));
    if (error->count && error->count <= MAX_LISTED)
        diag_error(error->where, "expected %s before %s%s%s", list_expected(arena, error),
                   error->at_end ? "the " : "", text, hint);
    else if (expects(error, "';'") && !between_declarations)
        diag_error(error->where, "expected ';' before %s%s%s", error->at_end ? "the " : "", text, hint);
    else
        diag_error(error->where, "unexpected %s%s", text, hint);
}
