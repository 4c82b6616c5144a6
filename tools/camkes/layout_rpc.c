/* SPDX-License-Identifier: BSD-2-Clause */
#include <string.h>

#include "call_connector.h"
#include "layout_connector.h"
#include "layout_object.h"

static const uint64_t largest_buffer = 0x10000000;
static const uint32_t largest_half_badge = UINT32_MAX; /* the other half says which interface is meant */

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
    if (badge <= largest_half_badge || !(call_connector(from->connection)->features & CALL_NO_THREAD))
        return badge;
    diag_error(setting->where, "the badge of a client of a server without a thread is at most %u",
               largest_half_badge);
    return 0;
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

/* Who may receive: the interface's thread, or whoever receives for the whole instance. */
static uint32_t give_endpoint(struct plan *plan, const struct adl_end *to, unsigned features)
{
    struct plan_member *member = plan_member(plan, to->instance);
    struct plan_end *server = plan_end(plan, to);
    if (features & CALL_NO_THREAD) {
        uint32_t endpoint = layout_instance_endpoint(plan, member);
        server->slot = member->endpoint_slot;
        server->badge = ++member->endpoint_ends;
        return endpoint;
    }
    uint32_t endpoint = layout_endpoint(plan, layout_end_name(plan, to));
    server->slot = layout_slot(plan, member->domain, TABLE_SLOT_ENDPOINT, endpoint, TABLE_RIGHT_RECEIVE, 0);
    return endpoint;
}

void layout_message_lock(struct plan *plan, const struct adl_end *from)
{
    plan_end(plan, from)->lock_slot = layout_private_notification(
        plan, plan_domain(plan, from->instance),
        layout_name(plan->system->arena, "%s.%s.lock", from->instance->name, from->interface->name));
}

/* One region for each client, so that no client sees another's data. */
static void share_buffer(struct plan *plan, const struct adl_end *to, struct plan_client *client)
{
    const struct adl_end *from = client->end;
    struct plan_end *end = plan_end(plan, from);
    adl_integer size = TABLE_PAGE;
    const struct adl_value *setting = interface_setting(plan->system, from->interface, "shmem_size");
    if (setting && setting_integer(setting, 1, largest_buffer, &size))
        layout_is_whole(setting->where, "the buffer", (uint64_t)size);
    uint32_t rights = TABLE_RIGHT_READ | TABLE_RIGHT_WRITE;
    const char *name =
        layout_name(plan->system->arena, "%s.%s.buffer", from->instance->name, from->interface->name);
    uint32_t region = layout_region(plan, name, TABLE_REGION_ZERO, (uint64_t)size, 0);
    end->size = client->buffer_size = (uint64_t)size;
    end->address = layout_map(plan, plan_domain(plan, from->instance), LAYOUT_AREA_DATA, region, rights);
    client->buffer = layout_map(plan, plan_domain(plan, to->instance), LAYOUT_AREA_DATA, region, rights);
}

/* As share_buffer(), for the messages themselves. */
static void share_message_buffer(struct plan *plan, const struct adl_end *to, struct plan_client *client)
{
    struct plan_end *server = plan_end(plan, to);
    share_buffer(plan, to, client);
    layout_message_lock(plan, client->end);
    if (server->size < client->buffer_size)
        server->size = client->buffer_size;
}

/* The compiler's own output connections take no signals: their component does not read. */
static void let_signal(struct plan *plan, const struct adl_end *to, struct plan_client *client)
{
    struct plan_member *member = plan_member(plan, client->end->instance);
    struct plan_end *end = plan_end(plan, client->end);
    if (client->end->interface->implicit ||
        !layout_global_badge(plan, member, client->end, &end->signal_badge))
        return;
    client->signal_slot = layout_slot(plan, plan_domain(plan, to->instance), TABLE_SLOT_NOTIFICATION,
                                      layout_global(plan, member), TABLE_RIGHT_SIGNAL, end->signal_badge);
}

/* A server has one function for all methods of a name. */
static void check_method(const struct adl_end *to, const struct adl_end *from,
                         const struct adl_method *const *methods, size_t count,
                         const struct adl_method *method)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(methods[i]->name, method->name) != 0 || call_same_method(methods[i], method))
            continue;
        diag_error(from->where,
                   "'%s.%s' has a method '%s' that differs from one that a client of '%s.%s' calls",
                   from->instance->name, from->interface->name, method->name, to->instance->name,
                   to->interface->name);
        diag_note(method->where, "it is declared here");
        diag_note(methods[i]->where, "the other one is declared here");
    }
}

static void check_methods(const struct plan *plan, const struct adl_connection *connection)
{
    const struct adl_end *to = &connection->to[0];
    size_t count;
    const struct adl_method *const *methods = call_methods(plan->system->arena, to->interface, &count);
    for (size_t i = 0; i < connection->from_count; i++) {
        const struct adl_procedure *procedure = connection->from[i].interface->procedure;
        for (size_t j = 0; j < procedure->method_count; j++)
            check_method(to, &connection->from[i], methods, count, &procedure->methods[j]);
    }
    const struct adl_procedure *own = to->interface->procedure;
    for (size_t j = 0; j < own->method_count; j++)
        check_method(to, to, methods, count, &own->methods[j]);
}

void layout_calls(struct plan *plan, const struct adl_connection *connection)
{
    const struct adl_end *to = &connection->to[0];
    unsigned features = call_connector(connection)->features;
    struct plan_end *server = plan_end(plan, to);
    uint32_t endpoint = give_endpoint(plan, to, features);
    if (features & CALL_ANY_PROCEDURE)
        check_methods(plan, connection);
    server->client_count = connection->from_count;
    server->clients = ARENA_ARRAY(plan->system->arena, struct plan_client, connection->from_count);
    give_badges(plan, connection, server);
    for (size_t i = 0; i < connection->from_count; i++) {
        const struct adl_end *from = &connection->from[i];
        struct plan_client *client = &server->clients[i];
        client->end = from;
        plan_end(plan, from)->badge = client->badge;
        plan_end(plan, from)->slot =
            layout_slot(plan, plan_domain(plan, from->instance), TABLE_SLOT_ENDPOINT, endpoint,
                        TABLE_RIGHT_CALL, server->badge << 32 | client->badge);
    }
    for (size_t i = 0; i < server->client_count; i++) {
        if (features & CALL_BUFFERS)
            share_buffer(plan, to, &server->clients[i]);
        if (features & CALL_THROUGH_BUFFERS)
            share_message_buffer(plan, to, &server->clients[i]);
        if (features & CALL_SIGNALS)
            let_signal(plan, to, &server->clients[i]);
    }
}
