/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The ids under which a guest asks for dataports. Its monitor keeps a table with a row for each, the
 * first of which is not used: ids count from 1 without a gap, or the table would have empty rows.
 * That no id is given twice is checked where they are given out (layout_dataport.c).
 */
#include "check.h"

static bool has_machine(const struct adl_instance *instance)
{
    for (size_t i = 0; i < instance->interface_count; i++) {
        const struct adl_end *end = instance->interfaces[i].end;
        if (end && !end->is_to && connection_is(end->connection, "CausewayVirtualMachine"))
            return true;
    }
    return false;
}

/* The setting that gives the interface its id; NULL: none, or none that can be an id. */
static const struct adl_value *find_id(const struct adl_system *system, const struct adl_interface *interface)
{
    if (!interface->end || !connection_is(interface->end->connection, "seL4SharedDataWithCaps"))
        return NULL;
    const struct adl_value *id = interface_setting(system, interface, "id");
    return id && id->kind == ADL_VALUE_INTEGER && id->integer > 0 ? id : NULL;
}

static void check_ids(const struct adl_system *system, const struct adl_instance *instance)
{
    size_t room = instance->interface_count, count = 0;
    bool *taken = ARENA_ARRAY(system->arena, bool, room + 1);
    for (size_t i = 0; i < room; i++) {
        const struct adl_value *id = find_id(system, &instance->interfaces[i]);
        count += id != NULL;
        if (id && id->integer <= (adl_integer)room)
            taken[id->integer] = true;
    }
    size_t missing = 1;
    while (missing <= count && taken[missing])
        missing++;
    for (size_t i = 0; i < room && missing <= count; i++) {
        const struct adl_value *id = find_id(system, &instance->interfaces[i]);
        if (!id || id->integer <= (adl_integer)count)
            continue;
        diag_error(id->where,
                   "'%s' has %zu dataport%s with an id, which must be from 1 to %zu; %zu is not used",
                   instance->name, count, count == 1 ? "" : "s", count, missing);
        return;
    }
}

void check_dataports(const struct adl_system *system)
{
    for (size_t i = 0; i < system->instance_count; i++)
        if (has_machine(&system->instances[i]))
            check_ids(system, &system->instances[i]);
}
