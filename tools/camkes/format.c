/* SPDX-License-Identifier: BSD-2-Clause */
#include "format.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "diag.h"
#include "format_token.h"
#include "output.h"

#define INDENT 4u
#define WIDTH  100u /* of a line, in bytes */

struct printer {
    FILE *out;
    size_t column; /* 0: nothing on this line, or an empty line that belongs to the token before */
};

static const struct adl_location nowhere;

static void put_text(struct printer *printer, const char *text, size_t length)
{
    fwrite(text, 1, length, printer->out);
    const char *newline = memrchr(text, '\n', length);
    printer->column = newline ? (size_t)(text + length - newline - 1) : printer->column + length;
}

/* Lines that start with '*' are put under the first one's; others stay as they are. */
static void put_block_comment(struct printer *printer, const struct token *token)
{
    size_t indent = printer->column + 1;
    const char *at = token->text, *end = at + token->length;
    while (at < end) {
        const char *newline = memchr(at, '\n', (size_t)(end - at));
        const char *stop = newline ? newline : end;
        while (stop > at && isspace((unsigned char)stop[-1]))
            stop--;
        put_text(printer, at, (size_t)(stop - at));
        if (!newline)
            return;
        put_text(printer, "\n", 1);
        at = newline + 1;
        const char *star = at;
        while (star < end && isspace((unsigned char)*star) && *star != '\n')
            star++;
        if (*star != '*')
            continue;
        fprintf(printer->out, "%*s", (int)indent, "");
        printer->column = indent;
        at = star;
    }
}

/* How much room this and what cannot be parted from it takes. */
static size_t piece_width(const struct token *tokens, size_t index, size_t count)
{
    size_t width = 0;
    for (size_t i = index; i < count; i++) {
        const struct token *token = &tokens[i];
        if (i > index && (token->new_line || token->may_break || token_is_comment(token)))
            break;
        width += token->length + (i > index && token->blank);
    }
    return width;
}

static void put_token(struct printer *printer, const struct token *tokens, size_t index, size_t count)
{
    const struct token *token = &tokens[index];
    bool wraps =
        token->may_break && printer->column + token->blank + piece_width(tokens, index, count) > WIDTH;
    if (index && (token->new_line || wraps)) {
        fputs(token->new_line && token->blank_line ? "\n\n" : "\n", printer->out);
        printer->column = 0;
    }
    if (!printer->column) {
        fprintf(printer->out, "%*s", (int)(token->level * INDENT), "");
        printer->column = token->level * INDENT;
    } else if (token->blank) {
        put_text(printer, " ", 1);
    }
    if (token->kind == TOKEN_KIND_BLOCK_COMMENT)
        put_block_comment(printer, token);
    else
        put_text(printer, token->text, token->length);
}

bool format_text(struct arena *arena, const char *path, const char *text, size_t length, FILE *out)
{
    struct scan scan = {.path = path, .at = text, .end = text + length, .line = 1, .line_start = true};
    struct token *tokens = NULL, token = {0};
    size_t count = 0;
    while (scan_next(&scan, &token))
        ARENA_APPEND(arena, tokens, count, token);
    if (scan.failed)
        return false;
    if (!format_mark(tokens, count)) {
        diag_error(nowhere, "%s: brackets are nested too deeply", path);
        return false;
    }
    struct printer printer = {.out = out};
    for (size_t i = 0; i < count; i++)
        put_token(&printer, tokens, i, count);
    if (count)
        putc('\n', out);
    return true;
}

/* ---- The command ---- */

static char *read_file(struct arena *arena, const char *path, size_t *length)
{
    FILE *file = fopen(path, "rbe");
    char *text = NULL;
    *length = 0;
    if (file && !fseek(file, 0, SEEK_END)) {
        long size = ftell(file);
        rewind(file);
        text = ARENA_ARRAY(arena, char, size > 0 ? (size_t)size + 1 : 1);
        *length = fread(text, 1, size > 0 ? (size_t)size : 0, file);
        if (size < 0 || ferror(file))
            text = NULL;
    }
    if (!text)
        diag_error(nowhere, "cannot read %s: %m", path);
    if (file)
        fclose(file);
    return text;
}

static bool format_file(struct arena *arena, const char *path, bool in_place)
{
    size_t length, size;
    char *result;
    const char *text = read_file(arena, path, &length);
    FILE *out = text ? open_memstream(&result, &size) : NULL;
    if (!out)
        return false;
    bool good = format_text(arena, path, text, length, out);
    good = !fclose(out) && good;
    if (good && in_place)
        good = output_write(path, result, size);
    else if (good)
        good = fwrite(result, 1, size, stdout) == size;
    free(result);
    return good;
}

int format_command(struct arena *arena, int count, char **arguments)
{
    bool in_place = count > 0 && !strcmp(arguments[0], "-i");
    if (count != 1 + in_place || (arguments[in_place][0] == '-' && arguments[in_place][1])) {
        fputs("usage: camkes fmt [-i] FILE\n"
              "Prints a specification in the one layout; -i: changes the file instead.\n",
              stderr);
        return 2;
    }
    return format_file(arena, arguments[in_place], in_place) ? EXIT_SUCCESS : EXIT_FAILURE;
}
