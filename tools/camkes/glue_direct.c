/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A call from one member of a group to another. The names of a member end at its own borders, so the
 * two meet at a symbol that is named after the server in the specification: no C name has dots in it.
 */
#include "glue_procedure.h"

/* For each method, the symbol as cw_X_method, and a function `prefix`X_method that calls `callee`X_method. */
static void emit_methods(FILE *out, const struct adl_interface *interface, const struct adl_interface *server,
                         const char *prefix, const char *callee)
{
    for (size_t i = 0; i < interface->procedure->method_count; i++) {
        const struct adl_method *method = &interface->procedure->methods[i];
        fputs("\n", out);
        glue_signature(out, "cw_", interface, method);
        fprintf(out, " __asm__(\"%s.%s.%s\");\n\n", server->owner->name, server->name, method->name);
        glue_signature(out, prefix, interface, method);
        fputs("\n{\n    ", out);
        glue_pass_on(out, callee, interface, method);
        fputs("\n}\n", out);
    }
}

void glue_direct_client(struct glue *glue, const struct adl_interface *interface)
{
    emit_methods(glue->source, interface, interface->end->connection->to[0].interface, "", "cw_");
}

void glue_direct_server(struct glue *glue, const struct adl_interface *interface)
{
    emit_methods(glue->source, interface, interface, "cw_", "");
}
