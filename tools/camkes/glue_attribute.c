/* SPDX-License-Identifier: BSD-2-Clause */
/* Attributes: constants of the component. */
#include "glue_emit.h"

#include <string.h>

#include "structure.h"

/* ---- Struct types ---- */

struct struct_emitter {
    struct glue *glue;
    struct arena *arena;
    const struct map *lengths;
    struct map *done; /* name to struct adl_struct: already in the header */
};

static void emit_struct(struct struct_emitter *emitter, const struct adl_struct *structure);

static void emit_member(struct struct_emitter *emitter, const struct adl_struct *structure,
                        const struct adl_attribute *member)
{
    FILE *out = emitter->glue->header;
    if (member->type.kind == ADL_TYPE_STRING)
        fprintf(out, "    const char *%s", member->name);
    else
        fprintf(out, "    %s %s", member->type.c_name, member->name);
    if (member->array)
        fprintf(out, "[%zu]", structure_length(emitter->arena, emitter->lengths, structure, member));
    fputs(";\n", out);
}

/* Behind the structs that its members are of. */
static void emit_struct(struct struct_emitter *emitter, const struct adl_struct *structure)
{
    if (map_put(emitter->done, structure->name, (void *)structure) == structure)
        return;
    for (size_t i = 0; i < structure->member_count; i++)
        if (structure->members[i].type.structure)
            emit_struct(emitter, structure->members[i].type.structure);
    fprintf(emitter->glue->header, "struct %s {\n", structure->name);
    for (size_t i = 0; i < structure->member_count; i++)
        emit_member(emitter, structure, &structure->members[i]);
    fputs("};\n", emitter->glue->header);
}

static void emit_structs(struct glue *glue)
{
    const struct adl_instance *instance = glue->instance;
    struct arena *arena = glue->plan->system->arena;
    struct struct_emitter emitter = {glue, arena, structure_lengths(arena, instance), map_create(arena)};
    for (size_t i = 0; i < instance->attribute_count; i++) {
        const struct adl_struct *structure = instance->attributes[i].attribute->type.structure;
        if (structure)
            emit_struct(&emitter, structure);
    }
}

/* ---- Values ---- */

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

static void emit_value(FILE *file, const struct adl_value *value)
{
    bool list = value->kind == ADL_VALUE_LIST;
    size_t count = list ? value->list.count : value->dict.count;
    if (value->kind == ADL_VALUE_STRING) {
        emit_string(file, value->string);
    } else if (value->kind == ADL_VALUE_INTEGER) {
        emit_integer(file, value->integer);
    } else {
        fputs("{", file);
        for (size_t i = 0; i < count; i++) {
            emit_value(file, list ? value->list.items[i] : value->dict.entries[i].value);
            fputs(i + 1 < count ? ", " : "", file);
        }
        fputs("}", file);
    }
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
    emit_value(glue->source, value);
    if (value->kind == ADL_VALUE_STRING || value->kind == ADL_VALUE_INTEGER) {
        fprintf(glue->header, "#define CAMKES_CONST_ATTR_%s ", entry->attribute->name);
        emit_value(glue->header, value);
        fputs("\n", glue->header);
    }
    fputs(";\n", glue->source);
}

void glue_attributes(struct glue *glue)
{
    if (glue->instance->attribute_count == 0)
        return;
    fputs("\n/* Attributes. */\n#define CAMKES_CONST_ATTR(name) CAMKES_CONST_ATTR_##name\n", glue->header);
    emit_structs(glue);
    fputs("\n", glue->source);
    for (size_t i = 0; i < glue->instance->attribute_count; i++)
        emit_attribute(glue, &glue->instance->attributes[i]);
}
