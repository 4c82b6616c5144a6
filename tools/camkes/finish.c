/* SPDX-License-Identifier: BSD-2-Clause */
/* Turns links into connections, and everything together into the flat system. */
#include "flat.h"

static void add_end(struct adl_connection *connection, struct adl_end *ends, size_t *count,
                    const struct link_end *link_end, bool clashing)
{
    struct adl_interface *interface = link_end->interface;
    struct adl_end *end = &ends[*count];
    *end = (struct adl_end){
        .connection = connection,
        .instance = interface->owner,
        .interface = interface,
        .index = *count,
        .is_to = link_end->is_to,
        .where = link_end->where,
    };
    ++*count;
    if (interface->end && clashing)
        return;
    if (interface->end) {
        diag_error(link_end->where, "'%s.%s' is connected twice", interface->owner->name, interface->name);
        diag_note(interface->end->where, "it is also an end here");
        return;
    }
    interface->end = end;
}

static void add_connection(struct flat *flat, struct adl_connection *connection, const struct link *link,
                           size_t index)
{
    *connection = (struct adl_connection){
        .name = link->name,
        .connector = link->connector,
        .index = index,
        .implicit = link->implicit,
        .where = link->where,
    };
    struct adl_end *from = ARENA_ARRAY(flat->arena, struct adl_end, link->end_count);
    struct adl_end *to = ARENA_ARRAY(flat->arena, struct adl_end, link->end_count);
    for (size_t i = 0; i < link->end_count; i++) {
        bool is_to = link->ends[i].is_to;
        add_end(connection, is_to ? to : from, is_to ? &connection->to_count : &connection->from_count,
                &link->ends[i], link->clashing);
    }
    connection->from = from;
    connection->to = to;
}

struct adl_system *flat_finish(struct flat *flat)
{
    struct adl_system *system = ARENA_NEW(flat->arena, struct adl_system);
    struct map *connections = map_create(flat->arena);
    struct adl_connection *list = ARENA_ARRAY(flat->arena, struct adl_connection, flat->link_count);
    size_t count = 0;
    for (size_t i = 0; i < flat->link_count; i++) {
        if (flat->links[i]->into)
            continue;
        add_connection(flat, &list[count], flat->links[i], count);
        map_put(connections, list[count].name, &list[count]);
        count++;
    }
    *system = (struct adl_system){
        .arena = flat->arena,
        .instances = flat->instances,
        .instance_count = flat->instance_count,
        .connections = list,
        .connection_count = count,
        .instance_map = flat->instance_map,
        .connection_map = connections,
    };
    return system;
}
