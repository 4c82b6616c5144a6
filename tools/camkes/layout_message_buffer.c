/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * C.buffer = "D": the calls of connection C go through the dataport of connection D. Both must join the
 * same two instances and nobody else, so that no third one reads or changes what is called.
 */
#include <string.h>

#include "call_connector.h"
#include "layout_connector.h"
#include "layout_object.h"
#include "suggest.h"

/* The name stands beside the setting: in a component's configuration, for a connection of that component. */
static const struct adl_connection *
find_connection(const struct plan *plan, const struct adl_connection *calls, const struct adl_value *setting)
{
    const struct adl_system *system = plan->system;
    const char *name = "", *scope_end = strrchr(calls->name, '.');
    if (!setting_string(setting, &name))
        return NULL;
    const struct adl_connection *found = NULL;
    if (scope_end)
        found = system_connection(system, arena_printf(system->arena, "%.*s.%s",
                                                       (int)(scope_end - calls->name), calls->name, name));
    if (!found)
        found = system_connection(system, name);
    if (!found)
        diag_error(setting->where, "there is no connection '%s'%s", name,
                   suggest_text(system->arena, suggest_key(system->connection_map, name)));
    return found;
}

/* The end of the connection at the instance; NULL: none. */
static const struct adl_end *end_at(const struct adl_connection *connection,
                                    const struct adl_instance *instance)
{
    if (connection->from[0].instance == instance)
        return &connection->from[0];
    return connection->to[0].instance == instance ? &connection->to[0] : NULL;
}

static bool can_carry(const struct adl_connection *data, const struct adl_connection *calls,
                      const struct adl_value *setting)
{
    const struct adl_instance *client = calls->from[0].instance, *server = calls->to[0].instance;
    if (!connection_is(calls, "seL4RPCCall")) {
        diag_error(setting->where, "only connections by seL4RPCCall go through a dataport, not by %s",
                   calls->connector->name);
    } else if (calls->from_count > 1) {
        diag_error(setting->where, "calls through a dataport have one client, and '%s' has %zu", calls->name,
                   calls->from_count);
    } else if (!connection_is(data, "seL4SharedData")) {
        diag_error(setting->where, "'%s' is a connection by %s, and calls go through one by seL4SharedData",
                   data->name, data->connector->name);
    } else if (data->from_count > 1 || data->to_count > 1 || !end_at(data, client) || !end_at(data, server) ||
               client == server) {
        diag_error(setting->where, "'%s' does not join '%s' and '%s' alone, whose calls it would carry",
                   data->name, client->name, server->name);
    } else {
        return true;
    }
    diag_note(data->where, "'%s' is here", data->name);
    return false;
}

static bool is_writable(const struct plan *plan, const struct adl_end *end)
{
    const uint32_t both = TABLE_RIGHT_READ | TABLE_RIGHT_WRITE;
    if ((plan_end(plan, end)->rights & both) == both)
        return true;
    diag_error(end->where, "'%s.%s' carries calls, and must be readable and writable", end->instance->name,
               end->interface->name);
    return false;
}

void layout_message_buffer(struct plan *plan, const struct adl_connection *connection)
{
    const struct adl_value *setting = system_setting(plan->system, connection->name, "buffer");
    if (!setting || !call_connector(connection))
        return;
    const struct adl_connection *data = find_connection(plan, connection, setting);
    if (!data || !can_carry(data, connection, setting))
        return;
    const struct adl_end *from = end_at(data, connection->from[0].instance);
    const struct adl_end *to = end_at(data, connection->to[0].instance);
    if (!is_writable(plan, from) || !is_writable(plan, to))
        return;
    struct plan_end *server = plan_end(plan, &connection->to[0]);
    server->clients[0].buffer = plan_end(plan, to)->address;
    server->clients[0].buffer_size = server->size = plan_end(plan, to)->size;
    struct plan_end *client = plan_end(plan, &connection->from[0]);
    client->address = plan_end(plan, from)->address;
    client->size = server->size;
    layout_message_lock(plan, &connection->from[0]);
}
