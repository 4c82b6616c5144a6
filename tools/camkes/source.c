/* SPDX-License-Identifier: BSD-2-Clause */
#include "source.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "align.h"

/* `# 12 "some \"file\""`: fills the mark and returns true; anything else is not a marker. */
static bool parse_marker(struct arena *arena, const char *at, const char *end, struct source_mark *mark)
{
    if (end - at < 5 || at[0] != '#' || at[1] != ' ' || !isdigit((unsigned char)at[2]))
        return false;
    char *rest;
    unsigned long line = strtoul(at + 2, &rest, 10);
    if (end - rest < 3 || rest[0] != ' ' || rest[1] != '"' || line >= UINT32_MAX)
        return false;
    char *name = arena_alloc(arena, (size_t)(end - rest), 1);
    size_t length = 0;
    for (at = rest + 2; at < end && *at != '"'; at++) {
        if (*at == '\\' && at + 1 < end)
            at++;
        name[length++] = *at;
    }
    if (at == end)
        return false;
    mark->line = (uint32_t)line;
    mark->file = name;
    return true;
}

static void add_mark(struct arena *arena, struct source *source, struct source_mark mark)
{
    ARENA_APPEND(arena, source->marks, source->mark_count, mark);
}

struct source *source_create(struct arena *arena, const char *path, const char *text, size_t length)
{
    struct source *source = ARENA_NEW(arena, struct source);
    *source = (struct source){.path = path, .text = text, .length = length};
    add_mark(arena, source, (struct source_mark){.from = 1, .line = 1, .file = path});

    const char *end = text + length;
    size_t count = 0;
    for (const char *at = text; at < end;) {
        const char *newline = memchr(at, '\n', (size_t)(end - at));
        const char *stop = newline ? newline : end;
        struct source_mark mark = {.from = (uint32_t)count + 2};
        if (*at == '#' && parse_marker(arena, at, stop, &mark))
            add_mark(arena, source, mark);
        ARENA_APPEND(arena, source->lines, count, at);
        at = newline ? newline + 1 : end;
    }
    source->line_count = (uint32_t)count;
    ARENA_APPEND(arena, source->lines, count, end);
    return source;
}

void source_files(const struct source *source, struct map *files)
{
    for (size_t i = 0; i < source->mark_count; i++) {
        const char *file = source->marks[i].file;
        if (file[0] != '<' && file[0])
            map_put(files, file, (void *)source);
    }
}

static const struct source_mark *find_mark(const struct source *source, uint32_t line)
{
    size_t low = 0, high = source->mark_count;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (source->marks[middle].from <= line)
            low = middle;
        else
            high = middle;
    }
    return &source->marks[low];
}

const char *source_file(struct adl_location where)
{
    return find_mark(where.source, where.line)->file;
}

/* One line of a file, or NULL. */
static char *read_line(const char *file, uint32_t number)
{
    FILE *stream = fopen(file, "re");
    if (!stream)
        return NULL;
    char *line = NULL;
    size_t room = 0;
    ssize_t length = -1;
    for (uint32_t i = 0; i < number; i++)
        if ((length = getline(&line, &room, stream)) < 0)
            break;
    fclose(stream);
    if (length < 0) {
        free(line);
        return NULL;
    }
    while (length > 0 && (line[length - 1] == '\n' || line[length - 1] == '\r'))
        line[--length] = 0;
    return line;
}

struct source_place source_place(struct adl_location where)
{
    const struct source *source = where.source;
    const struct source_mark *mark = find_mark(source, where.line);
    struct source_place place = {
        .file = mark->file,
        .line = mark->line + (where.line - mark->from),
        .column = where.column,
        .width = 1,
        .text = NULL,
    };
    if (!where.line || where.line > source->line_count)
        return place;

    const char *start = source->lines[where.line - 1];
    size_t length = (size_t)(source->lines[where.line] - start);
    while (length > 0 && (start[length - 1] == '\n' || start[length - 1] == '\r'))
        length--;
    size_t first = where.column - 1 < length ? where.column - 1 : length;
    size_t last = where.last_line > where.line ? length : where.last_column - 1;
    if (last > length)
        last = length;
    if (last < first)
        last = first;
    place.width = last > first ? (uint32_t)(last - first) : 1;
    place.text = read_line(place.file, place.line);
    if (!place.text)
        return place;

    struct span span = align_span((struct text){start, length}, (struct text){place.text, strlen(place.text)},
                                  (struct span){first, last, false});
    place.in_macro = span.inexact;
    place.column = (uint32_t)span.first + 1;
    place.width = span.last > span.first ? (uint32_t)(span.last - span.first) : 1;
    return place;
}
