/* SPDX-License-Identifier: BSD-2-Clause */
#include "call_connector.h"

#include <string.h>

static const struct call_connector connectors[] = {
    {"seL4RPCCall", 0},
    {"seL4RPCCallNoType", CALL_ANY_PROCEDURE},
    {"seL4RPCDataport", CALL_BUFFERS},
    {"seL4RPCCallSignal", CALL_SIGNALS},
    {"seL4TimeServer", CALL_SIGNALS},
    {"seL4RPCDataportSignal", CALL_BUFFERS | CALL_SIGNALS},
    {"seL4SerialServer", CALL_BUFFERS | CALL_SIGNALS},
    {"seL4RPCOverMultiSharedData", CALL_THROUGH_BUFFERS},
    {"seL4RPCNoThreads", CALL_NO_THREAD},
    {"seL4RPCDataportNoThreads", CALL_BUFFERS | CALL_NO_THREAD},
    {"seL4PicoServer", CALL_BUFFERS | CALL_NO_THREAD},
    {"seL4PicoServerSignal", CALL_BUFFERS | CALL_SIGNALS | CALL_NO_THREAD},
};

const struct call_connector *call_connector_named(const char *name)
{
    for (size_t i = 0; i < sizeof(connectors) / sizeof(connectors[0]); i++) {
        if (strcmp(name, connectors[i].name) == 0)
            return &connectors[i];
    }
    return NULL;
}

const struct call_connector *call_connector(const struct adl_connection *connection)
{
    return call_connector_named(connection->connector->name);
}

bool call_has(const struct adl_interface *interface, unsigned features)
{
    const struct call_connector *connector =
        interface->end ? call_connector(interface->end->connection) : NULL;
    return connector && (connector->features & features) == features;
}

static bool same_type(const struct adl_type *a, const struct adl_type *b)
{
    return a->kind == b->kind && strcmp(a->c_name, b->c_name) == 0;
}

bool call_same_method(const struct adl_method *a, const struct adl_method *b)
{
    if (!same_type(&a->result, &b->result) || a->parameter_count != b->parameter_count)
        return false;
    for (size_t i = 0; i < a->parameter_count; i++) {
        const struct adl_parameter *p = &a->parameters[i], *q = &b->parameters[i];
        if (p->direction != q->direction || p->array != q->array || !same_type(&p->type, &q->type))
            return false;
    }
    return true;
}

static bool is_listed(const struct adl_method *const *list, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(list[i]->name, name) == 0)
            return true;
    }
    return false;
}

const struct adl_method *const *call_methods(struct arena *arena, const struct adl_interface *server,
                                             size_t *count)
{
    bool any = call_has(server, CALL_ANY_PROCEDURE);
    size_t procedures = any ? server->end->connection->from_count : 1;
    const struct adl_method **list = NULL;
    *count = 0;
    for (size_t i = 0; i < procedures; i++) {
        const struct adl_procedure *procedure =
            any ? server->end->connection->from[i].interface->procedure : server->procedure;
        for (size_t j = 0; j < procedure->method_count; j++) {
            const struct adl_method *method = &procedure->methods[j];
            if (!is_listed(list, *count, method->name))
                ARENA_APPEND(arena, list, *count, method);
        }
    }
    return list;
}
