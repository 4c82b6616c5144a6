/* SPDX-License-Identifier: BSD-2-Clause */
/* Ends of an application's own connectors: the object X_end, and the connector's C code with what it has to know. */
#include "glue_emit.h"

#include <string.h>

static const struct adl_connector_code *find_code(const struct glue *glue, const struct adl_end *end)
{
    const struct adl_system *system = glue->plan->system;
    for (size_t i = 0; i < system->code_count; i++) {
        if (connection_is(end->connection, system->code[i].connector))
            return &system->code[i];
    }
    return NULL;
}

/* ---- The connector's code ---- */

static void emit_attribute(FILE *out, const struct adl_attribute *attribute, const struct adl_value *value)
{
    if (value && value->kind != ADL_VALUE_INTEGER && value->kind != ADL_VALUE_STRING) {
        diag_error(value->where, "attribute '%s' of a connector is an integer or a string", attribute->name);
        return;
    }
    if (!value)
        return;
    fprintf(out, "#define CONNECTOR_ATTRIBUTE_%s ", attribute->name);
    if (value->kind == ADL_VALUE_INTEGER)
        emit_integer(out, value->integer);
    else
        emit_string(out, value->string);
    fputs("\n", out);
}

static void emit_constants(struct glue *glue, FILE *out, const struct adl_interface *interface)
{
    const struct adl_connection *connection = interface->end->connection;
    const struct adl_connector *connector = connection->connector;
    const struct plan_end *end = plan_end(glue->plan, interface->end);
    fprintf(out,
            "#define CONNECTOR_INTERFACE %s\n#define CONNECTOR_SIZE %llu\n"
            "#define CONNECTOR_INDEX %zu\n#define CONNECTOR_PEERS %zu\n",
            interface->name, (unsigned long long)end->size, interface->end->index, end->peer_count);
    if (interface->kind == ADL_DATAPORT)
        fprintf(out, "#define CONNECTOR_TYPE %s\n", glue_dataport_type(interface));
    for (size_t i = 0; i < connector->attribute_count; i++)
        emit_attribute(out, &connector->attributes[i],
                       system_setting(glue->plan->system, connection->name, connector->attributes[i].name));
}

/* The next end has other values. */
static void emit_forgetting(FILE *out, const struct adl_interface *interface)
{
    const struct adl_connector *connector = interface->end->connection->connector;
    fputs(
        "#undef CONNECTOR_INTERFACE\n#undef CONNECTOR_SIZE\n#undef CONNECTOR_INDEX\n#undef CONNECTOR_PEERS\n"
        "#undef CONNECTOR_TYPE\n",
        out);
    for (size_t i = 0; i < connector->attribute_count; i++)
        fprintf(out, "#undef CONNECTOR_ATTRIBUTE_%s\n", connector->attributes[i].name);
}

static void emit_code(struct glue *glue, FILE *out, const struct adl_interface *interface, const char *file)
{
    if (!file)
        return;
    fputs("\n", out);
    emit_constants(glue, out, interface);
    fprintf(out, "#include \"%s\"\n", file);
    emit_forgetting(out, interface);
}

/* ---- The object ---- */

static void emit_peers(FILE *out, const char *name, const struct plan_end *end)
{
    fprintf(out, "\nstatic const struct camkes_peer cw_%s_peers[] = {", name);
    for (size_t i = 0; i < end->peer_count; i++)
        fprintf(out, "{(void *)0x%llx, %u}, ", (unsigned long long)end->peers[i].address,
                end->peers[i].signal_slot);
    fputs("};\n", out);
}

void glue_own(struct glue *glue, const struct adl_interface *interface)
{
    const struct plan_end *end = plan_end(glue->plan, interface->end);
    const struct adl_connector_code *code = find_code(glue, interface->end);
    const char *name = interface->name;
    bool to = interface->end->is_to;
    fprintf(glue->header, "#include <camkes/connector.h>\nextern const struct camkes_end %s_end;\n", name);
    if (interface->kind == ADL_DATAPORT)
        glue_dataport(glue, interface);
    emit_peers(glue->source, name, end);
    fprintf(glue->source,
            "const struct camkes_end %s_end = {\n    .interface = \"%s\", .index = %zu, .notification = %u,\n"
            "    .memory = (void *)0x%llx, .size = %llu, .peers = cw_%s_peers, .peer_count = %zu};\n",
            name, name, interface->end->index, end->slot, (unsigned long long)end->address,
            (unsigned long long)end->size, name, end->peer_count);
    emit_code(glue, glue->header, interface, code ? code->header[to] : NULL);
    emit_code(glue, glue->source, interface, code ? code->source[to] : NULL);
}
