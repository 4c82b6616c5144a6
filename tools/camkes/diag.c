/* SPDX-License-Identifier: BSD-2-Clause */
#include "diag.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdlib.h>

#include "json.h"
#include "source.h"

#define MAX_ERRORS 100u

/* One compiler run has one stream of messages, as it has one stderr. */
static struct {
    FILE *stream;
    bool redirected;
    bool dropped; /* the last message was; its notes go the same way */
    bool no_warnings;
    bool json;
    unsigned errors;
} state;

static FILE *stream(void)
{
    return state.redirected ? state.stream : stderr;
}

/* Bytes after the first of a character in UTF-8 take no room of their own. */
static bool is_continuation(char c)
{
    return ((unsigned char)c & 0xc0) == 0x80;
}

static void print_line(FILE *out, const struct source_place *place)
{
    fprintf(out, "%5u | %s\n", place->line, place->text);
    fputs("      | ", out);
    /* Tabs are repeated so that the marks stand under the text whatever the terminal makes of them. */
    for (uint32_t i = 0; i + 1 < place->column; i++)
        if (!is_continuation(place->text[i]))
            putc(place->text[i] == '\t' ? '\t' : ' ', out);
    putc('^', out);
    for (uint32_t i = 1; i < place->width; i++)
        putc('~', out);
    putc('\n', out);
}

/* `place` is NULL for a message without one. */
static void print_json(FILE *out, const char *kind, const struct source_place *place, const char *message)
{
    fprintf(out, "{\"severity\": \"%s\", \"file\": ", kind);
    if (place) {
        json_string(out, place->file);
        fprintf(out, ", \"line\": %u, \"column\": %u, \"width\": %u, ", place->line, place->column,
                place->width);
    } else {
        fputs("null, \"line\": null, \"column\": null, \"width\": null, ", out);
    }
    fputs("\"message\": ", out);
    json_string(out, message);
    fputs("}\n", out);
}

static void print_text(FILE *out, const char *kind, const struct source_place *place, const char *message)
{
    if (!place) {
        fprintf(out, "camkes: %s: %s\n", kind, message);
        return;
    }
    fprintf(out, "%s:%u:%u: %s: %s\n", place->file, place->line, place->column, kind, message);
    if (place->text)
        print_line(out, place);
}

static void print(const char *kind, struct adl_location where, const char *format, va_list arguments)
{
    FILE *out = stream();
    char *message, *whole;
    if (!out || vasprintf(&message, format, arguments) < 0)
        return;
    struct source_place place = {0};
    if (where.source)
        place = source_place(where);
    if (asprintf(&whole, "%s%s", message, place.in_macro ? " (in the expansion of this macro)" : "") >= 0) {
        (state.json ? print_json : print_text)(out, kind, where.source ? &place : NULL, whole);
        free(whole);
    }
    free(message);
    free(place.text);
}

void diag_error(struct adl_location where, const char *format, ...)
{
    state.errors++;
    state.dropped = state.errors > MAX_ERRORS;
    if (state.errors == MAX_ERRORS + 1)
        format = "too many errors; the rest is not shown", where = (struct adl_location){0};
    else if (state.dropped)
        return;
    va_list arguments;
    va_start(arguments, format);
    print("error", where, format, arguments);
    va_end(arguments);
}

void diag_warning(struct adl_location where, const char *format, ...)
{
    state.dropped = state.no_warnings;
    if (state.dropped)
        return;
    va_list arguments;
    va_start(arguments, format);
    print("warning", where, format, arguments);
    va_end(arguments);
}

void diag_note(struct adl_location where, const char *format, ...)
{
    if (state.dropped)
        return;
    va_list arguments;
    va_start(arguments, format);
    print("note", where, format, arguments);
    va_end(arguments);
}

void diag_as_json(void)
{
    state.json = true;
}

void diag_hide_warnings(void)
{
    state.no_warnings = true;
}

unsigned diag_errors(void)
{
    return state.errors;
}

void diag_reset(FILE *out)
{
    state.stream = out;
    state.redirected = true;
    state.dropped = false;
    state.no_warnings = false;
    state.json = false;
    state.errors = 0;
}
