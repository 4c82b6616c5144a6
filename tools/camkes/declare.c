/* SPDX-License-Identifier: BSD-2-Clause */
#include "declare.h"

#include "map.h"
#include "value_type.h"
#include "words.h"

struct member {
    const char *what;
    struct adl_location where;
};

/* The names that one declaration gives out, and where. */
struct scope {
    struct arena *arena;
    struct map *names;
};

static struct scope scope_create(struct arena *arena)
{
    return (struct scope){arena, map_create(arena)};
}

static void scope_add(struct scope *scope, const char *what, const char *name, struct adl_location where)
{
    struct member *member = ARENA_NEW(scope->arena, struct member);
    *member = (struct member){what, where};
    const struct member *first = map_put(scope->names, name, member);
    if (first) {
        diag_error(where, "the name '%s' is taken", name);
        diag_note(first->where, "by this %s", first->what);
    }
}

static void check_c_name(const char *what, const char *name, struct adl_location where)
{
    if (word_is_c_keyword(name))
        diag_error(where, "%s '%s' is named like a keyword of C", what, name);
}

static void declare_method(struct arena *arena, const struct adl_method *method)
{
    struct scope scope = scope_create(arena);
    for (size_t i = 0; i < method->parameter_count; i++) {
        const struct adl_parameter *parameter = &method->parameters[i];
        check_c_name("parameter", parameter->name, parameter->where);
        scope_add(&scope, "parameter", parameter->name, parameter->where);
    }
}

static void declare_attributes(struct scope *scope, const struct adl_attribute *attributes, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        check_c_name("attribute", attributes[i].name, attributes[i].where);
        scope_add(scope, "attribute", attributes[i].name, attributes[i].where);
    }
}

void declare_procedure(struct arena *arena, const struct adl_procedure *procedure)
{
    struct scope scope = scope_create(arena);
    for (size_t i = 0; i < procedure->method_count; i++) {
        const struct adl_method *method = &procedure->methods[i];
        check_c_name("method", method->name, method->where);
        scope_add(&scope, "method", method->name, method->where);
        declare_method(arena, method);
    }
    declare_attributes(&scope, procedure->attributes, procedure->attribute_count);
}

void declare_connector(struct arena *arena, const struct adl_connector *connector)
{
    struct scope scope = scope_create(arena);
    declare_attributes(&scope, connector->attributes, connector->attribute_count);
}

/* Its type must be one that an instance can have, and its default of that type. */
static void check_attribute(struct arena *arena, struct adl_attribute *attribute)
{
    switch (attribute->type.kind) {
    case ADL_TYPE_INT:
    case ADL_TYPE_UNSIGNED:
    case ADL_TYPE_CHAR:
    case ADL_TYPE_SIGNED_CHAR:
    case ADL_TYPE_UNSIGNED_CHAR:
    case ADL_TYPE_INT64:
    case ADL_TYPE_UINT64:
    case ADL_TYPE_STRING:
        break;
    case ADL_TYPE_STRUCT:
        if (attribute->type.structure)
            break;
        diag_error(attribute->type.where, "the type of an attribute is named without the word 'struct'");
        return;
    case ADL_TYPE_NAMED:
        return; /* no struct of that name: reported where it was looked up */
    default:
        diag_error(attribute->type.where, "an attribute cannot be of type '%s'", attribute->type.c_name);
        diag_note(attribute->type.where,
                  "it can be int, uint64_t, int64_t, string, a struct, or an array of these");
        return;
    }
    if (attribute->initial)
        attribute->initial = value_complete(arena, attribute, attribute->initial);
}

void declare_struct(struct arena *arena, struct adl_struct *structure)
{
    struct scope scope = scope_create(arena);
    declare_attributes(&scope, structure->members, structure->member_count);
    for (size_t i = 0; i < structure->member_count; i++)
        check_attribute(arena, &structure->members[i]);
}

static const struct map *map_interfaces(struct arena *arena, const struct ast_component *component)
{
    struct map *map = map_create(arena);
    for (size_t i = 0; i < component->interface_count; i++)
        map_put(map, component->interfaces[i].name.text, &component->interfaces[i]);
    return map;
}

void declare_component(struct arena *arena, struct ast_component *component)
{
    component->interface_map = map_interfaces(arena, component);
    struct scope scope = scope_create(arena);
    for (size_t i = 0; i < component->interface_count; i++) {
        const struct ast_interface *interface = &component->interfaces[i];
        scope_add(&scope, "interface", interface->name.text, interface->name.where);
        if (interface->kind == ADL_DATAPORT) /* the others' names only become parts of names in C */
            check_c_name("dataport", interface->name.text, interface->name.where);
    }
    for (size_t i = 0; i < component->lock_count; i++)
        scope_add(&scope, component->locks[i].kind == ADL_MUTEX ? "mutex" : "semaphore",
                  component->locks[i].name, component->locks[i].where);
    declare_attributes(&scope, component->attributes, component->attribute_count);
    for (size_t i = 0; i < component->attribute_count; i++)
        check_attribute(arena, &component->attributes[i]);

    if (component->control && component->hardware)
        diag_error(component->control_where, "a hardware component runs no code and cannot have control");
    if (component->hardware && component->lock_count)
        diag_error(component->locks[0].where, "a hardware component runs no code and cannot have locks");
    if (component->hardware && component->composition)
        diag_error(component->composition->name.where, "a hardware component cannot hold others");
    if (component->configuration && !component->composition)
        diag_error(component->configuration->name.where, "a configuration without a composition");
}

void declare_composition(struct arena *arena, const struct ast_composition *composition)
{
    struct scope scope = scope_create(arena);
    for (size_t i = 0; i < composition->instance_count; i++)
        scope_add(&scope, "instance", composition->instances[i].name.text,
                  composition->instances[i].name.where);
    for (size_t i = 0; i < composition->group_count; i++)
        scope_add(&scope, "group", composition->groups[i].name.text, composition->groups[i].name.where);
    for (size_t i = 0; i < composition->connection_count; i++)
        scope_add(&scope, "connection", composition->connections[i].name.text,
                  composition->connections[i].name.where);
}
