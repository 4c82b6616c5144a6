/* SPDX-License-Identifier: BSD-2-Clause */
/* Connectors of the application's own: memory between each `from` end and all `to` ends, and signals across. */
#include <string.h>

#include "layout_connector.h"
#include "layout_object.h"

static const size_t most_signallers = 64; /* a notification has as many bits */

static bool has_attribute(const struct adl_connector *connector, const char *name)
{
    for (size_t i = 0; i < connector->attribute_count; i++) {
        if (strcmp(connector->attributes[i].name, name) == 0)
            return true;
    }
    return false;
}

static const struct adl_end *side_ends(const struct adl_connection *connection, bool to, size_t *count)
{
    *count = to ? connection->to_count : connection->from_count;
    return to ? connection->to : connection->from;
}

static const struct adl_side *side(const struct adl_connection *connection, bool to)
{
    return to ? &connection->connector->to : &connection->connector->from;
}

/* ---- Memory ---- */

/* The end whose type may say how much there is: a dataport, if there is one. */
static const struct adl_interface *sizing_interface(const struct adl_connection *connection)
{
    return side(connection, false)->kind == ADL_END_DATAPORT ? connection->from[0].interface
                                                             : connection->to[0].interface;
}

/* What the connector gives the side, less what `X_access` takes from a dataport. 0 after diag_error. */
static uint32_t end_rights(const struct plan *plan, const struct adl_end *end)
{
    const struct adl_value *value =
        system_setting(plan->system, end->connection->name, end->is_to ? "to_access" : "from_access");
    const char *letters = "RW";
    if (value && !setting_string(value, &letters))
        return 0;
    uint32_t given = layout_access(letters);
    if (given == 0) {
        diag_error(value->where, "access \"%s\": the letters R, W, X, P in this order are needed, and R or W",
                   letters);
        return 0;
    }
    if (end->interface->kind != ADL_DATAPORT)
        return given;
    uint32_t asked = layout_dataport_rights(plan, end);
    if (asked != 0 && (asked & given) == 0)
        diag_error(end->where, "the connector and 'access' of '%s.%s' leave it no right", end->instance->name,
                   end->interface->name);
    return asked & given;
}

static bool set_rights(struct plan *plan, const struct adl_connection *connection, uint64_t size)
{
    bool good = true;
    for (int to = 0; to <= 1; to++) {
        size_t count;
        const struct adl_end *ends = side_ends(connection, to, &count);
        for (size_t i = 0; i < count; i++) {
            struct plan_end *own = plan_end(plan, &ends[i]);
            own->size = size;
            own->rights = end_rights(plan, &ends[i]);
            good = good && own->rights != 0;
        }
    }
    return good;
}

/* Writable memory is always readable too: the processor has no other kind. A dataport's pointer is the first region. */
static uint64_t map_memory(struct plan *plan, const struct adl_end *end, uint32_t region)
{
    struct plan_end *own = plan_end(plan, end);
    uint64_t address = layout_map(plan, plan_domain(plan, end->instance), LAYOUT_AREA_DATA, region,
                                  own->rights | TABLE_RIGHT_READ);
    if (own->address == 0)
        own->address = address;
    return address;
}

/* A region for each `from` end, which it shares with every `to` end and with no other `from` end. */
static void share_memory(struct plan *plan, const struct adl_connection *connection)
{
    uint64_t size = layout_shared_size(plan, sizing_interface(connection));
    if (size == 0 || !set_rights(plan, connection, size))
        return;
    for (size_t i = 0; i < connection->from_count; i++) {
        const struct adl_end *from = &connection->from[i];
        uint32_t region = layout_region(plan, layout_end_name(plan, from), TABLE_REGION_ZERO, size, 0);
        uint64_t address = map_memory(plan, from, region);
        for (size_t j = 0; j < connection->to_count; j++) {
            plan_end(plan, from)->peers[j].address = address;
            plan_end(plan, &connection->to[j])->peers[i].address =
                map_memory(plan, &connection->to[j], region);
        }
    }
}

/* ---- Signals ---- */

/* A notification for each end of the side; the other side's ends signal it, each with a bit of its own. */
static void add_notifications(struct plan *plan, const struct adl_connection *connection, bool to)
{
    size_t count, peer_count;
    const struct adl_end *ends = side_ends(connection, to, &count);
    const struct adl_end *peers = side_ends(connection, !to, &peer_count);
    if (peer_count > most_signallers) {
        diag_error(connection->where,
                   "connection '%s' has %zu '%s' ends, but a notification has only %zu bits",
                   connection->name, peer_count, to ? "from" : "to", most_signallers);
        return;
    }
    for (size_t i = 0; i < count; i++) {
        uint32_t notification = layout_notification(plan, layout_end_name(plan, &ends[i]));
        plan_end(plan, &ends[i])->slot =
            layout_slot(plan, plan_domain(plan, ends[i].instance), TABLE_SLOT_NOTIFICATION, notification,
                        TABLE_RIGHT_WAIT, 0);
        for (size_t j = 0; j < peer_count; j++)
            plan_end(plan, &peers[j])->peers[i].signal_slot =
                layout_slot(plan, plan_domain(plan, peers[j].instance), TABLE_SLOT_NOTIFICATION, notification,
                            TABLE_RIGHT_SIGNAL, 1ull << j);
    }
}

static void notify_side(struct plan *plan, const struct adl_connection *connection, bool to)
{
    const struct adl_value *value =
        system_setting(plan->system, connection->name, to ? "to_notification" : "from_notification");
    bool wanted = false;
    if (value && setting_boolean(value, &wanted) && wanted)
        add_notifications(plan, connection, to);
}

/* ---- All of it ---- */

/* False after diag_error: the connector cannot be made of these parts. */
static bool check_parts(const struct adl_connection *connection, bool memory)
{
    const struct adl_connector *connector = connection->connector;
    if (!memory && !has_attribute(connector, "from_notification") &&
        !has_attribute(connector, "to_notification"))
        diag_error(
            connection->where,
            "connector '%s' is declared, but has no implementation: it is not built in, and has none of the "
            "attributes 'size', 'from_notification' and 'to_notification'",
            connector->name);
    else if (connector->from.hardware || connector->to.hardware)
        diag_error(connection->where, "connector '%s' is not built in, and cannot join hardware components",
                   connector->name);
    else if (!memory && (connector->from.kind == ADL_END_DATAPORT || connector->to.kind == ADL_END_DATAPORT))
        diag_error(connection->where, "connector '%s' joins dataports, but has no attribute 'size'",
                   connector->name);
    else
        return true;
    return false;
}

static void add_peers(struct plan *plan, const struct adl_connection *connection, bool to)
{
    size_t count, peer_count;
    const struct adl_end *ends = side_ends(connection, to, &count);
    side_ends(connection, !to, &peer_count);
    for (size_t i = 0; i < count; i++) {
        struct plan_end *own = plan_end(plan, &ends[i]);
        own->peers = ARENA_ARRAY(plan->system->arena, struct plan_peer, peer_count);
        own->peer_count = peer_count;
    }
}

void layout_own(struct plan *plan, const struct adl_connection *connection)
{
    bool memory = has_attribute(connection->connector, "size");
    if (!check_parts(connection, memory))
        return;
    for (int to = 0; to <= 1; to++)
        add_peers(plan, connection, to);
    for (int to = 0; to <= 1; to++)
        notify_side(plan, connection, to);
    if (memory)
        share_memory(plan, connection);
}
