/* SPDX-License-Identifier: BSD-2-Clause */
#include "check.h"

#include <string.h>

static const char *const interface_words[] = {
    [ADL_USES] = "uses",         [ADL_PROVIDES] = "provides", [ADL_EMITS] = "emits",
    [ADL_CONSUMES] = "consumes", [ADL_DATAPORT] = "dataport",
};

static const char *const side_words[] = {
    [ADL_END_PROCEDURE] = "procedures",
    [ADL_END_EVENT] = "events",
    [ADL_END_DATAPORT] = "dataports",
};

/* What an interface must be to stand on a side: [is_to][kind of the side]. */
static const enum adl_interface_kind wanted_kinds[2][3] = {
    {[ADL_END_PROCEDURE] = ADL_USES, [ADL_END_EVENT] = ADL_EMITS, [ADL_END_DATAPORT] = ADL_DATAPORT},
    {[ADL_END_PROCEDURE] = ADL_PROVIDES, [ADL_END_EVENT] = ADL_CONSUMES, [ADL_END_DATAPORT] = ADL_DATAPORT},
};

static bool check_kind(const struct adl_connection *connection, const struct adl_end *end)
{
    const struct adl_side *side = end->is_to ? &connection->connector->to : &connection->connector->from;
    const char *direction = end->is_to ? "to" : "from";
    enum adl_interface_kind wanted = wanted_kinds[end->is_to][side->kind];
    const char *instance = end->instance->name, *interface = end->interface->name;
    if (end->interface->kind != wanted) {
        diag_error(end->where,
                   "'%s.%s' cannot be a '%s' end of %s, which connects %s: it needs '%s', not '%s'", instance,
                   interface, direction, connection->connector->name, side_words[side->kind],
                   interface_words[wanted], interface_words[end->interface->kind]);
        diag_note(end->interface->where, "the interface is declared here");
        return false;
    }
    if (side->hardware && !end->instance->hardware)
        diag_error(end->where, "the '%s' end of %s must be hardware, and '%s' is not", direction,
                   connection->connector->name, instance);
    else if (!side->hardware && end->instance->hardware)
        diag_error(end->where, "the '%s' end of %s cannot be hardware, and '%s' is", direction,
                   connection->connector->name, instance);
    else
        return true;
    diag_note(end->instance->where, "the instance is declared here");
    return false;
}

static void check_count(const struct adl_connection *connection, const struct adl_side *side,
                        const struct adl_end *ends, size_t count, const char *direction)
{
    if (side->many || count < 2)
        return;
    diag_error(ends[1].where, "%s allows one '%s' end, and this is a second", connection->connector->name,
               direction);
    diag_note(ends[0].where, "the first one is here");
}

/* Connectors can say that the types of their ends need not agree. */
static bool checks_types(const struct adl_connector *connector)
{
    for (size_t i = 0; i < connector->attribute_count; i++) {
        const struct adl_attribute *attribute = &connector->attributes[i];
        if (!strcmp(attribute->name, "disable_interface_type_checking") && attribute->initial &&
            attribute->initial->kind == ADL_VALUE_INTEGER && attribute->initial->integer)
            return false;
    }
    return true;
}

static void check_type(const struct adl_end *end, const struct adl_end *first)
{
    if (!strcmp(end->interface->type, first->interface->type))
        return;
    diag_error(end->where, "'%s.%s' is of type '%s', but '%s.%s' at the other end is of type '%s'",
               end->instance->name, end->interface->name, end->interface->type, first->instance->name,
               first->interface->name, first->interface->type);
    diag_note(end->interface->where, "'%s' is declared here", end->interface->name);
    diag_note(first->interface->where, "and '%s' here", first->interface->name);
}

static void check_connection(const struct adl_connection *connection)
{
    const struct adl_connector *connector = connection->connector;
    bool good = true;
    for (size_t i = 0; i < connection->from_count; i++)
        good = check_kind(connection, &connection->from[i]) && good;
    for (size_t i = 0; i < connection->to_count; i++)
        good = check_kind(connection, &connection->to[i]) && good;
    check_count(connection, &connector->from, connection->from, connection->from_count, "from");
    check_count(connection, &connector->to, connection->to, connection->to_count, "to");
    if (!good || !connection->from_count || !checks_types(connector))
        return;
    for (size_t i = 1; i < connection->from_count; i++)
        check_type(&connection->from[i], &connection->from[0]);
    for (size_t i = 0; i < connection->to_count; i++)
        check_type(&connection->to[i], &connection->from[0]);
}

static void check_unconnected(const struct adl_instance *instance, const struct adl_interface *interface)
{
    const char *word = interface_words[interface->kind];
    if (interface->kind == ADL_EMITS || interface->kind == ADL_PROVIDES) {
        if (!instance->hardware)
            diag_warning(interface->where, "'%s %s' of '%s' is not connected", word, interface->name,
                         instance->name);
        return;
    }
    if (interface->maybe)
        return;
    diag_error(interface->where, "'%s %s' of '%s' is not connected", word, interface->name, instance->name);
    diag_note(instance->where, "the instance is declared here; 'maybe' would allow it");
}

void check_system(const struct flat *flat, const struct adl_system *system)
{
    /* A broken connection would make its ends look unconnected. */
    bool complete = !diag_errors();
    for (size_t i = 0; i < system->connection_count; i++)
        check_connection(&system->connections[i]);
    for (size_t i = 0; i < system->instance_count && complete; i++) {
        const struct adl_instance *instance = &system->instances[i];
        for (size_t j = 0; j < instance->interface_count; j++) {
            const struct adl_interface *interface = &instance->interfaces[j];
            if (!interface->end && !flat->exported[interface - flat->interfaces])
                check_unconnected(instance, interface);
        }
    }
}
