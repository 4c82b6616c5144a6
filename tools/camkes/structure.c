/* SPDX-License-Identifier: BSD-2-Clause */
#include "structure.h"

static const char *member_key(struct arena *arena, const struct adl_struct *structure,
                              const struct adl_attribute *member)
{
    return arena_printf(arena, "%s.%s", structure->name, member->name);
}

static void take_length(struct arena *arena, struct map *lengths, const struct adl_struct *structure,
                        const struct adl_attribute *member, const struct adl_value *list)
{
    struct structure_length *length = ARENA_NEW(arena, struct structure_length);
    *length = (struct structure_length){list->list.count, list->where};
    const struct structure_length *first = map_put(lengths, member_key(arena, structure, member), length);
    if (!first || first->count >= length->count)
        return;
    diag_error(list->where, "array '%s' of struct '%s' has %zu elements here, but %zu in its first value",
               member->name, structure->name, length->count, first->count);
    diag_note(first->where, "the first value is here");
}

static void collect(struct arena *arena, struct map *lengths, const struct adl_attribute *attribute,
                    const struct adl_value *value);

/* The entries of a completed value stand in the order of the members. */
static void collect_struct(struct arena *arena, struct map *lengths, const struct adl_struct *structure,
                           const struct adl_value *value)
{
    for (size_t i = 0; i < structure->member_count; i++) {
        const struct adl_attribute *member = &structure->members[i];
        const struct adl_value *part = value->dict.entries[i].value;
        if (member->array)
            take_length(arena, lengths, structure, member, part);
        collect(arena, lengths, member, part);
    }
}

static void collect(struct arena *arena, struct map *lengths, const struct adl_attribute *attribute,
                    const struct adl_value *value)
{
    const struct adl_struct *structure = attribute->type.structure;
    if (!structure)
        return;
    if (!attribute->array)
        collect_struct(arena, lengths, structure, value);
    for (size_t i = 0; attribute->array && i < value->list.count; i++)
        collect_struct(arena, lengths, structure, value->list.items[i]);
}

const struct map *structure_lengths(struct arena *arena, const struct adl_instance *instance)
{
    struct map *lengths = map_create(arena);
    for (size_t i = 0; i < instance->attribute_count; i++)
        if (instance->attributes[i].value)
            collect(arena, lengths, instance->attributes[i].attribute, instance->attributes[i].value);
    return lengths;
}

size_t structure_length(struct arena *arena, const struct map *lengths, const struct adl_struct *structure,
                        const struct adl_attribute *member)
{
    const struct structure_length *length = map_get(lengths, member_key(arena, structure, member));
    return length ? length->count : 0;
}
