/* SPDX-License-Identifier: BSD-2-Clause */
/* The ADL compiler. Exit status: 0 done, 1 errors in the input, 2 wrong command line. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "compile.h"
#include "deps.h"
#include "format.h"
#include "glue.h"
#include "image.h"
#include "options.h"
#include "report.h"

#define VERSION "0.1"

/* The plan is made in any case: its checks belong to those of the specification. */
static bool write_outputs(const struct options *options, const struct adl_system *system)
{
    const struct plan *plan = layout_plan(system);
    if (!plan)
        return false;
    if (options->instances)
        report_instances(system, stdout);
    if (options->json_ast)
        report_json(system, stdout);
    if (options->dot)
        report_dot(system, stdout);
    if (options->matrix)
        report_matrix(plan, stdout);
    if (options->glue && !glue_write(plan, options->glue))
        return false;
    return !options->image.output || image_write(plan, &options->image);
}

static bool run(struct arena *arena, const struct options *options)
{
    struct program program = {.arena = arena,
                              .files = map_create(arena),
                              .forward_references = options->forward_references,
                              .defaults = options->defaults,
                              .code = options->code,
                              .code_count = options->code_count};
    load_program(&program, &options->load, options->input);
    const struct adl_system *system = compile_program(&program);
    if (!system || !write_outputs(options, system))
        return false;
    return !options->deps || deps_write(options, &program);
}

int main(int count, char **arguments)
{
    struct arena *arena = arena_create();
    struct options options;
    int status = EXIT_SUCCESS;
    if (count > 1 && !strcmp(arguments[1], "fmt"))
        status = format_command(arena, count - 2, arguments + 2);
    else if (!options_parse(arena, count, arguments, &options))
        status = 2;
    else if (options.help)
        options_help();
    else if (options.version)
        puts("camkes (Causeway) " VERSION);
    else if (!run(arena, &options) || diag_errors())
        status = EXIT_FAILURE;
    if (fflush(stdout) || ferror(stdout)) {
        fputs("camkes: cannot write to stdout\n", stderr);
        status = EXIT_FAILURE;
    }
    arena_destroy(arena);
    return status;
}
