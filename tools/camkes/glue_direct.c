/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A call from one member of a group to another. The names of a member end at its own borders, so the
 * two meet at a symbol that is named after the server in the specification: no C name has dots in it.
 */
#include "glue_procedure.h"

static void emit_function(FILE *out, const struct adl_interface *interface, const struct adl_method *method,
                          const char *prefix, const char *callee)
{
    fputs("\n", out);
    glue_signature(out, prefix, interface, method);
    fputs("\n{\n    ", out);
    glue_pass_on(out, callee, interface, method);
    fputs("\n}\n", out);
}

static void emit_symbol(FILE *out, const struct adl_interface *interface, const struct adl_method *method,
                        const struct adl_interface *server)
{
    fputs("\n", out);
    glue_signature(out, "cw_", interface, method);
    fprintf(out, " __asm__(\"%s.%s.%s\");\n", server->owner->name, server->name, method->name);
}

void glue_direct_client(struct glue *glue, const struct adl_interface *interface)
{
    const struct adl_interface *server = interface->end->connection->to[0].interface;
    const struct adl_procedure *procedure = interface->procedure;
    for (size_t i = 0; i < procedure->method_count; i++) {
        emit_symbol(glue->source, interface, &procedure->methods[i], server);
        emit_function(glue->source, interface, &procedure->methods[i], "", "cw_");
    }
}

void glue_direct_server(struct glue *glue, const struct adl_interface *interface)
{
    const struct adl_procedure *procedure = interface->procedure;
    for (size_t i = 0; i < procedure->method_count; i++) {
        emit_symbol(glue->source, interface, &procedure->methods[i], interface);
        emit_function(glue->source, interface, &procedure->methods[i], "cw_", "");
    }
}
