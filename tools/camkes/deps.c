/* SPDX-License-Identifier: BSD-2-Clause */
#include "deps.h"

#include <stdio.h>
#include <stdlib.h>

#include "output.h"

/* As make and ninja want it: blanks and '#' behind a backslash, '$' doubled. */
static void put_name(FILE *out, const char *name)
{
    for (; *name; name++) {
        if (*name == '$')
            putc('$', out);
        else if (*name == ' ' || *name == '#' || *name == '\\')
            putc('\\', out);
        putc(*name, out);
    }
}

static void put_rule(FILE *out, const struct options *options, const struct program *program)
{
    const char *target = options->deps_target ? options->deps_target : options->image.output;
    put_name(out, target ? target : options->deps);
    putc(':', out);
    for (size_t i = 0; i < program->files->count; i++) {
        fputs(" \\\n  ", out);
        put_name(out, program->files->entries[i].key);
    }
    putc('\n', out);
}

bool deps_write(const struct options *options, const struct program *program)
{
    char *text = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&text, &length);
    if (!out) {
        diag_error((struct adl_location){0}, "out of memory");
        return false;
    }
    put_rule(out, options, program);
    bool good = !fclose(out) && output_write(options->deps, text, length);
    free(text);
    return good;
}
