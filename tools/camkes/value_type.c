/* SPDX-License-Identifier: BSD-2-Clause */
#include "value_type.h"

#include <limits.h>
#include <string.h>

#include "suggest.h"

static const char *const kind_names[] = {
    [ADL_VALUE_INTEGER] = "an integer", [ADL_VALUE_REAL] = "a fraction",   [ADL_VALUE_STRING] = "a string",
    [ADL_VALUE_LIST] = "a list",        [ADL_VALUE_DICT] = "a dictionary",
};

struct range {
    enum adl_type_kind kind;
    adl_integer lowest, highest;
};

static const struct range ranges[] = {
    {ADL_TYPE_INT, INT_MIN, INT_MAX},       {ADL_TYPE_UNSIGNED, 0, UINT_MAX},
    {ADL_TYPE_CHAR, CHAR_MIN, CHAR_MAX},    {ADL_TYPE_SIGNED_CHAR, SCHAR_MIN, SCHAR_MAX},
    {ADL_TYPE_UNSIGNED_CHAR, 0, UCHAR_MAX}, {ADL_TYPE_INT64, INT64_MIN, INT64_MAX},
    {ADL_TYPE_UINT64, 0, UINT64_MAX},
};

const char *value_kind_name(const struct adl_value *value)
{
    return kind_names[value->kind];
}

static const struct range *find_range(enum adl_type_kind kind)
{
    for (size_t i = 0; i < sizeof(ranges) / sizeof(ranges[0]); i++)
        if (ranges[i].kind == kind)
            return &ranges[i];
    return NULL;
}

static const char *type_name(const struct adl_type *type)
{
    return type->kind == ADL_TYPE_STRING ? "string" : type->c_name;
}

static bool check_scalar(const struct adl_attribute *attribute, const struct adl_value *value)
{
    const struct adl_type *type = &attribute->type;
    const struct range *range = find_range(type->kind);
    enum adl_value_kind wanted = range ? ADL_VALUE_INTEGER : ADL_VALUE_STRING;
    if (value->kind != wanted)
        diag_error(value->where, "attribute '%s' is of type %s and cannot be %s", attribute->name,
                   type_name(type), value_kind_name(value));
    else if (range && (value->integer < range->lowest || value->integer > range->highest))
        diag_error(value->where, "the value does not fit into attribute '%s' of type %s", attribute->name,
                   type_name(type));
    else
        return true;
    diag_note(attribute->where, "the attribute is declared here");
    return false;
}

/* ---- Structs ---- */

static bool is_member(const struct adl_value *key, const char *name)
{
    return key->kind == ADL_VALUE_STRING && !strcmp(key->string, name);
}

static const struct adl_value *find_entry(const struct adl_value *dictionary, const char *name)
{
    for (size_t i = 0; i < dictionary->dict.count; i++)
        if (is_member(dictionary->dict.entries[i].key, name))
            return dictionary->dict.entries[i].value;
    return NULL;
}

static void warn_surplus(struct arena *arena, const struct adl_struct *structure,
                         const struct adl_value *dictionary)
{
    for (size_t i = 0; i < dictionary->dict.count; i++) {
        const struct adl_value *key = dictionary->dict.entries[i].key;
        const char *text = key->kind == ADL_VALUE_STRING ? key->string : "";
        struct suggestion suggestion = suggestion_for(text);
        bool found = false;
        for (size_t j = 0; j < structure->member_count && !found; j++) {
            found = is_member(key, structure->members[j].name);
            suggestion_offer(&suggestion, structure->members[j].name);
        }
        if (!found && key->kind == ADL_VALUE_STRING)
            diag_warning(key->where, "struct '%s' has no member '%s'%s", structure->name, text,
                         suggest_text(arena, suggestion.best));
        else if (!found)
            diag_warning(key->where, "the members of struct '%s' have names, not numbers", structure->name);
    }
}

static const struct adl_value *complete_struct(struct arena *arena, const struct adl_attribute *attribute,
                                               const struct adl_value *value)
{
    const struct adl_struct *structure = attribute->type.structure;
    if (value->kind != ADL_VALUE_DICT) {
        diag_error(value->where, "attribute '%s' is a struct and cannot be %s", attribute->name,
                   value_kind_name(value));
        diag_note(attribute->where, "the attribute is declared here");
        return NULL;
    }
    warn_surplus(arena, structure, value);
    struct adl_dict_entry *entries = ARENA_ARRAY(arena, struct adl_dict_entry, structure->member_count);
    bool good = true;
    for (size_t i = 0; i < structure->member_count; i++) {
        const struct adl_attribute *member = &structure->members[i];
        struct adl_value *key = ARENA_NEW(arena, struct adl_value);
        *key = (struct adl_value){.kind = ADL_VALUE_STRING, .where = member->where, .string = member->name};
        const struct adl_value *own = find_entry(value, member->name);
        entries[i] = (struct adl_dict_entry){key, own ? value_complete(arena, member, own) : member->initial};
        if (!own && !member->initial) {
            diag_error(value->where, "member '%s' of struct '%s' has no value", member->name,
                       structure->name);
            diag_note(member->where, "it is declared here, without a default");
        }
        good = good && entries[i].value;
    }
    struct adl_value *complete = ARENA_NEW(arena, struct adl_value);
    *complete = (struct adl_value){
        .kind = ADL_VALUE_DICT, .where = value->where, .dict = {entries, structure->member_count}};
    return good ? complete : NULL;
}

static const struct adl_value *complete_element(struct arena *arena, const struct adl_attribute *attribute,
                                                const struct adl_value *value)
{
    const struct adl_type *type = &attribute->type;
    if (type->structure)
        return complete_struct(arena, attribute, value);
    if (type->kind != ADL_TYPE_STRING && !find_range(type->kind))
        return NULL; /* no type for an attribute, which its declaration has been told */
    return check_scalar(attribute, value) ? value : NULL;
}

const struct adl_value *value_complete(struct arena *arena, const struct adl_attribute *attribute,
                                       const struct adl_value *value)
{
    if (!attribute->array)
        return complete_element(arena, attribute, value);
    if (value->kind != ADL_VALUE_LIST) {
        diag_error(value->where, "attribute '%s' is an array and cannot be %s", attribute->name,
                   value_kind_name(value));
        diag_note(attribute->where, "the attribute is declared here");
        return NULL;
    }
    const struct adl_value **items = ARENA_ARRAY(arena, const struct adl_value *, value->list.count);
    for (size_t i = 0; i < value->list.count; i++)
        if (!(items[i] = complete_element(arena, attribute, value->list.items[i])))
            return NULL;
    struct adl_value *complete = ARENA_NEW(arena, struct adl_value);
    *complete =
        (struct adl_value){.kind = ADL_VALUE_LIST, .where = value->where, .list = {items, value->list.count}};
    return complete;
}
