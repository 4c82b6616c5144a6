/* SPDX-License-Identifier: BSD-2-Clause */
#include "load.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "parse.h"
#include "source.h"

#define STANDARD_CONNECTORS "std_connector.camkes"
#define MAX_DEPTH           64u /* of imports; more is a mistake */

struct load {
    struct program *program;
    const struct load_options *options;
    struct map *seen;     /* key: real path of every file that needs no second look */
    const char *standard; /* folder of the standard connectors, which ends the import path; or NULL */
    unsigned depth;
};

static const struct adl_location nowhere;

static void mark_seen(struct load *load, const char *path)
{
    char real[PATH_MAX];
    if (realpath(path, real))
        map_put(load->seen, arena_copy(load->program->arena, real, strlen(real)), load);
}

static bool is_seen(struct load *load, const char *path)
{
    char real[PATH_MAX];
    return realpath(path, real) && map_get(load->seen, real);
}

/* Beside the importing file. */
static const char *find_relative(struct load *load, const char *from, const char *name)
{
    const char *slash = strrchr(from, '/');
    const char *path = name;
    if (slash && name[0] != '/')
        path = arena_printf(load->program->arena, "%.*s/%s", (int)(slash - from), from, name);
    return access(path, R_OK) ? NULL : path;
}

static const char *find_along_path(struct load *load, const char *name)
{
    for (size_t i = 0; i < load->options->import_path_count; i++) {
        const char *path = arena_printf(load->program->arena, "%s/%s", load->options->import_paths[i], name);
        if (!access(path, R_OK))
            return path;
    }
    if (!load->standard)
        return NULL;
    const char *path = arena_printf(load->program->arena, "%s/%s", load->standard, name);
    return access(path, R_OK) ? NULL : path;
}

static void load_file(struct load *load, const char *path);

static void load_import(struct load *load, const char *from, const struct ast_import *import)
{
    const char *path =
        import->angle ? find_along_path(load, import->path) : find_relative(load, from, import->path);
    if (!path && import->angle)
        diag_error(import->where, "cannot find <%s> along the import path", import->path);
    else if (!path)
        diag_error(import->where, "cannot find \"%s\" beside %s", import->path, from);
    else if (load->depth >= MAX_DEPTH)
        diag_error(import->where, "imports are nested too deeply");
    else
        load_file(load, path);
}

static void load_file(struct load *load, const char *path)
{
    struct program *program = load->program;
    if (is_seen(load, path))
        return;
    mark_seen(load, path);
    map_put(program->files, path, program);

    size_t length;
    const char *text = preprocess(program->arena, &load->options->preprocessor, path, &length);
    if (!text)
        return;
    const struct source *source = source_create(program->arena, path, text, length);
    /* What the preprocessor has included is there already: importing it again means nothing. */
    size_t before = program->files->count;
    source_files(source, program->files);
    for (size_t i = before; i < program->files->count; i++)
        mark_seen(load, program->files->entries[i].key);

    const struct ast_file *file = parse_source(program->arena, source);
    load->depth++;
    for (size_t i = 0; i < file->item_count; i++) {
        if (file->items[i].kind == AST_IMPORT)
            load_import(load, path, &file->items[i].import);
        else
            ARENA_APPEND(program->arena, program->items, program->item_count, file->items[i]);
    }
    load->depth--;
}

void load_program(struct program *program, const struct load_options *options, const char *path)
{
    struct load load = {.program = program, .options = options, .seen = map_create(program->arena)};
    program->path = path;
    if (access(path, R_OK)) {
        diag_error(nowhere, "cannot read %s: %m", path);
        return;
    }
    const char *standard = find_along_path(&load, STANDARD_CONNECTORS);
    if (!standard)
        standard = find_along_path(&load, "std/" STANDARD_CONNECTORS);
    if (standard) {
        load.standard = arena_copy(program->arena, standard, strlen(standard) - strlen(STANDARD_CONNECTORS));
        load_file(&load, standard);
    } else {
        diag_error(nowhere, "cannot find <%s> along the import path: see --import-path", STANDARD_CONNECTORS);
    }
    load_file(&load, path);
}
