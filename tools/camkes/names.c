/* SPDX-License-Identifier: BSD-2-Clause */
#include "names.h"

#include <string.h>

#include "declare.h"
#include "source.h"
#include "refused.h"
#include "suggest.h"

#define MAX_DEPTH 64u /* as many as components can be nested */

struct names {
    struct arena *arena;
    struct map *seen[AST_ASSEMBLY + 1]; /* by kind of declaration: name to struct ast_item */
    struct map *all[AST_ASSEMBLY + 1];  /* likewise, with those further down */
    bool forward;                       /* those may be used too */
    unsigned depth;                     /* of definitions that wait for one further down */
};

static const char *const kind_names[] = {
    [AST_IMPORT] = "import",       [AST_PROCEDURE] = "procedure", [AST_CONNECTOR] = "connector",
    [AST_COMPONENT] = "component", [AST_STRUCT] = "struct",       [AST_ASSEMBLY] = "assembly",
};

static void resolve_item(struct names *names, struct ast_item *item);

/* Something above `item` needs it: it must be complete first. */
static bool resolve_ahead(struct names *names, struct ast_item *item, struct ast_name name)
{
    if (item->state == AST_RESOLVING) {
        diag_error(name.where, "%s '%s' contains itself", kind_names[item->kind], name.text);
        diag_note(item->name.where, "it is defined here");
        return false;
    }
    if (names->depth == MAX_DEPTH) {
        diag_error(name.where, "definitions are nested more than %u deep", MAX_DEPTH);
        return false;
    }
    names->depth++;
    resolve_item(names, item);
    names->depth--;
    return true;
}

/* The definition that a use of this name may mean, or NULL; *later is then one that stands too late. */
static struct ast_item *find(struct names *names, enum ast_kind kind, struct ast_name name,
                             const struct ast_item **later)
{
    *later = NULL;
    struct ast_item *item = map_get(names->seen[kind], name.text);
    if (item)
        item->used = true;
    if (item)
        return item;
    item = map_get(names->all[kind], name.text);
    if (item && names->forward) {
        item->used = true;
        return resolve_ahead(names, item, name) ? item : NULL;
    }
    *later = item;
    return NULL;
}

/* Says why find() has found nothing. */
static void not_found(struct names *names, enum ast_kind kind, struct ast_name name,
                      const struct ast_item *later)
{
    if (later) {
        diag_error(name.where, "%s '%s' is used before its definition", kind_names[kind], name.text);
        diag_note(later->name.where, "it is defined here");
        return;
    }
    const char *why = kind == AST_CONNECTOR ? refused_connector(name.text) : NULL;
    if (why) {
        diag_error(name.where, "connector '%s' is not offered: %s", name.text, why);
        return;
    }
    const struct map *known = names->forward ? names->all[kind] : names->seen[kind];
    diag_error(name.where, "unknown %s '%s'%s", kind_names[kind], name.text,
               suggest_text(names->arena, suggest_key(known, name.text)));
}

static struct ast_item *look_up(struct names *names, enum ast_kind kind, struct ast_name name)
{
    const struct ast_item *later;
    unsigned errors = diag_errors();
    struct ast_item *item = find(names, kind, name, &later);
    if (!item && diag_errors() == errors)
        not_found(names, kind, name, later);
    return item;
}

/* ---- Types of attributes ---- */

static void resolve_attributes(struct names *names, const char *prefix, struct adl_attribute *attributes,
                               size_t count);

/* A word that is not a struct's may be the name of a C type, which attributes cannot have. */
static const struct ast_item *look_up_struct(struct names *names, const struct adl_type *type)
{
    struct ast_name name = {type->c_name, 1, type->where};
    if (map_get(names->all[AST_STRUCT], name.text))
        return look_up(names, AST_STRUCT, name);
    diag_error(type->where, "an attribute cannot be of type '%s'%s", name.text,
               suggest_text(names->arena, suggest_key(names->all[AST_STRUCT], name.text)));
    diag_note(type->where, "it can be int, uint64_t, int64_t, string, a struct, or an array of these");
    return NULL;
}

/* A struct without a name gets one made from the attribute's, as C code may want to name it. */
static const struct adl_struct *name_struct(struct names *names, const char *prefix,
                                            const struct adl_attribute *attribute)
{
    struct adl_struct *structure = ARENA_NEW(names->arena, struct adl_struct);
    *structure = *attribute->type.structure;
    structure->name = arena_printf(names->arena, "%s%s_type", prefix, attribute->name);
    structure->where = attribute->type.where;
    const struct ast_item *taken = map_get(names->all[AST_STRUCT], structure->name);
    if (taken) {
        diag_error(structure->where, "this struct is called '%s' in C, and there is one of that name",
                   structure->name);
        diag_note(taken->name.where, "the other one is here");
    }
    resolve_attributes(names, arena_printf(names->arena, "%s_", structure->name), structure->members,
                       structure->member_count);
    declare_struct(names->arena, structure);
    return structure;
}

static void resolve_attribute(struct names *names, const char *prefix, struct adl_attribute *attribute)
{
    struct adl_type *type = &attribute->type;
    if (type->kind == ADL_TYPE_STRUCT && type->structure) {
        type->structure = name_struct(names, prefix, attribute);
    } else if (type->kind == ADL_TYPE_NAMED) {
        const struct ast_item *item = look_up_struct(names, type);
        if (!item)
            return;
        type->kind = ADL_TYPE_STRUCT;
        type->structure = item->structure;
    } else {
        return;
    }
    type->c_name = arena_printf(names->arena, "struct %s", type->structure->name);
}

static void resolve_attributes(struct names *names, const char *prefix, struct adl_attribute *attributes,
                               size_t count)
{
    for (size_t i = 0; i < count; i++)
        resolve_attribute(names, prefix, &attributes[i]);
}

/* ---- Components ---- */

static void resolve_composition(struct names *names, struct ast_composition *composition);

static void resolve_component(struct names *names, struct ast_component *component)
{
    for (size_t i = 0; i < component->interface_count; i++) {
        struct ast_interface *interface = &component->interfaces[i];
        if (interface->kind != ADL_USES && interface->kind != ADL_PROVIDES)
            continue;
        const struct ast_item *item = look_up(names, AST_PROCEDURE, interface->type);
        if (item)
            interface->procedure = item->procedure;
    }
    resolve_attributes(names, "", component->attributes, component->attribute_count);
    declare_component(names->arena, component);
    component->total_instances = 1;
    component->total_interfaces = component->interface_count + 1; /* one more for camkes_stdio */
    component->total_parts = component->total_interfaces + component->attribute_count + component->lock_count;
    if (component->configuration)
        component->total_parts += component->configuration->setting_count;
    component->depth = 1;
    if (component->composition) {
        resolve_composition(names, component->composition);
        names_measure(component, component->composition);
    }
}

/* Nesting can multiply beyond any number; all such numbers are too large. */
static void add_total(uint64_t *total, uint64_t more)
{
    if (__builtin_add_overflow(*total, more, total))
        *total = UINT64_MAX / 2;
}

void names_measure(struct ast_component *whole, const struct ast_composition *composition)
{
    add_total(&whole->total_parts, composition->connection_count + composition->export_count);
    for (size_t i = 0; i < composition->connection_count; i++)
        add_total(&whole->total_parts, composition->connections[i].end_count);
    for (size_t i = 0; i < composition->instance_count; i++) {
        const struct ast_component *component = composition->instances[i].component;
        if (!component)
            continue;
        add_total(&whole->total_instances, component->total_instances);
        add_total(&whole->total_interfaces, component->total_interfaces);
        add_total(&whole->total_parts, component->total_parts);
        if (whole->depth <= component->depth)
            whole->depth = component->depth + 1;
    }
}

static void resolve_composition(struct names *names, struct ast_composition *composition)
{
    for (size_t i = 0; i < composition->instance_count; i++) {
        struct ast_instance *instance = &composition->instances[i];
        if (instance->component) {
            resolve_component(names, instance->component);
            continue;
        }
        const struct ast_item *item = look_up(names, AST_COMPONENT, instance->type);
        if (item)
            instance->component = item->component;
    }
    for (size_t i = 0; i < composition->connection_count; i++) {
        struct ast_connection *connection = &composition->connections[i];
        if (connection->connector)
            continue;
        const struct ast_item *item = look_up(names, AST_CONNECTOR, connection->type);
        if (item)
            connection->connector = item->connector;
    }
    declare_composition(names->arena, composition);
}

/* ---- Files ---- */

static void resolve_item(struct names *names, struct ast_item *item)
{
    if (item->state != AST_UNRESOLVED)
        return;
    item->state = AST_RESOLVING;
    if (item->kind == AST_PROCEDURE)
        declare_procedure(names->arena, item->procedure);
    if (item->kind == AST_CONNECTOR)
        declare_connector(names->arena, item->connector);
    if (item->kind == AST_COMPONENT)
        resolve_component(names, item->component);
    if (item->kind == AST_STRUCT) {
        const char *prefix = arena_printf(names->arena, "%s_", item->structure->name);
        resolve_attributes(names, prefix, item->structure->members, item->structure->member_count);
        declare_struct(names->arena, item->structure);
    }
    if (item->kind == AST_ASSEMBLY && item->assembly->composition)
        resolve_composition(names, item->assembly->composition);
    if (item->kind == AST_ASSEMBLY && !item->assembly->composition)
        diag_error(item->name.where, "this assembly has no composition");
    item->state = AST_RESOLVED;
}

static void remember(struct names *names, struct ast_item *item)
{
    if (!item->name.words)
        return;
    const struct ast_item *first = map_put(names->seen[item->kind], item->name.text, item);
    if (first) {
        diag_error(item->name.where, "a second %s '%s'", kind_names[item->kind], item->name.text);
        diag_note(first->name.where, "the first one is here");
    }
}

/* What a file that is imported offers need not be used; what the top file defines should be. */
static void warn_unused(const struct program *program)
{
    for (size_t i = 0; i < program->item_count; i++) {
        const struct ast_item *item = &program->items[i];
        if (item->kind == AST_ASSEMBLY || item->used || !item->name.words)
            continue;
        if (program->path && !strcmp(source_file(item->name.where), program->path))
            diag_warning(item->name.where, "%s '%s' is not used", kind_names[item->kind], item->name.text);
    }
}

struct assemblies names_resolve(struct program *program)
{
    struct names names = {.arena = program->arena, .forward = program->forward_references};
    for (size_t i = 0; i <= AST_ASSEMBLY; i++) {
        names.seen[i] = map_create(program->arena);
        names.all[i] = map_create(program->arena);
    }
    struct assemblies assemblies = {.connectors = names.seen[AST_CONNECTOR],
                                    .procedures = names.seen[AST_PROCEDURE],
                                    .forward_references = program->forward_references};
    for (size_t i = 0; i < program->item_count; i++)
        if (program->items[i].name.words)
            map_put(names.all[program->items[i].kind], program->items[i].name.text, &program->items[i]);
    for (size_t i = 0; i < program->item_count; i++) {
        struct ast_item *item = &program->items[i];
        resolve_item(&names, item);
        remember(&names, item);
        if (item->kind == AST_ASSEMBLY)
            ARENA_APPEND(program->arena, assemblies.items, assemblies.count, item->assembly);
    }
    if (!assemblies.count)
        diag_error((struct adl_location){0}, "the specification has no assembly");
    if (!diag_errors())
        warn_unused(program);
    return assemblies;
}
