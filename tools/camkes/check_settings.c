/* SPDX-License-Identifier: BSD-2-Clause */
#include <ctype.h>
#include <string.h>

#include "check.h"
#include "suggest.h"

/*
 * What the language's run-time and its connectors know. Some of it is only there so that a
 * specification can be shared with other CAmkES systems: `why` says why it has no effect here.
 */
struct known_setting {
    const char *name;
    const char *why; /* NULL: it has the effect that its name promises */
};

#define FROM_TABLE  "kernel objects come from the system table, not from pools"
#define EXACT_SLOTS "a component has exactly the slots that its connections need"
#define PRIORITIES  "threads are scheduled by priority alone"
#define CONNECTED   "devices belong to hardware components, and connections give access to them"

static const struct known_setting instance_settings[] = {
    {"priority", NULL},
    {"_priority", NULL},
    {"max_priority", "no component can change a priority"},
    {"affinity", "the kernel uses one processor"},
    {"period", PRIORITIES},
    {"budget", PRIORITIES},
    {"data", PRIORITIES},
    {"size_bits", PRIORITIES},
    {"_domain", PRIORITIES},
    {"_stack_size", NULL},
    {"heap_size", NULL},
    {"cnode_size_bits", EXACT_SLOTS},
    {"dma_pool", "components have no memory for devices"},
    {"dma_pool_cached", "components have no memory for devices"},
    {"dma_pool_paddr", "components have no memory for devices"},
    {"tcb_pool", FROM_TABLE},
    {"tcb_pool_domains", FROM_TABLE},
    {"ep_pool", FROM_TABLE},
    {"notification_pool", FROM_TABLE},
    {"simple", "components have no boot information"},
    {"simple_extra_bootinfo", "components have no boot information"},
    {"asid_pool", FROM_TABLE},
    {"sched_ctrl", PRIORITIES},
    {"ioports", CONNECTED},
    {"mmios", CONNECTED},
    {"untyped_mmios", CONNECTED},
    {"iospaces", CONNECTED},
    {"irqs", CONNECTED},
    {"environment", "every component has the same C library"},
    {"debug", "components have no debugging interface"},
    {"single_threaded", "every interface that needs a thread has one"},
    {"integrity_label", "access rights follow from the connections alone"},
    {"global_endpoint_base", "badges are given by the connections"},
    {"global_endpoint_mask", "badges are given by the connections"},
    {"guest_ram_mb", NULL},
    {"iospace_domain", "no device is passed through to guests"},
    {"kernel_relocs", "a guest's kernel is always loaded where it was linked"},
};

/* Behind the name of an interface and '_'. */
static const struct known_setting interface_settings[] = {
    {"priority", NULL},
    {"max_priority", "no component can change a priority"},
    {"affinity", "the kernel uses one processor"},
    {"period", PRIORITIES},
    {"budget", PRIORITIES},
    {"data", PRIORITIES},
    {"size_bits", PRIORITIES},
    {"domain", PRIORITIES},
    {"stack_size", NULL},
    {"access", NULL},
    {"attributes", NULL},
    {"shmem_size", NULL},
    {"id", NULL},
    {"size", NULL},
    {"badge", NULL},
    {"passive", NULL},
    {"mac", NULL},
    {"topology", NULL},
    {"paddr", NULL},
    {"hardware_cached", NULL},
    {"cached", NULL},
    {"irq_type", NULL},
    {"irq_number", NULL},
    {"irq_vector", NULL},
    {"irq_ioapic", NULL},
    {"irq_ioapic_pin", NULL},
    {"irq_level", NULL},
    {"irq_polarity", NULL},
    {"irq_handle", NULL},
    {"irq_pci_bus", NULL},
    {"irq_pci_dev", NULL},
    {"irq_pci_fun", NULL},
    {"global_endpoint", NULL},
};

static const char *const connection_settings[] = {
    "size", "buffer", "queue_size", "queue_length", "paddr", "controller",
};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static bool is_listed(const char *const *list, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (!strcmp(list[i], name))
            return true;
    return false;
}

/* "untyped<bits>_pool" and "simple_untyped<bits>_pool" */
static bool is_untyped_pool(const char *name)
{
    if (!strncmp(name, "simple_", 7))
        name += 7;
    if (strncmp(name, "untyped", 7))
        return false;
    name += 7;
    size_t digits = strspn(name, "0123456789");
    return digits && !strcmp(name + digits, "_pool");
}

static const struct known_setting *find_setting(const struct known_setting *list, size_t count,
                                                const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (!strcmp(list[i].name, name))
            return &list[i];
    return NULL;
}

/* What stands in `name` behind `part` and '_'; NULL if `name` does not start so. */
static const char *behind(const char *name, const char *part)
{
    size_t length = strlen(part);
    return !strncmp(name, part, length) && name[length] == '_' ? name + length + 1 : NULL;
}

/* NULL: nothing reads it. */
static const struct known_setting *find_known(const struct adl_instance *instance, const char *name)
{
    static const struct known_setting own = {"", NULL}, pool = {"", FROM_TABLE};
    static const struct known_setting mutex = {"", "a mutex is free at first"};
    for (size_t i = 0; i < instance->attribute_count; i++)
        if (!strcmp(instance->attributes[i].attribute->name, name))
            return &own;
    if (is_untyped_pool(name))
        return &pool;
    const struct known_setting *found = find_setting(instance_settings, COUNT(instance_settings), name);
    for (size_t i = 0; !found && i < instance->interface_count; i++) {
        const char *rest = behind(name, instance->interfaces[i].name);
        if (rest)
            found = find_setting(interface_settings, COUNT(interface_settings), rest);
    }
    for (size_t i = 0; !found && i < instance->lock_count; i++) {
        const char *rest = behind(name, instance->locks[i].name);
        if (rest && !strcmp(rest, "value"))
            found = instance->locks[i].kind == ADL_MUTEX ? &mutex : &own;
    }
    return found;
}

static const char *suggest_for_instance(struct arena *arena, const struct adl_instance *instance,
                                        const char *name)
{
    struct suggestion suggestion = suggestion_for(name);
    for (size_t i = 0; i < instance->attribute_count; i++)
        suggestion_offer(&suggestion, instance->attributes[i].attribute->name);
    for (size_t i = 0; i < COUNT(instance_settings); i++)
        suggestion_offer(&suggestion, instance_settings[i].name);
    for (size_t i = 0; i < instance->interface_count; i++)
        for (size_t j = 0; j < COUNT(interface_settings); j++)
            suggestion_offer(&suggestion, arena_printf(arena, "%s_%s", instance->interfaces[i].name,
                                                       interface_settings[j].name));
    for (size_t i = 0; i < instance->lock_count; i++)
        suggestion_offer(&suggestion, arena_printf(arena, "%s_value", instance->locks[i].name));
    return suggestion.best;
}

static void check_instance_setting(struct arena *arena, const struct adl_instance *instance,
                                   const struct ast_name *attribute)
{
    const struct known_setting *known = find_known(instance, attribute->text);
    if (known && known->why)
        diag_warning(attribute->where, "setting '%s' of '%s' has no effect here: %s", attribute->text,
                     instance->name, known->why);
    if (known)
        return;
    diag_warning(attribute->where, "nothing reads setting '%s' of '%s'%s", attribute->text, instance->name,
                 suggest_text(arena, suggest_for_instance(arena, instance, attribute->text)));
}

static void check_connection_setting(struct arena *arena, const struct adl_connector *connector,
                                     const struct ast_name *attribute)
{
    if (is_listed(connection_settings, COUNT(connection_settings), attribute->text))
        return;
    struct suggestion suggestion = suggestion_for(attribute->text);
    for (size_t i = 0; i < connector->attribute_count; i++) {
        if (!strcmp(connector->attributes[i].name, attribute->text))
            return;
        suggestion_offer(&suggestion, connector->attributes[i].name);
    }
    for (size_t i = 0; i < COUNT(connection_settings); i++)
        suggestion_offer(&suggestion, connection_settings[i]);
    diag_warning(attribute->where, "nothing reads setting '%s' of a connection by %s%s", attribute->text,
                 connector->name, suggest_text(arena, suggestion.best));
}

static bool is_group(const struct adl_system *system, const char *name)
{
    for (size_t i = 0; i < system->instance_count; i++)
        if (system->instances[i].group && !strcmp(system->instances[i].address_space, name))
            return true;
    return false;
}

/* The owner is neither an instance nor a connection. */
static void check_other_setting(const struct flat *flat, const struct adl_system *system,
                                const struct flat_setting *setting)
{
    const struct ast_name *attribute = &setting->setting->attribute, *owner = &setting->setting->owner;
    bool group = is_group(system, setting->owner);
    if (group && !strcmp(attribute->text, "cnode_size_bits")) {
        diag_warning(attribute->where, "setting '%s' of '%s' has no effect here: %s", attribute->text,
                     setting->owner, EXACT_SLOTS);
        return;
    }
    if (group) {
        diag_warning(owner->where, "'%s' is a group: settings name the instances in it", setting->owner);
        return;
    }
    const char *best = suggest_key(system->instance_map, setting->owner);
    if (!best)
        best = suggest_key(flat->link_map, setting->owner);
    diag_warning(owner->where, "there is no instance or connection '%s'%s", setting->owner,
                 suggest_text(flat->arena, best));
}

void check_settings(const struct flat *flat, const struct adl_system *system)
{
    for (size_t i = 0; i < flat->setting_count; i++) {
        const struct flat_setting *setting = &flat->settings[i];
        if (setting->referenced)
            continue;
        const struct adl_instance *instance = system_instance(system, setting->owner);
        const struct link *link = map_get(flat->link_map, setting->owner);
        if (instance)
            check_instance_setting(flat->arena, instance, &setting->setting->attribute);
        if (link)
            check_connection_setting(flat->arena, link->connector, &setting->setting->attribute);
        if (!instance && !link)
            check_other_setting(flat, system, setting);
    }
}
