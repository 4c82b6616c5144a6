/* SPDX-License-Identifier: BSD-2-Clause */
#include "ends.h"

#include <string.h>

#include "suggest.h"

/* A path taken apart: "group.instance.interface", of which the first and the second may be NULL. */
struct words {
    const char *group, *instance, *interface;
};

static struct words split(struct arena *arena, const struct ast_name *path)
{
    const char *words[3] = {NULL, NULL, NULL};
    const char *at = path->text;
    for (unsigned i = 3 - path->words; i < 3; i++) {
        size_t length = strcspn(at, ".");
        words[i] = arena_copy(arena, at, length);
        at += length + (at[length] == '.');
    }
    return (struct words){words[0], words[1], words[2]};
}

static void unknown_instance(const struct end_scope *scope, const struct ast_name *path, const char *name)
{
    struct suggestion suggestion = suggestion_for(name);
    for (size_t i = 0; i < scope->composition->instance_count; i++)
        suggestion_offer(&suggestion, scope->composition->instances[i].name.text);
    for (size_t i = 0; i < scope->flat->instance_count && !scope->self; i++)
        suggestion_offer(&suggestion, scope->flat->instances[i].name);
    diag_error(path->where, "unknown instance '%s'%s", name,
               suggest_text(scope->flat->arena, suggestion.best));
}

static bool is_group(const struct end_scope *scope, const char *name)
{
    for (size_t i = 0; i < scope->composition->group_count; i++)
        if (!strcmp(scope->composition->groups[i].name.text, name))
            return true;
    return false;
}

/* "component.instance.interface" or "group.interface": said so, and true. */
static bool wrong_level(const struct end_scope *scope, const struct ast_name *path, const struct words *words)
{
    struct flat *flat = scope->flat;
    if (!words->group && is_group(scope, words->instance)) {
        diag_error(path->where, "'%s' is a group: write '%s.INSTANCE.%s'", words->instance, words->instance,
                   words->interface);
        return true;
    }
    if (!words->group || is_group(scope, words->group) ||
        !map_get(flat->instance_map, arena_printf(flat->arena, "%s%s", scope->prefix, words->group)))
        return false;
    diag_error(path->where,
               "'%s' is not a group: what is inside an instance can only be reached by an export",
               words->group);
    return true;
}

static const char *suggest_group(const struct end_scope *scope, const char *name)
{
    struct suggestion suggestion = suggestion_for(name);
    for (size_t i = 0; i < scope->composition->group_count; i++)
        suggestion_offer(&suggestion, scope->composition->groups[i].name.text);
    return suggestion.best;
}

static struct adl_instance *find_instance(const struct end_scope *scope, const struct ast_name *path,
                                          const struct words *words)
{
    const char *name = arena_printf(scope->flat->arena, "%s%s", scope->prefix, words->instance);
    struct adl_instance *instance = map_get(scope->flat->instance_map, name);
    if (wrong_level(scope, path, words))
        return NULL;
    if (!instance) {
        unknown_instance(scope, path, words->instance);
        return NULL;
    }
    if (instance->group && !words->group) {
        diag_error(path->where, "'%s' is in a group: write '%s.%s'", words->instance, instance->group,
                   path->text);
        return NULL;
    }
    if (words->group && (!instance->group || strcmp(instance->group, words->group))) {
        diag_error(path->where, "'%s' is not in a group '%s'%s", words->instance, words->group,
                   suggest_text(scope->flat->arena, suggest_group(scope, words->group)));
        return NULL;
    }
    return instance;
}

/* The interface that the path names in this scope; NULL after an error. */
static struct adl_interface *find_declared(const struct end_scope *scope, const struct ast_name *path)
{
    struct flat *flat = scope->flat;
    if (path->words > 3 || (path->words == 1 && !scope->self)) {
        diag_error(path->where, "'%s' does not name an interface: write instance.interface", path->text);
        return NULL;
    }
    struct words words = split(flat->arena, path);
    const struct adl_instance *instance = scope->self;
    if (words.instance)
        instance = find_instance(scope, path, &words);
    if (!instance)
        return NULL;
    struct adl_interface *interface = flat_interface(instance, words.interface);
    if (!interface) {
        diag_error(
            path->where, "'%s' has no interface '%s'%s", instance->name, words.interface,
            suggest_text(flat->arena, suggest_key(instance->declaration->interface_map, words.interface)));
        if (instance->declaration->name.words)
            diag_note(instance->declaration->name.where, "its component '%s' is defined here",
                      instance->component);
    }
    return interface;
}

static struct adl_interface *find_interface(const struct end_scope *scope, const struct ast_name *path)
{
    struct adl_interface *interface = find_declared(scope, path);
    if (!interface)
        return NULL;
    /* Inner compositions were unfolded first, so that one step leads to the end of a chain. */
    struct adl_interface *inner = scope->flat->exported[interface - scope->flat->interfaces];
    return inner ? inner : interface;
}

void ends_export(const struct end_scope *scope, const struct ast_export *export)
{
    struct adl_interface *inner = find_interface(scope, &export->source);
    struct adl_interface *outer = scope->self ? flat_interface(scope->self, export->target.text) : NULL;
    if (!scope->self)
        diag_error(export->target.where, "an assembly has no interface to export to");
    else if (!outer)
        diag_error(export->target.where, "component '%s' has no interface '%s'%s", scope->self->component,
                   export->target.text,
                   suggest_text(scope->flat->arena,
                                suggest_key(scope->self->declaration->interface_map, export->target.text)));
    if (!inner || !outer)
        return;
    struct adl_interface **slot = &scope->flat->exported[outer - scope->flat->interfaces];
    if (*slot) {
        diag_warning(export->target.where, "a second export to '%s': the last one counts",
                     export->target.text);
        diag_note((*slot)->where, "'%s' of '%s' was exported to it before", (*slot)->name,
                  (*slot)->owner->name);
    }
    *slot = inner;
}

void ends_connect(const struct end_scope *scope, const struct ast_connection *connection)
{
    struct flat *flat = scope->flat;
    const char *name = arena_printf(flat->arena, "%s%s", scope->prefix, connection->name.text);
    struct link *link = flat_link(flat, name, connection->connector, connection->name.where);
    bool has[2] = {false, false};
    for (size_t i = 0; i < connection->end_count; i++) {
        const struct ast_end *end = &connection->ends[i];
        has[end->is_to] = true;
        struct link_end found = {find_interface(scope, &end->path), end->is_to, end->path.where};
        if (found.interface)
            ARENA_APPEND(flat->arena, link->ends, link->end_count, found);
    }
    if (!has[0])
        diag_error(link->where, "connection '%s' has no 'from' end", link->name);
    if (!has[1])
        diag_error(link->where, "connection '%s' has no 'to' end", link->name);
}
