/* SPDX-License-Identifier: BSD-2-Clause */
/* Values, types and attributes. */
#include <string.h>

#include "build.h"

struct adl_value *build_string(struct parse *parse, struct adl_location where, const char *text)
{
    struct adl_value *value = ARENA_NEW(parse->arena, struct adl_value);
    *value = (struct adl_value){.kind = ADL_VALUE_STRING, .where = where, .string = text};
    return value;
}

struct adl_value *build_list(struct parse *parse, struct adl_location where, struct value_list values)
{
    struct adl_value *value = ARENA_NEW(parse->arena, struct adl_value);
    *value = (struct adl_value){.kind = ADL_VALUE_LIST, .where = where, .list = {values.items, values.count}};
    return value;
}

static const char *key_name(struct arena *arena, const struct adl_value *key)
{
    if (key->kind == ADL_VALUE_STRING)
        return arena_printf(arena, "\"%s\"", key->string);
    bool negative = key->integer < 0;
    return arena_printf(arena, "%s%llu", negative ? "-" : "",
                        (unsigned long long)(negative ? -key->integer : key->integer));
}

/* A key that stands twice has its last value, in the place of the first. */
static void drop_second_keys(struct parse *parse, struct dict_list *entries)
{
    struct map *keys = map_create(parse->arena);
    size_t count = 0;
    for (size_t i = 0; i < entries->count; i++) {
        const struct adl_value *key = entries->entries[i].key;
        const char *name = key_name(parse->arena, key);
        struct adl_dict_entry *first = map_put(keys, name, &entries->entries[count]);
        if (first) {
            diag_warning(key->where, "key %s stands twice: the last value counts", name);
            diag_note(first->key->where, "it stands here before");
            first->value = entries->entries[i].value;
        } else {
            entries->entries[count++] = entries->entries[i];
        }
    }
    entries->count = count;
}

struct adl_value *build_dict(struct parse *parse, struct adl_location where, struct dict_list entries)
{
    drop_second_keys(parse, &entries);
    struct adl_value *value = ARENA_NEW(parse->arena, struct adl_value);
    *value =
        (struct adl_value){.kind = ADL_VALUE_DICT, .where = where, .dict = {entries.entries, entries.count}};
    return value;
}

struct dict_list build_entry(struct parse *parse, struct dict_list entries, const struct adl_value *key,
                             const struct adl_value *value)
{
    if (key->kind == ADL_VALUE_REAL)
        diag_error(key->where, "a key must be an integer or a string");
    struct adl_dict_entry entry = {key, value};
    BUILD_APPEND(parse, entries.entries, entries.count, entry);
    return entries;
}

/* ---- Types ---- */

struct adl_type build_type(enum adl_type_kind kind, const char *c_name, struct adl_location where)
{
    return (struct adl_type){.kind = kind, .c_name = c_name, .where = where};
}

struct adl_type build_struct_type(struct parse *parse, struct ast_name name, struct adl_location where)
{
    return build_type(ADL_TYPE_STRUCT, arena_printf(parse->arena, "struct %s", name.text), where);
}

struct adl_type build_inline_struct(const struct adl_struct *structure, struct adl_location where)
{
    return (struct adl_type){
        .kind = ADL_TYPE_STRUCT, .c_name = "struct", .structure = structure, .where = where};
}

struct adl_struct *build_member(struct parse *parse, struct adl_struct *structure,
                                struct adl_attribute member)
{
    if (!structure)
        structure = ARENA_NEW(parse->arena, struct adl_struct);
    BUILD_APPEND(parse, structure->members, structure->member_count, member);
    return structure;
}

struct adl_type build_named_type(struct ast_name path)
{
    if (path.words > 1)
        diag_error(path.where, "a type is named by one word");
    if (!strcmp(path.text, "character"))
        return build_type(ADL_TYPE_CHAR, "char", path.where);
    if (!strcmp(path.text, "bool"))
        return build_type(ADL_TYPE_BOOL, "bool", path.where);
    return build_type(ADL_TYPE_NAMED, path.text, path.where);
}

struct adl_struct *build_empty_struct(struct parse *parse, struct adl_location where)
{
    diag_error(where, "a struct needs a member");
    return ARENA_NEW(parse->arena, struct adl_struct);
}

struct adl_attribute build_attribute(struct adl_type type, struct ast_name name, bool array,
                                     const struct adl_value *initial)
{
    return (struct adl_attribute){
        .name = name.text, .type = type, .array = array, .initial = initial, .where = name.where};
}
