/* SPDX-License-Identifier: BSD-2-Clause */
/* Reading the flat system. */
#include "system.h"

#include <ctype.h>
#include <string.h>

#include "flat.h"
#include "value_type.h"

const struct adl_instance *system_instance(const struct adl_system *system, const char *name)
{
    return map_get(system->instance_map, name);
}

const struct adl_connection *system_connection(const struct adl_system *system, const char *name)
{
    return map_get(system->connection_map, name);
}

const struct adl_interface *instance_interface(const struct adl_instance *instance, const char *name)
{
    return flat_interface(instance, name);
}

const char *adl_c_name(struct arena *arena, const char *name)
{
    char *result = arena_copy(arena, name, strlen(name));
    for (char *at = result; *at; at++)
        if (!isalnum((unsigned char)*at))
            *at = '_';
    return result;
}

bool connection_is(const struct adl_connection *connection, const char *connector)
{
    return !strcmp(connection->connector->name, connector);
}

const struct adl_value *interface_setting(const struct adl_system *system,
                                          const struct adl_interface *interface, const char *suffix)
{
    const char *attribute = arena_printf(system->arena, "%s_%s", interface->name, suffix);
    return system_setting(system, interface->owner->name, attribute);
}

bool setting_integer(const struct adl_value *value, int64_t lowest, uint64_t highest, adl_integer *result)
{
    if (!value)
        return false;
    if (value->kind != ADL_VALUE_INTEGER) {
        diag_error(value->where, "this must be an integer, not %s", value_kind_name(value));
        return false;
    }
    if (value->integer < lowest || value->integer > (adl_integer)highest) {
        diag_error(value->where, "this must be an integer from %lld to %llu", (long long)lowest,
                   (unsigned long long)highest);
        return false;
    }
    *result = value->integer;
    return true;
}

bool setting_string(const struct adl_value *value, const char **result)
{
    if (!value)
        return false;
    if (value->kind != ADL_VALUE_STRING) {
        diag_error(value->where, "this must be a string, not %s", value_kind_name(value));
        return false;
    }
    *result = value->string;
    return true;
}

bool setting_boolean(const struct adl_value *value, bool *result)
{
    adl_integer number;
    if (!setting_integer(value, 0, 1, &number))
        return false;
    *result = number != 0;
    return true;
}
