/* SPDX-License-Identifier: BSD-2-Clause */
#include "glue_emit.h"

void emit_string(FILE *file, const char *text)
{
    fputc('"', file);
    for (; *text != '\0'; text++) {
        unsigned char c = (unsigned char)*text;
        if (c == '"' || c == '\\')
            fprintf(file, "\\%c", c);
        else if (c == '\n')
            fputs("\\n", file);
        else if (c < ' ' || c > '~' || c == '?') /* '?': no trigraphs */
            fprintf(file, "\\%03o", c);
        else
            fputc(c, file);
    }
    fputc('"', file);
}

void emit_integer(FILE *file, adl_integer value)
{
    if (value > INT64_MAX)
        fprintf(file, "%lluu", (unsigned long long)value);
    else if (value == INT64_MIN)
        fputs("(-9223372036854775807 - 1)", file); /* the positive number would be too large */
    else
        fprintf(file, value < 0 ? "(%lld)" : "%lld", (long long)value);
}

FILE *glue_declarations(const struct glue *glue, const struct adl_interface *interface)
{
    return interface->implicit ? glue->source : glue->header;
}

const char *glue_weak(const struct adl_interface *interface)
{
    return interface->maybe && !interface->end ? " __attribute__((weak))" : "";
}

void glue_error_handler(struct glue *glue, const struct adl_interface *interface, const char *object)
{
    fprintf(glue->source,
            "\ncamkes_error_handler_t %s_register_error_handler(camkes_error_handler_t handler)\n{\n"
            "    return camkes_error_register(&cw_%s_%s.handler, handler);\n}\n",
            interface->name, interface->name, object);
    glue->has_error_handler = true;
}

void glue_idle_error_handler(struct glue *glue, const struct adl_interface *interface)
{
    if (glue->has_error_handler)
        return;
    fprintf(glue->source, "\nstatic struct {\n    camkes_error_slot_t handler;\n} cw_%s_errors;\n",
            interface->name);
    glue_error_handler(glue, interface, "errors");
}
