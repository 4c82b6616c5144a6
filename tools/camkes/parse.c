/* SPDX-License-Identifier: BSD-2-Clause */
#include "parse.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "parser.h"

struct ast_file *parse_source(struct arena *arena, const struct source *source)
{
    struct parse parse = {
        .arena = arena,
        .source = source,
        .file = ARENA_NEW(arena, struct ast_file),
        .line = 1,
        .column = 1,
        .text = "",
    };
    if (!scan_open(&parse)) {
        diag_error((struct adl_location){0}, "%s is too large", source->path);
        return parse.file;
    }
    adl_parse(&parse);
    scan_close(&parse);
    return parse.file;
}

struct adl_value *parse_integer(struct parse *parse, struct adl_location where, adl_integer integer)
{
    struct adl_value *value = ARENA_NEW(parse->arena, struct adl_value);
    *value = (struct adl_value){.kind = ADL_VALUE_INTEGER, .where = where, .integer = integer};
    return value;
}

static int bad_number(struct parse *parse, struct adl_location where, const char *message,
                      struct adl_value **value)
{
    diag_error(where, "%s", message);
    *value = parse_integer(parse, where, 0);
    return TOKEN_NUMBER;
}

static int digit_value(char c)
{
    return isdigit((unsigned char)c) ? c - '0' : isxdigit((unsigned char)c) ? (c | 0x20) - 'a' + 10 : 16;
}

static int whole_number(struct parse *parse, struct adl_location where, const char *digits, int base,
                        struct adl_value **value)
{
    uint64_t number = 0;
    if (!*digits)
        return bad_number(parse, where, "a number needs digits", value);
    for (const char *at = digits; *at; at++) {
        int digit = digit_value(*at);
        if (digit >= base)
            return bad_number(parse, where, "malformed number: suffixes are not part of the language", value);
        if (__builtin_mul_overflow(number, (uint64_t)base, &number) ||
            __builtin_add_overflow(number, (uint64_t)digit, &number))
            return bad_number(parse, where, "the number does not fit into 64 bits", value);
    }
    *value = parse_integer(parse, where, number);
    return TOKEN_NUMBER;
}

int parse_number(struct parse *parse, struct adl_location where, const char *text, struct adl_value **value)
{
    if (strchr(text, '.')) {
        char *end;
        double number = strtod(text, &end);
        /* strtod also takes exponents and hexadecimal fractions, which the language does not have. */
        if (*end || strspn(text, "0123456789.") != strlen(text) || !isfinite(number))
            return bad_number(parse, where, "malformed number", value);
        *value = parse_integer(parse, where, 0);
        (*value)->kind = ADL_VALUE_REAL;
        (*value)->real = number;
        return TOKEN_NUMBER;
    }
    if (text[0] == '0' && (text[1] == 'x' || text[1] == 'X'))
        return whole_number(parse, where, text + 2, 16, value);
    if (text[0] == '0' && isdigit((unsigned char)text[1]))
        return bad_number(parse, where, "numbers with a leading zero are not part of the language", value);
    return whole_number(parse, where, text, 10, value);
}

int parse_bad_token(struct parse *parse, struct adl_location where, const char *message)
{
    (void)parse;
    where.last_line = where.line;
    where.last_column = where.column + 1;
    diag_error(where, "%s", message);
    return TOKEN_INVALID;
}

int parse_bad_character(struct parse *parse, struct adl_location where, char c)
{
    const char *message = isprint((unsigned char)c)
                              ? arena_printf(parse->arena, "stray '%c' in the text", c)
                              : arena_printf(parse->arena, "stray byte 0x%02x in the text", (unsigned char)c);
    return parse_bad_token(parse, where, message);
}
