/* SPDX-License-Identifier: BSD-2-Clause */
/* Attributes: constants of the component. */
#include "glue_emit.h"

#include <string.h>

/* "int a" or "int a[3]". */
static void emit_declarator(FILE *file, const struct adl_attribute_value *entry)
{
    const char *type = entry->attribute->type.c_name;
    const char *blank = type[strlen(type) - 1] == '*' ? "" : " ";
    fprintf(file, "const %s%s%s", type, blank, entry->attribute->name);
    if (entry->value && entry->value->kind == ADL_VALUE_LIST)
        fprintf(file, "[%zu]", entry->value->list.count);
    else if (entry->attribute->array)
        fputs("[]", file);
}

static void emit_scalar(FILE *file, const struct adl_value *value)
{
    if (value->kind == ADL_VALUE_STRING)
        emit_string(file, value->string);
    else if (value->kind == ADL_VALUE_INTEGER)
        emit_integer(file, value->integer);
}

static void emit_list(FILE *file, const struct adl_value *list)
{
    fputs("{", file);
    for (size_t i = 0; i < list->list.count; i++) {
        emit_scalar(file, list->list.items[i]);
        fputs(", ", file);
    }
    fputs("}", file);
}

/* An attribute without a value is declared and nothing more: to use it is an error of the linker. */
static void emit_attribute(struct glue *glue, const struct adl_attribute_value *entry)
{
    const struct adl_value *value = entry->value;
    fputs("extern ", glue->header);
    emit_declarator(glue->header, entry);
    fputs(";\n", glue->header);
    if (!value)
        return;
    emit_declarator(glue->source, entry);
    fputs(" = ", glue->source);
    if (value->kind == ADL_VALUE_LIST) {
        emit_list(glue->source, value);
    } else {
        emit_scalar(glue->source, value);
        fprintf(glue->header, "#define CAMKES_CONST_ATTR_%s ", entry->attribute->name);
        emit_scalar(glue->header, value);
        fputs("\n", glue->header);
    }
    fputs(";\n", glue->source);
}

void glue_attributes(struct glue *glue)
{
    if (glue->instance->attribute_count == 0)
        return;
    fputs("\n/* Attributes. */\n#define CAMKES_CONST_ATTR(name) CAMKES_CONST_ATTR_##name\n", glue->header);
    fputs("\n", glue->source);
    for (size_t i = 0; i < glue->instance->attribute_count; i++)
        emit_attribute(glue, &glue->instance->attributes[i]);
}
