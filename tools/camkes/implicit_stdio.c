/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The output of components. If an instance provides SerialStream, every other software instance
 * gets an interface camkes_stdio that uses it, over which the C library's stdout and stderr go.
 */
#include <string.h>

#include "flat.h"

#define STREAM    "SerialStream"
#define CONNECTOR "seL4SerialServer"
#define INTERFACE "camkes_stdio"

/* The first one counts, as there is one console. */
static struct adl_interface *find_server(const struct flat *flat)
{
    for (size_t i = 0; i < flat->instance_count; i++) {
        const struct adl_instance *instance = &flat->instances[i];
        for (size_t j = 0; j < instance->interface_count && !instance->hardware; j++) {
            struct adl_interface *interface = &instance->interfaces[j];
            if (interface->kind != ADL_PROVIDES || strcmp(interface->type, STREAM))
                continue;
            struct adl_interface *inner = flat->exported[interface - flat->interfaces];
            return inner ? inner : interface;
        }
    }
    return NULL;
}

static void connect(struct flat *flat, struct adl_instance *instance, struct adl_interface *server,
                    const struct adl_connector *connector)
{
    struct adl_interface *interface = &instance->interfaces[instance->interface_count++];
    *interface = (struct adl_interface){
        .kind = ADL_USES,
        .name = INTERFACE,
        .type = server->type,
        .implicit = true,
        .procedure = server->procedure,
        .owner = instance,
        .where = instance->where,
    };
    const char *name = arena_printf(flat->arena, "%s.%s", instance->name, INTERFACE);
    struct link *link = flat_link(flat, name, connector, instance->where);
    link->implicit = true;
    struct link_end from = {interface, false, instance->where}, to = {server, true, server->where};
    ARENA_APPEND(flat->arena, link->ends, link->end_count, from);
    ARENA_APPEND(flat->arena, link->ends, link->end_count, to);
}

void flat_stdio(struct flat *flat)
{
    struct adl_interface *server = find_server(flat);
    const struct ast_item *item = map_get(flat->assemblies->connectors, CONNECTOR);
    if (!server || !item)
        return;
    for (size_t i = 0; i < flat->instance_count; i++) {
        struct adl_instance *instance = &flat->instances[i];
        bool declared = flat_interface(instance, INTERFACE);
        if (!instance->hardware && instance != server->owner && !declared)
            connect(flat, instance, server, item->connector);
    }
}
