/* SPDX-License-Identifier: BSD-2-Clause */
#include "layout_connector.h"
#include "layout_object.h"

static const uint64_t largest_buffer = 0x10000000;

static bool badge_is_taken(const struct plan_end *server, uint64_t badge)
{
    for (size_t i = 0; i < server->client_count; i++) {
        if (server->clients[i].badge == badge)
            return true;
    }
    return false;
}

/* X_attributes of the client; 0 if it is not set or, after diag_error, wrong. */
static uint64_t badge_in_settings(const struct plan *plan, const struct adl_end *from)
{
    const struct adl_value *setting = interface_setting(plan->system, from->interface, "attributes");
    if (!setting)
        return 0;
    uint64_t badge = layout_badge_value(setting);
    if (badge == 0)
        diag_error(setting->where, "a client's badge is a number other than 0");
    return badge;
}

/* Explicit badges first, so that a counted one never hits one that comes later. */
static void give_badges(struct plan *plan, const struct adl_connection *connection, struct plan_end *server)
{
    for (size_t i = 0; i < connection->from_count; i++) {
        const struct adl_end *from = &connection->from[i];
        uint64_t badge = badge_in_settings(plan, from);
        if (badge != 0 && badge_is_taken(server, badge))
            diag_error(from->where, "another client of '%s.%s' has badge %llu too",
                       connection->to[0].instance->name, connection->to[0].interface->name,
                       (unsigned long long)badge);
        server->clients[i].badge = badge;
    }
    uint64_t next = 1;
    for (size_t i = 0; i < connection->from_count; i++) {
        while (badge_is_taken(server, next))
            next++;
        if (server->clients[i].badge == 0)
            server->clients[i].badge = next;
    }
}

void layout_calls(struct plan *plan, const struct adl_connection *connection)
{
    const struct adl_end *to = &connection->to[0];
    struct plan_end *server = plan_end(plan, to);
    const struct adl_value *buffer = system_setting(plan->system, connection->name, "buffer");
    if (buffer)
        diag_error(buffer->where, "arguments in a dataport are not supported; seL4RPCDataport has a buffer");
    uint32_t endpoint = layout_endpoint(
        plan, layout_name(plan->system->arena, "%s.%s", to->instance->name, to->interface->name));
    server->slot = layout_slot(plan, plan_domain(plan, to->instance), TABLE_SLOT_ENDPOINT, endpoint,
                               TABLE_RIGHT_RECEIVE, 0);
    server->client_count = connection->from_count;
    server->clients = ARENA_ARRAY(plan->system->arena, struct plan_client, connection->from_count);
    give_badges(plan, connection, server);
    for (size_t i = 0; i < connection->from_count; i++) {
        const struct adl_end *from = &connection->from[i];
        struct plan_end *client = plan_end(plan, from);
        server->clients[i].end = from;
        client->badge = server->clients[i].badge;
        client->slot = layout_slot(plan, plan_domain(plan, from->instance), TABLE_SLOT_ENDPOINT, endpoint,
                                   TABLE_RIGHT_CALL, client->badge);
    }
}

/* One region for each client, so that no client sees another's data. */
static void share_buffer(struct plan *plan, const struct adl_end *to, struct plan_client *client)
{
    const struct adl_end *from = client->end;
    struct plan_end *end = plan_end(plan, from);
    adl_integer size = TABLE_PAGE;
    const struct adl_value *setting = interface_setting(plan->system, from->interface, "shmem_size");
    if (setting && setting_integer(setting, 1, largest_buffer, &size) && size % TABLE_PAGE != 0)
        diag_error(setting->where, "the buffer is %llu bytes, which is not a multiple of %u",
                   (unsigned long long)size, TABLE_PAGE);
    uint32_t rights = TABLE_RIGHT_READ | TABLE_RIGHT_WRITE;
    const char *name =
        layout_name(plan->system->arena, "%s.%s.buffer", from->instance->name, from->interface->name);
    uint32_t region = layout_region(plan, name, TABLE_REGION_ZERO, (uint64_t)size, 0);
    end->size = client->buffer_size = (uint64_t)size;
    end->address = layout_map(plan, plan_domain(plan, from->instance), LAYOUT_AREA_DATA, region, rights);
    client->buffer = layout_map(plan, plan_domain(plan, to->instance), LAYOUT_AREA_DATA, region, rights);
}

void layout_calls_with_buffers(struct plan *plan, const struct adl_connection *connection)
{
    layout_calls(plan, connection);
    struct plan_end *server = plan_end(plan, &connection->to[0]);
    for (size_t i = 0; i < server->client_count; i++)
        share_buffer(plan, &connection->to[0], &server->clients[i]);
}

/* The compiler's own output connections take no signals: their component does not read. */
void layout_serial_server(struct plan *plan, const struct adl_connection *connection)
{
    layout_calls_with_buffers(plan, connection);
    const struct adl_end *to = &connection->to[0];
    struct plan_end *server = plan_end(plan, to);
    for (size_t i = 0; i < server->client_count; i++) {
        struct plan_client *client = &server->clients[i];
        struct plan_domain *domain = plan_domain(plan, client->end->instance);
        struct plan_end *end = plan_end(plan, client->end);
        if (client->end->interface->implicit ||
            !layout_global_badge(plan, domain, client->end, &end->signal_badge))
            continue;
        client->signal_slot = layout_slot(plan, plan_domain(plan, to->instance), TABLE_SLOT_NOTIFICATION,
                                          layout_global(plan, domain), TABLE_RIGHT_SIGNAL, end->signal_badge);
    }
}
