/* SPDX-License-Identifier: BSD-2-Clause */
#include "settings.h"

#include <string.h>

#include "structure.h"
#include "suggest.h"
#include "value_type.h"
#include "words.h"

#define MAX_REFERENCES 1000u /* in a chain */

enum state { UNRESOLVED, RESOLVING, RESOLVED };

struct setting {
    struct flat_setting *written;
    const struct adl_value *value; /* NULL: there is none, which has been reported */
    enum state state;
};

/* All that is set for one instance or connection. */
struct owner {
    struct map *attributes; /* name to struct setting */
    const struct adl_instance *instance;
    const struct adl_connection *connection;
};

struct settings {
    struct arena *arena;
    const struct adl_system *system;
    struct map *owners; /* full name to struct owner */
};

static struct owner *owner_get(struct settings *settings, const char *name)
{
    struct owner *owner = map_get(settings->owners, name);
    if (owner)
        return owner;
    owner = ARENA_NEW(settings->arena, struct owner);
    owner->attributes = map_create(settings->arena);
    owner->instance = system_instance(settings->system, name);
    owner->connection = system_connection(settings->system, name);
    map_put(settings->owners, name, owner);
    return owner;
}

/* A connection that was merged goes by the name of the whole. */
static const char *final_name(const struct flat *flat, const char *name)
{
    const struct link *link = map_get(flat->link_map, name);
    while (link && link->into)
        link = link->into;
    return link ? link->name : name;
}

static struct setting *add(struct flat *flat, struct settings *settings, struct flat_setting *written)
{
    const struct ast_setting *declared = written->setting;
    struct owner *owner = owner_get(settings, final_name(flat, written->owner));
    if (word_is_c_keyword(declared->attribute.text))
        diag_error(declared->attribute.where, "attribute '%s' is named like a keyword of C",
                   declared->attribute.text);
    struct setting *setting = ARENA_NEW(flat->arena, struct setting);
    *setting = (struct setting){.written = written, .value = declared->value};
    setting->state = declared->value ? RESOLVED : UNRESOLVED;
    const struct setting *first = map_put(owner->attributes, declared->attribute.text, setting);
    if (first) {
        diag_error(declared->attribute.where, "'%s.%s' is set twice", declared->owner.text,
                   declared->attribute.text);
        diag_note(first->written->setting->attribute.where, "it was set here");
    }
    return setting;
}

/* ---- Defaults ---- */

static const struct adl_value *find_default(const struct adl_attribute *attributes, size_t count,
                                            const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (!strcmp(attributes[i].name, name))
            return attributes[i].initial;
    return NULL;
}

static const struct adl_value *default_of(const struct settings *settings, const char *owner,
                                          const char *attribute)
{
    const struct adl_instance *instance = system_instance(settings->system, owner);
    if (instance)
        return find_default(instance->declaration->attributes, instance->declaration->attribute_count,
                            attribute);
    const struct adl_connection *connection = system_connection(settings->system, owner);
    if (connection)
        return find_default(connection->connector->attributes, connection->connector->attribute_count,
                            attribute);
    return NULL;
}

/* ---- References ---- */

static bool same_key(const struct adl_value *a, const struct adl_value *b)
{
    if (a->kind != b->kind)
        return false;
    return a->kind == ADL_VALUE_STRING ? !strcmp(a->string, b->string) : a->integer == b->integer;
}

static const struct adl_value *apply_index(const struct adl_value *value, const struct adl_value *key)
{
    if (value->kind != ADL_VALUE_DICT) {
        diag_error(key->where, "only a dictionary can be indexed");
        return NULL;
    }
    for (size_t i = 0; i < value->dict.count; i++)
        if (same_key(value->dict.entries[i].key, key))
            return value->dict.entries[i].value;
    diag_error(key->where, "the dictionary has no such key");
    return NULL;
}

static const struct adl_value *resolve(const struct settings *settings, struct setting *setting,
                                       unsigned depth);

/* What `owner.attribute` is worth: a setting, or else a default. */
static const struct adl_value *value_of(const struct settings *settings, const char *owner,
                                        const char *attribute, unsigned depth, bool *failed)
{
    const struct owner *known = map_get(settings->owners, owner);
    struct setting *setting = known ? map_get(known->attributes, attribute) : NULL;
    if (!setting)
        return default_of(settings, owner, attribute);
    setting->written->referenced = true;
    const struct adl_value *value = resolve(settings, setting, depth);
    *failed = !value;
    return value;
}

static bool owner_exists(const struct settings *settings, const char *owner)
{
    return system_instance(settings->system, owner) || system_connection(settings->system, owner);
}

/* A better name for the instance, or else for its attribute. */
static const char *suggest_reference(const struct settings *settings, const char *owner,
                                     const char *attribute)
{
    const struct adl_instance *instance = system_instance(settings->system, owner);
    if (!owner_exists(settings, owner))
        return suggest_key(settings->system->instance_map, owner);
    struct suggestion suggestion = suggestion_for(attribute);
    for (size_t i = 0; instance && i < instance->declaration->attribute_count; i++)
        suggestion_offer(&suggestion, instance->declaration->attributes[i].name);
    const struct owner *known = map_get(settings->owners, owner);
    for (size_t i = 0; known && i < known->attributes->count; i++)
        suggestion_offer(&suggestion, known->attributes->entries[i].key);
    return suggestion.best;
}

static const struct adl_value *resolve(const struct settings *settings, struct setting *setting,
                                       unsigned depth)
{
    const struct flat_setting *written = setting->written;
    const struct ast_name *reference = &written->setting->reference;
    if (setting->state == RESOLVED)
        return setting->value;
    if (setting->state == RESOLVING) {
        diag_error(reference->where, "this reference leads back to itself");
        return NULL;
    }
    if (depth == MAX_REFERENCES) {
        diag_error(reference->where, "this is the end of a chain of more than %u references", MAX_REFERENCES);
        return NULL;
    }
    setting->state = RESOLVING;
    char *owner = arena_printf(settings->arena, "%s%s", written->scope, reference->text);
    char *dot = strrchr(owner, '.');
    if (!dot) {
        diag_error(reference->where, "'%s' does not name an attribute: write instance.attribute",
                   reference->text);
        setting->state = RESOLVED;
        return NULL;
    }
    *dot = 0;
    bool failed = false;
    const struct adl_value *value = value_of(settings, owner, dot + 1, depth + 1, &failed);
    for (size_t i = 0; value && i < written->setting->index_count; i++) {
        value = apply_index(value, written->setting->index[i]);
        failed = !value;
    }
    if (!value && !failed) {
        value = default_of(settings, written->owner, written->setting->attribute.text);
        if (value && !owner_exists(settings, owner))
            diag_warning(reference->where, "there is no instance or connection '%s': the default is taken%s",
                         owner, suggest_text(settings->arena, suggest_reference(settings, owner, dot + 1)));
    }
    if (!value && !failed)
        diag_error(reference->where, "'%s' has no value%s", reference->text,
                   suggest_text(settings->arena, suggest_reference(settings, owner, dot + 1)));
    setting->value = value;
    setting->state = RESOLVED;
    return value;
}

/* ---- Attributes of instances ---- */

static void fill_attributes(const struct settings *settings, struct adl_instance *instance)
{
    const struct ast_component *component = instance->declaration;
    struct adl_attribute_value *values =
        ARENA_ARRAY(settings->arena, struct adl_attribute_value, component->attribute_count);
    const struct owner *owner = map_get(settings->owners, instance->name);
    for (size_t i = 0; i < component->attribute_count; i++) {
        const struct adl_attribute *attribute = &component->attributes[i];
        const struct setting *setting = owner ? map_get(owner->attributes, attribute->name) : NULL;
        values[i].attribute = attribute;
        values[i].value = attribute->initial;
        if (setting)
            values[i].value =
                setting->value ? value_complete(settings->arena, attribute, setting->value) : NULL;
    }
    instance->attributes = values;
    instance->attribute_count = component->attribute_count;
    structure_lengths(settings->arena, instance);
}

static void list_settings(const struct flat *flat, struct adl_system *system, struct setting *const *written)
{
    struct adl_setting *list = ARENA_ARRAY(flat->arena, struct adl_setting, flat->setting_count);
    for (size_t i = 0; i < flat->setting_count; i++)
        list[i] = (struct adl_setting){
            .owner = final_name(flat, flat->settings[i].owner),
            .attribute = flat->settings[i].setting->attribute.text,
            .value = written[i]->value,
        };
    system->setting_list = list;
    system->setting_count = flat->setting_count;
}

void settings_build(struct flat *flat, struct adl_system *system)
{
    struct settings *settings = ARENA_NEW(flat->arena, struct settings);
    *settings = (struct settings){.arena = flat->arena, .system = system, .owners = map_create(flat->arena)};
    system->settings = settings;
    struct setting **written = ARENA_ARRAY(flat->arena, struct setting *, flat->setting_count);
    for (size_t i = 0; i < flat->setting_count; i++)
        written[i] = add(flat, settings, &flat->settings[i]);
    for (size_t i = 0; i < settings->owners->count; i++) {
        const struct owner *owner = settings->owners->entries[i].value;
        for (size_t j = 0; j < owner->attributes->count; j++)
            resolve(settings, owner->attributes->entries[j].value, 0);
    }
    list_settings(flat, system, written);
    for (size_t i = 0; i < flat->instance_count; i++)
        fill_attributes(settings, &flat->instances[i]);
}

/* ---- Looking up ---- */

const struct adl_value *system_setting(const struct adl_system *system, const char *owner,
                                       const char *attribute)
{
    const struct owner *known = map_get(system->settings->owners, owner);
    const struct setting *setting = known ? map_get(known->attributes, attribute) : NULL;
    return setting ? setting->value : default_of(system->settings, owner, attribute);
}
