/* SPDX-License-Identifier: BSD-2-Clause */
/* Connectors of the application: the names and numbers for the C header that is their glue. */
#include "glue_emit.h"

static void emit_header(struct glue *glue, FILE *out, const struct adl_interface *interface)
{
    const char *file = "", *type = glue_dataport_type(interface);
    setting_string(system_setting(glue->plan->system, interface->end->connection->name, "glue"), &file);
    fprintf(out,
            "\n#define CAMKES_FN(suffix) %s##suffix\n#define CAMKES_TYPE %s\n#define CAMKES_IS_TO %d\n"
            "#include \"%s\"\n#undef CAMKES_FN\n#undef CAMKES_TYPE\n#undef CAMKES_IS_TO\n",
            interface->name, interface->kind == ADL_DATAPORT && interface->buffer_size ? "char" : type,
            interface->end->is_to, file);
}

static void emit_end(FILE *out, const struct adl_interface *interface, const struct plan_end *end)
{
    const char *name = interface->name;
    if (end->signal_count != 0) {
        fprintf(out, "\nstatic const cw_slot cw_%s_partners[] = {", name);
        for (size_t i = 0; i < end->signal_count; i++)
            fprintf(out, "%u, ", end->signals[i]);
        fputs("};\n", out);
    }
    fprintf(out,
            "\nstatic const struct camkes_own_end cw_%s_own __attribute__((unused)) = {\n"
            "    .name = \"%s\", .memory = (void *)0x%llx, .size = 0x%llx, .notification = %u",
            name, name, (unsigned long long)end->address, (unsigned long long)end->size, end->slot);
    if (end->signal_count != 0)
        fprintf(out, ",\n    .partners = cw_%s_partners, .partner_count = %zu", name, end->signal_count);
    fputs("};\n", out);
}

void glue_own_connector(struct glue *glue, const struct adl_interface *interface)
{
    emit_header(glue, glue->header, interface);
    if (interface->kind == ADL_DATAPORT)
        glue_dataport(glue, interface);
    emit_end(glue->source, interface, plan_end(glue->plan, interface->end));
    fprintf(glue->source, "#define CAMKES_GLUE\n#define CAMKES_END cw_%s_own", interface->name);
    emit_header(glue, glue->source, interface);
    fputs("#undef CAMKES_GLUE\n#undef CAMKES_END\n", glue->source);
}
