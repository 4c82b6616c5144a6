/* SPDX-License-Identifier: BSD-2-Clause */
/* Attributes: constants of the component, and the struct types that they need. */
#include "glue_emit.h"

#include <string.h>

static const struct adl_value *dict_member(const struct adl_value *dict, const char *name)
{
    for (size_t i = 0; dict && dict->kind == ADL_VALUE_DICT && i < dict->dict.count; i++) {
        const struct adl_value *key = dict->dict.entries[i].key;
        if (key->kind == ADL_VALUE_STRING && strcmp(key->string, name) == 0)
            return dict->dict.entries[i].value;
    }
    return NULL;
}

static const struct adl_value *member_value(const struct adl_attribute *member, const struct adl_value *dict)
{
    const struct adl_value *value = dict_member(dict, member->name);
    return value ? value : member->initial;
}

static size_t list_length(const struct adl_value *value)
{
    return value && value->kind == ADL_VALUE_LIST ? value->list.count : 0;
}

/* "int a" or "int a[3]". */
static void emit_declarator(FILE *file, const struct adl_attribute *attribute, const struct adl_value *value)
{
    const char *type = attribute->type.c_name;
    const char *blank = type[strlen(type) - 1] == '*' ? "" : " ";
    fprintf(file, "%s%s%s", type, blank, attribute->name);
    if (attribute->array && value)
        fprintf(file, "[%zu]", list_length(value));
    else if (attribute->array)
        fputs("[]", file);
}

/* The struct types that have been written into this header. */
struct known_types {
    const struct adl_struct **types;
    size_t count;
};

/* Array members are as long as the value that the struct is first needed for. */
static void emit_type(struct glue *glue, struct known_types *known, const struct adl_type *type,
                      const struct adl_value *value)
{
    const struct adl_struct *structure = type->structure;
    if (type->kind != ADL_TYPE_STRUCT || !structure)
        return;
    for (size_t i = 0; i < known->count; i++) {
        if (known->types[i] == structure)
            return;
    }
    ARENA_APPEND(glue->plan->system->arena, known->types, known->count, structure);
    if (value && value->kind == ADL_VALUE_LIST)
        value = value->list.count > 0 ? value->list.items[0] : NULL;
    for (size_t i = 0; i < structure->member_count; i++)
        emit_type(glue, known, &structure->members[i].type, member_value(&structure->members[i], value));
    fprintf(glue->header, "%s {\n", type->c_name);
    for (size_t i = 0; i < structure->member_count; i++) {
        const struct adl_attribute *member = &structure->members[i];
        const struct adl_value *of_member = member_value(member, value);
        fputs("    ", glue->header);
        emit_declarator(glue->header, member, of_member);
        fputs(";\n", glue->header);
    }
    fputs("};\n", glue->header);
}

static void emit_value(FILE *file, const struct adl_type *type, const struct adl_value *value);

static void emit_members(FILE *file, const struct adl_struct *structure, const struct adl_value *dict)
{
    fputs("{", file);
    for (size_t i = 0; i < structure->member_count; i++) {
        const struct adl_value *value = member_value(&structure->members[i], dict);
        if (!value)
            continue;
        fprintf(file, ".%s = ", structure->members[i].name);
        emit_value(file, &structure->members[i].type, value);
        fputs(", ", file);
    }
    fputs("}", file);
}

static void emit_value(FILE *file, const struct adl_type *type, const struct adl_value *value)
{
    switch (value->kind) {
    case ADL_VALUE_INTEGER:
        emit_integer(file, value->integer);
        break;
    case ADL_VALUE_REAL:
        fprintf(file, "%.17g", value->real);
        break;
    case ADL_VALUE_STRING:
        emit_string(file, value->string);
        break;
    case ADL_VALUE_LIST:
        fputs("{", file);
        for (size_t i = 0; i < value->list.count; i++) {
            emit_value(file, type, value->list.items[i]);
            fputs(", ", file);
        }
        fputs("}", file);
        break;
    case ADL_VALUE_DICT:
        if (type->structure)
            emit_members(file, type->structure, value);
        break;
    }
}

static void emit_attribute(struct glue *glue, struct known_types *known,
                           const struct adl_attribute_value *entry)
{
    const struct adl_attribute *attribute = entry->attribute;
    const struct adl_value *value = entry->value;
    emit_type(glue, known, &attribute->type, value);
    fputs("extern const ", glue->header);
    emit_declarator(glue->header, attribute, value);
    fputs(";\n", glue->header);
    if (!value)
        return;
    fputs("const ", glue->source);
    emit_declarator(glue->source, attribute, value);
    fputs(" = ", glue->source);
    emit_value(glue->source, &attribute->type, value);
    fputs(";\n", glue->source);
    if (value->kind == ADL_VALUE_INTEGER || value->kind == ADL_VALUE_STRING) {
        fprintf(glue->header, "#define CAMKES_CONST_ATTR_%s ", attribute->name);
        emit_value(glue->header, &attribute->type, value);
        fputs("\n", glue->header);
    }
}

void glue_attributes(struct glue *glue)
{
    struct known_types known = {0};
    if (glue->instance->attribute_count == 0)
        return;
    fputs("\n/* Attributes. */\n#define CAMKES_CONST_ATTR(name) CAMKES_CONST_ATTR_##name\n", glue->header);
    fputs("\n", glue->source);
    for (size_t i = 0; i < glue->instance->attribute_count; i++)
        emit_attribute(glue, &known, &glue->instance->attributes[i]);
}
