/* SPDX-License-Identifier: BSD-2-Clause */
#include "compile.h"

#include "check.h"
#include "settings.h"

/*
 * A stage starts only if the one before found nothing to complain about: what it would say about
 * half-understood text would hide the one mistake behind many.
 */
const struct adl_system *compile_program(struct program *program)
{
    if (diag_errors())
        return NULL;
    struct assemblies assemblies = names_resolve(program);
    struct flat flat;
    if (diag_errors() || !flat_expand(&flat, program->arena, &assemblies))
        return NULL;
    flat_stdio(&flat);
    flat_merge(&flat);
    struct adl_system *system = flat_finish(&flat);
    system->defaults = program->defaults;
    system->code = program->code;
    system->code_count = program->code_count;
    check_system(&flat, system);
    settings_build(&flat, system);
    check_settings(&flat, system);
    check_dataports(system);
    check_locks(system);
    return diag_errors() ? NULL : system;
}
