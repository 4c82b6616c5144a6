/* SPDX-License-Identifier: BSD-2-Clause */
#include "compile_text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "compile.h"
#include "parse.h"

static struct {
    struct arena *arena;
    char *text;
    size_t length;
} state;

static void add_text(struct program *program, const char *name, const char *text, size_t length)
{
    const struct source *source = source_create(program->arena, name, text, length);
    const struct ast_file *file = parse_source(program->arena, source);
    for (size_t i = 0; i < file->item_count; i++)
        ARENA_APPEND(program->arena, program->items, program->item_count, file->items[i]);
}

static void add_standard(struct program *program)
{
    FILE *file = fopen(CONNECTORS_FILE, "rb");
    if (!file)
        abort();
    size_t room = 1u << 16;
    char *text = ARENA_ARRAY(program->arena, char, room);
    size_t length = fread(text, 1, room - 1, file);
    fclose(file);
    add_text(program, CONNECTORS_FILE, text, length);
}

const struct adl_system *compile_text(const char *text)
{
    return compile_bytes(text, strlen(text));
}

const struct adl_system *compile_bytes(const char *bytes, size_t length)
{
    compile_end();
    state.arena = arena_create();
    FILE *messages = open_memstream(&state.text, &state.length);
    if (!messages)
        abort();
    diag_reset(messages);
    struct program program = {.arena = state.arena, .files = map_create(state.arena)};
    add_standard(&program);
    add_text(&program, "text", bytes, length);
    const struct adl_system *system = compile_program(&program);
    fclose(messages);
    diag_reset(NULL);
    return system;
}

const char *compile_messages(void)
{
    return state.text;
}

void compile_end(void)
{
    if (state.arena)
        arena_destroy(state.arena);
    free(state.text);
    state.arena = NULL;
    state.text = NULL;
}
