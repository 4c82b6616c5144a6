/* SPDX-License-Identifier: BSD-2-Clause */
#include "align.h"

#include <ctype.h>
#include <string.h>

static bool is_blank(char c)
{
    return isspace((unsigned char)c);
}

/* The preprocessor writes what is beyond ASCII as \UXXXXXXXX. */
static bool is_foreign(char c)
{
    return (unsigned char)c >= 0x80 || c == '\\';
}

static bool is_word(char c)
{
    return isalnum((unsigned char)c) || c == '_' || is_foreign(c);
}

/* Steps over blanks and comments. */
static size_t skip_blank(struct text text, size_t at)
{
    while (at < text.length) {
        const char *here = text.start + at;
        size_t left = text.length - at;
        if (is_blank(*here)) {
            at++;
        } else if (left >= 2 && here[0] == '/' && here[1] == '/') {
            return text.length;
        } else if (left >= 2 && here[0] == '/' && here[1] == '*') {
            const char *end = memmem(here + 2, left - 2, "*/", 2);
            if (!end)
                return text.length;
            at = (size_t)(end - text.start) + 2;
        } else {
            return at;
        }
    }
    return at;
}

/* The word, string or single character at `at`, as a length; 0 at the end. */
static size_t token_length(struct text text, size_t at)
{
    size_t end = at;
    if (at >= text.length)
        return 0;
    if (text.start[at] == '"') {
        for (end = at + 1; end < text.length && text.start[end] != '"'; end++)
            ;
        return (end < text.length ? end + 1 : end) - at;
    }
    while (end < text.length && is_word(text.start[end]))
        end++;
    return end > at ? end - at : 1;
}

static bool same_token(struct text a, size_t at, struct text b, size_t bt, size_t length)
{
    return token_length(b, bt) == length && !memcmp(a.start + at, b.start + bt, length);
}

struct token {
    size_t start, length;
};

#define MAX_TOKENS 512u

static size_t split(struct text text, struct token *tokens)
{
    size_t count = 0;
    for (size_t at = skip_blank(text, 0); at < text.length && count < MAX_TOKENS;
         at = skip_blank(text, at + tokens[count++].length))
        tokens[count] = (struct token){at, token_length(text, at)};
    return count;
}

/* Both lines as tokens, and how many of them agree from either end. */
struct match {
    struct text made_text, written_text;
    struct token made[MAX_TOKENS], written[MAX_TOKENS];
    size_t made_count, written_count;
    size_t front, back;
};

static bool has_foreign(struct text text, const struct token *token)
{
    for (size_t i = 0; i < token->length && is_word(text.start[token->start]); i++)
        if (is_foreign(text.start[token->start + i]))
            return true;
    return false;
}

static bool agree(const struct match *match, size_t made, size_t written)
{
    /* The two spellings of such a word are not compared: it is an error in any case. */
    if (has_foreign(match->made_text, &match->made[made]) &&
        has_foreign(match->written_text, &match->written[written]))
        return true;
    return same_token(match->made_text, match->made[made].start, match->written_text,
                      match->written[written].start, match->made[made].length);
}

static void find_match(struct match *match)
{
    match->made_count = split(match->made_text, match->made);
    match->written_count = split(match->written_text, match->written);
    size_t made = match->made_count, written = match->written_count;
    size_t common = made < written ? made : written;
    match->front = match->back = 0;
    while (match->front < common && agree(match, match->front, match->front))
        match->front++;
    /* Of lines with more tokens than fit, the ends are not known. */
    if (made == MAX_TOKENS || written == MAX_TOKENS)
        return;
    while (match->front + match->back < common &&
           agree(match, made - 1 - match->back, written - 1 - match->back))
        match->back++;
}

/* The written token that became this one, or NULL if it came out of a macro. */
static const struct token *origin(const struct match *match, size_t made)
{
    if (made < match->front)
        return &match->written[made];
    if (made < match->made_count && made >= match->made_count - match->back)
        return &match->written[match->written_count - (match->made_count - made)];
    return NULL;
}

static size_t token_end(const struct token *token)
{
    return token->start + token->length;
}

struct span align_span(struct text preprocessed, struct text original, struct span wanted)
{
    struct match match = {.made_text = preprocessed, .written_text = original};
    find_match(&match);
    if (!match.written_count)
        return (struct span){0, 0, match.made_count != 0};
    const struct token *end = &match.written[match.written_count - 1];

    /* The first and the last token that the wanted span touches. */
    size_t first = 0, last;
    while (first < match.made_count && token_end(&match.made[first]) <= wanted.first)
        first++;
    if (first == match.made_count && first < MAX_TOKENS)
        return (struct span){token_end(end), token_end(end), false};
    for (last = first; last + 1 < match.made_count && match.made[last + 1].start < wanted.last; last++)
        ;

    const struct token *from = origin(&match, first), *to = origin(&match, last);
    if (from && to) {
        size_t inside = wanted.first > match.made[first].start ? wanted.first - match.made[first].start : 0;
        return (struct span){from->start + (inside < from->length ? inside : 0), token_end(to), false};
    }
    const struct token *macro = match.front < match.written_count ? &match.written[match.front] : end;
    return (struct span){from ? from->start : macro->start, token_end(macro), true};
}
