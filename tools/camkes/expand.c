/* SPDX-License-Identifier: BSD-2-Clause */
/* Unfolds components that hold others into one list of instances. */
#include <string.h>

#include "ends.h"

#define MAX_INSTANCES 65536u
#define MAX_PARTS     (1u << 22) /* what they have, see struct ast_component */
#define MAX_DEPTH     64u

/* ---- Instances ---- */

static void add_interfaces(struct flat *flat, struct adl_instance *instance,
                           const struct ast_component *component)
{
    instance->interfaces = flat->interfaces + flat->interface_count;
    instance->interface_count = component->interface_count;
    flat->interface_count += component->interface_count + 1;
    for (size_t i = 0; i < component->interface_count; i++) {
        const struct ast_interface *declared = &component->interfaces[i];
        instance->interfaces[i] = (struct adl_interface){
            .kind = declared->kind,
            .name = declared->name.text,
            .type = declared->type.text,
            .buffer_size = declared->buffer_size,
            .maybe = declared->maybe,
            .procedure = declared->procedure,
            .owner = instance,
            .where = declared->name.where,
        };
    }
}

static struct adl_instance *add_instance(struct flat *flat, const struct ast_instance *declared,
                                         const char *prefix)
{
    const struct ast_component *component = declared->component;
    struct adl_instance *instance = &flat->instances[flat->instance_count];
    const char *name = arena_printf(flat->arena, "%s%s", prefix, declared->name.text);
    *instance = (struct adl_instance){
        .name = name,
        .c_name = adl_c_name(flat->arena, name),
        .component = component->name.text,
        .group = declared->group,
        .address_space = declared->group ? arena_printf(flat->arena, "%s%s", prefix, declared->group) : name,
        .index = flat->instance_count,
        .hardware = component->hardware,
        .control = component->control,
        .locks = component->locks,
        .lock_count = component->lock_count,
        .includes = component->includes,
        .include_count = component->include_count,
        .declaration = component,
        .where = declared->name.where,
    };
    const struct adl_instance *first = map_put(flat->instance_map, name, instance);
    if (first) {
        diag_error(declared->name.where, "a second instance '%s'", name);
        diag_note(first->where, "the first one is here");
    }
    add_interfaces(flat, instance, component);
    flat->instance_count++;
    return instance;
}

static void add_settings(struct flat *flat, const struct ast_configuration *configuration, const char *prefix)
{
    if (!configuration)
        return;
    for (size_t i = 0; i < configuration->setting_count; i++) {
        const struct ast_setting *setting = &configuration->settings[i];
        struct flat_setting flat_setting = {
            .owner = arena_printf(flat->arena, "%s%s", prefix, setting->owner.text),
            .scope = prefix,
            .setting = setting,
        };
        ARENA_APPEND(flat->arena, flat->settings, flat->setting_count, flat_setting);
    }
}

static void expand_composition(struct flat *flat, const struct ast_composition *composition,
                               const struct ast_configuration *configuration, struct adl_instance *self);

/* Two assemblies can each have one of the same name: their members must not meet by chance. */
static void add_groups(struct flat *flat, const struct ast_composition *composition, const char *prefix)
{
    for (size_t i = 0; i < composition->group_count; i++) {
        struct ast_group *group = &composition->groups[i];
        const char *name = arena_printf(flat->arena, "%s%s", prefix, group->name.text);
        const struct ast_group *first = map_put(flat->group_map, name, group);
        if (first) {
            diag_error(group->name.where, "a second group '%s'", name);
            diag_note(first->name.where, "the first one is here");
        }
    }
}

static void expand_instances(struct flat *flat, const struct ast_composition *composition, const char *prefix)
{
    add_groups(flat, composition, prefix);
    for (size_t i = 0; i < composition->instance_count; i++) {
        const struct ast_component *component = composition->instances[i].component;
        struct adl_instance *instance = add_instance(flat, &composition->instances[i], prefix);
        if (component->composition)
            expand_composition(flat, component->composition, component->configuration, instance);
    }
}

static void expand_connections(struct flat *flat, const struct ast_composition *composition,
                               const struct ast_configuration *configuration, const char *prefix,
                               struct adl_instance *self)
{
    struct end_scope scope = {flat, composition, prefix, self};
    for (size_t i = 0; i < composition->export_count; i++)
        ends_export(&scope, &composition->exports[i]);
    for (size_t i = 0; i < composition->connection_count; i++)
        ends_connect(&scope, &composition->connections[i]);
    add_settings(flat, configuration, prefix);
}

static void expand_composition(struct flat *flat, const struct ast_composition *composition,
                               const struct ast_configuration *configuration, struct adl_instance *self)
{
    const char *prefix = self ? arena_printf(flat->arena, "%s.", self->name) : "";
    expand_instances(flat, composition, prefix);
    expand_connections(flat, composition, configuration, prefix, self);
}

/* An assembly may connect instances of those above it; with forward references, of all. */
static void expand_assemblies(struct flat *flat, const struct assemblies *assemblies)
{
    for (size_t i = 0; i < assemblies->count && assemblies->forward_references; i++)
        expand_instances(flat, assemblies->items[i]->composition, "");
    for (size_t i = 0; i < assemblies->count; i++) {
        const struct ast_assembly *assembly = assemblies->items[i];
        if (!assemblies->forward_references)
            expand_instances(flat, assembly->composition, "");
        expand_connections(flat, assembly->composition, assembly->configuration, "", NULL);
    }
}

static void check_c_name(struct flat *flat, struct map *names, const char *c_name, const char *name,
                         struct adl_location where)
{
    const char *first = map_put(names, c_name, (void *)name);
    if (!first || strcmp(first, name) == 0)
        return;
    diag_error(where, "the names '%s' and '%s' are the same in C", first, name);
    const struct adl_instance *instance = map_get(flat->instance_map, first);
    if (instance)
        diag_note(instance->where, "the other one is here");
}

/* Two names that differ only in what C does not allow would share their generated files. */
static void check_c_names(struct flat *flat)
{
    struct map *names = map_create(flat->arena);
    for (size_t i = 0; i < flat->instance_count; i++) {
        const struct adl_instance *instance = &flat->instances[i];
        check_c_name(flat, names, instance->c_name, instance->name, instance->where);
    }
    for (size_t i = 0; i < flat->group_map->count; i++) {
        const struct map_entry *entry = &flat->group_map->entries[i];
        const struct ast_group *group = entry->value;
        if (map_get(flat->instance_map, entry->key))
            diag_error(group->name.where, "'%s' is an instance already", entry->key);
        else
            check_c_name(flat, names, adl_c_name(flat->arena, entry->key), entry->key, group->name.where);
    }
}

static bool check_size(const struct ast_component *whole, struct adl_location where)
{
    if (whole->total_instances > MAX_INSTANCES)
        diag_error(where, "the system has more than %u instances", MAX_INSTANCES);
    else if (whole->total_parts > MAX_PARTS)
        diag_error(
            where,
            "the system's instances have more than %u interfaces, attributes, connections and settings",
            MAX_PARTS);
    else if (whole->depth > MAX_DEPTH)
        diag_error(where, "components are nested more than %u deep", MAX_DEPTH);
    else if (!whole->total_instances)
        diag_error(where, "this assembly has no instances");
    else
        return true;
    return false;
}

bool flat_expand(struct flat *flat, struct arena *arena, const struct assemblies *assemblies)
{
    *flat = (struct flat){.arena = arena,
                          .assemblies = assemblies,
                          .instance_map = map_create(arena),
                          .group_map = map_create(arena),
                          .link_map = map_create(arena)};
    struct ast_component whole = {0};
    for (size_t i = 0; i < assemblies->count; i++)
        names_measure(&whole, assemblies->items[i]->composition);
    if (!check_size(&whole, assemblies->items[0]->name.where))
        return false;
    flat->instances = ARENA_ARRAY(arena, struct adl_instance, whole.total_instances);
    flat->interfaces = ARENA_ARRAY(arena, struct adl_interface, whole.total_interfaces);
    flat->exported = ARENA_ARRAY(arena, struct adl_interface *, whole.total_interfaces);
    expand_assemblies(flat, assemblies);
    check_c_names(flat);
    return true;
}

struct adl_interface *flat_interface(const struct adl_instance *instance, const char *name)
{
    const struct ast_interface *declared = map_get(instance->declaration->interface_map, name);
    if (declared)
        return &instance->interfaces[declared - instance->declaration->interfaces];
    /* The compiler's own stands behind the declared ones. */
    if (instance->interface_count > instance->declaration->interface_count) {
        struct adl_interface *last = &instance->interfaces[instance->interface_count - 1];
        if (!strcmp(last->name, name))
            return last;
    }
    return NULL;
}

struct link *flat_link(struct flat *flat, const char *name, const struct adl_connector *connector,
                       struct adl_location where)
{
    struct link *link = ARENA_NEW(flat->arena, struct link);
    *link = (struct link){.name = name, .connector = connector, .where = where};
    const struct link *first = map_put(flat->link_map, name, link);
    if (first) {
        diag_error(where, "a second connection '%s'", name);
        diag_note(first->where, "the first one is here");
    }
    ARENA_APPEND(flat->arena, flat->links, flat->link_count, link);
    return link;
}
