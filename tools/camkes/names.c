/* SPDX-License-Identifier: BSD-2-Clause */
#include "names.h"

#include <string.h>

#include "declare.h"
#include "source.h"
#include "suggest.h"

struct names {
    struct arena *arena;
    struct map *seen[AST_ASSEMBLY + 1]; /* by kind of declaration: name to struct ast_item */
    struct map *all[AST_ASSEMBLY + 1];  /* likewise, with those further down */
};

static const char *const kind_names[] = {
    [AST_IMPORT] = "import",       [AST_PROCEDURE] = "procedure", [AST_CONNECTOR] = "connector",
    [AST_COMPONENT] = "component", [AST_ASSEMBLY] = "assembly",
};

static struct ast_item *look_up(struct names *names, enum ast_kind kind, struct ast_name name)
{
    struct ast_item *item = map_get(names->seen[kind], name.text);
    if (item) {
        item->used = true;
        return item;
    }
    const struct ast_item *later = map_get(names->all[kind], name.text);
    if (later) {
        diag_error(name.where, "%s '%s' is used before its definition", kind_names[kind], name.text);
        diag_note(later->name.where, "it is defined here");
        return NULL;
    }
    diag_error(name.where, "unknown %s '%s'%s", kind_names[kind], name.text,
               suggest_text(names->arena, suggest_key(names->seen[kind], name.text)));
    return NULL;
}

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
    declare_component(names->arena, component);
    component->total_instances = 1;
    component->total_interfaces = component->interface_count + 1; /* one more for camkes_stdio */
    component->depth = 1;
    if (component->composition) {
        resolve_composition(names, component->composition);
        names_measure(component, component->composition);
    }
}

void names_measure(struct ast_component *whole, const struct ast_composition *composition)
{
    for (size_t i = 0; i < composition->instance_count; i++) {
        const struct ast_component *component = composition->instances[i].component;
        if (!component)
            continue;
        /* Nesting can multiply beyond any number; all such numbers are too large. */
        if (__builtin_add_overflow(whole->total_instances, component->total_instances,
                                   &whole->total_instances))
            whole->total_instances = UINT64_MAX / 2;
        if (__builtin_add_overflow(whole->total_interfaces, component->total_interfaces,
                                   &whole->total_interfaces))
            whole->total_interfaces = UINT64_MAX / 2;
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

static void resolve_item(struct names *names, struct ast_item *item, struct assemblies *assemblies)
{
    if (item->kind == AST_PROCEDURE)
        declare_procedure(names->arena, item->procedure);
    if (item->kind == AST_CONNECTOR)
        declare_connector(names->arena, item->connector);
    if (item->kind == AST_COMPONENT)
        resolve_component(names, item->component);
    if (item->kind == AST_ASSEMBLY) {
        if (item->assembly->composition)
            resolve_composition(names, item->assembly->composition);
        else
            diag_error(item->name.where, "this assembly has no composition");
        ARENA_APPEND(names->arena, assemblies->items, assemblies->count, item->assembly);
    }
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
    struct names names = {.arena = program->arena};
    for (size_t i = 0; i <= AST_ASSEMBLY; i++) {
        names.seen[i] = map_create(program->arena);
        names.all[i] = map_create(program->arena);
    }
    struct assemblies assemblies = {.connectors = names.seen[AST_CONNECTOR],
                                    .procedures = names.seen[AST_PROCEDURE]};
    for (size_t i = 0; i < program->item_count; i++)
        if (program->items[i].name.words)
            map_put(names.all[program->items[i].kind], program->items[i].name.text, &program->items[i]);
    for (size_t i = 0; i < program->item_count; i++) {
        resolve_item(&names, &program->items[i], &assemblies);
        remember(&names, &program->items[i]);
    }
    if (!assemblies.count)
        diag_error((struct adl_location){0}, "the specification has no assembly");
    if (!diag_errors())
        warn_unused(program);
    return assemblies;
}
