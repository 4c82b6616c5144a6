/* SPDX-License-Identifier: BSD-2-Clause */
#include "align.h"

#include <ctype.h>
#include <string.h>

static bool is_blank(char c)
{
    return isspace((unsigned char)c);
}

static bool is_word(char c)
{
    return isalnum((unsigned char)c) || c == '_';
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

struct span align_span(struct text preprocessed, struct text original, struct span wanted)
{
    struct token made[MAX_TOKENS], written[MAX_TOKENS];
    size_t made_count = split(preprocessed, made), written_count = split(original, written);
    size_t common = made_count < written_count ? made_count : written_count;

    size_t front = 0; /* tokens that agree from the left */
    while (front < common &&
           same_token(preprocessed, made[front].start, original, written[front].start, made[front].length))
        front++;
    size_t back = 0; /* and from the right */
    while (front + back < common &&
           same_token(preprocessed, made[made_count - 1 - back].start, original,
                      written[written_count - 1 - back].start, made[made_count - 1 - back].length))
        back++;

    /* The first and the last token that the wanted span touches. */
    size_t first = 0, last;
    while (first < made_count && made[first].start + made[first].length <= wanted.first)
        first++;
    if (first == made_count) {
        /* Behind everything: the end of the line. */
        size_t end = written_count ? written[written_count - 1].start + written[written_count - 1].length : 0;
        return (struct span){end, end, false};
    }
    for (last = first; last + 1 < made_count && made[last + 1].start < wanted.last; last++)
        ;

    size_t shift = written_count - made_count; /* wraps round when negative; it is only added */
    struct span result = {.inexact = false};
    bool first_known = first < front || first >= made_count - back;
    bool last_known = last < front || last >= made_count - back;
    if (first_known && last_known) {
        struct token a = written[first < front ? first : first + shift];
        struct token b = written[last < front ? last : last + shift];
        size_t inside = wanted.first > made[first].start ? wanted.first - made[first].start : 0;
        result.first = a.start + (inside < a.length ? inside : 0);
        result.last = b.start + b.length;
        return result;
    }
    result.inexact = true;
    size_t macro = front < written_count ? front : written_count ? written_count - 1 : 0;
    result.first = written_count ? written[macro].start : 0;
    result.last = written_count ? written[macro].start + written[macro].length : 0;
    if (first_known && first < front)
        result.first = written[first].start;
    return result;
}
