/* SPDX-License-Identifier: BSD-2-Clause */
#include "layout_object.h"

#include <stdlib.h>
#include <string.h>

static const uint64_t large_page = 0x200000;

uint64_t layout_round_up(uint64_t value, uint64_t unit)
{
    return (value + unit - 1) / unit * unit;
}

const char *layout_name(struct arena *arena, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    char *name = arena_vprintf(arena, format, arguments);
    va_end(arguments);
    for (char *c = name; *c != '\0'; c++) {
        if (*c < ' ' || *c > '~')
            *c = '?';
    }
    if (strlen(name) > TABLE_NAME_MAX)
        name[TABLE_NAME_MAX] = '\0';
    return name;
}

const char *layout_end_name(const struct plan *plan, const struct adl_end *end)
{
    return layout_name(plan->system->arena, "%s.%s", end->instance->name, end->interface->name);
}

uint32_t layout_notification(struct plan *plan, const char *name)
{
    struct plan_object object = {.name = name};
    ARENA_APPEND(plan->system->arena, plan->notifications, plan->notification_count, object);
    return (uint32_t)plan->notification_count - 1;
}

uint32_t layout_endpoint(struct plan *plan, const char *name)
{
    struct plan_object object = {.name = name};
    ARENA_APPEND(plan->system->arena, plan->endpoints, plan->endpoint_count, object);
    return (uint32_t)plan->endpoint_count - 1;
}

uint32_t layout_region(struct plan *plan, const char *name, enum table_region_kind kind, uint64_t size,
                       uint64_t address)
{
    struct plan_region region = {.name = name, .kind = kind, .size = size, .address = address};
    ARENA_APPEND(plan->system->arena, plan->regions, plan->region_count, region);
    return (uint32_t)plan->region_count - 1;
}

uint32_t layout_slot(struct plan *plan, struct plan_domain *domain, enum table_slot_type type,
                     uint32_t object, uint32_t rights, uint64_t badge)
{
    struct plan_slot slot = {.type = type, .object = object, .rights = rights, .badge = badge};
    ARENA_APPEND(plan->system->arena, domain->slots, domain->slot_count, slot);
    return (uint32_t)domain->slot_count - 1;
}

uint32_t layout_private_notification(struct plan *plan, struct plan_domain *domain, const char *name)
{
    uint32_t notification = layout_notification(plan, name);
    return layout_slot(plan, domain, TABLE_SLOT_NOTIFICATION, notification,
                       TABLE_RIGHT_SIGNAL | TABLE_RIGHT_WAIT, 1);
}

void layout_map_at(struct plan *plan, struct plan_domain *domain, uint32_t region, uint32_t rights,
                   uint64_t address)
{
    struct plan_mapping mapping = {
        .region = region, .rights = rights, .address = address, .size = plan->regions[region].size};
    ARENA_APPEND(plan->system->arena, domain->mappings, domain->mapping_count, mapping);
}

static const struct {
    const char *what;
    uint64_t end;
} areas[LAYOUT_AREAS] = {
    [LAYOUT_AREA_DATA] = {"dataports", LAYOUT_DEVICE_START},
    [LAYOUT_AREA_DEVICE] = {"device registers", LAYOUT_BLOCK_START},
    [LAYOUT_AREA_BLOCK] = {"register blocks", LAYOUT_RAM_START},
    [LAYOUT_AREA_RAM] = {"guests' memory", LAYOUT_PAYLOAD_START},
};

uint64_t layout_map(struct plan *plan, struct plan_domain *domain, enum layout_area area, uint32_t region,
                    uint32_t rights)
{
    uint64_t size = plan->regions[region].size;
    /* On a large-page boundary the kernel can use large pages. */
    uint64_t unit = size >= large_page ? large_page : TABLE_PAGE;
    uint64_t address = layout_round_up(domain->next_address[area], unit);
    uint64_t next = address + size + TABLE_PAGE;
    layout_map_at(plan, domain, region, rights, address);
    /* Once is enough: what follows does not fit either. */
    if (next > areas[area].end && domain->next_address[area] <= areas[area].end)
        diag_error(domain->members[0]->instance->where, "'%s' has no room for all its %s", domain->name,
                   areas[area].what);
    domain->next_address[area] = next;
    return address;
}

uint32_t layout_global(struct plan *plan, struct plan_member *member)
{
    if (member->global == TABLE_NONE) {
        member->global =
            layout_notification(plan, layout_name(plan->system->arena, "%s", member->instance->name));
        member->global_slot =
            layout_slot(plan, member->domain, TABLE_SLOT_NOTIFICATION, member->global, TABLE_RIGHT_WAIT, 0);
    }
    return member->global;
}

uint32_t layout_instance_endpoint(struct plan *plan, struct plan_member *member)
{
    if (member->endpoint == TABLE_NONE) {
        member->endpoint =
            layout_endpoint(plan, layout_name(plan->system->arena, "%s", member->instance->name));
        member->endpoint_slot =
            layout_slot(plan, member->domain, TABLE_SLOT_ENDPOINT, member->endpoint, TABLE_RIGHT_RECEIVE, 0);
    }
    return member->endpoint;
}

bool layout_free_badge(struct plan_member *member, struct adl_location where, uint64_t *badge)
{
    if (member->global_badges == UINT64_MAX) {
        diag_error(where, "instance '%s' has more sources of signals than a notification has bits",
                   member->instance->name);
        return false;
    }
    *badge = ~member->global_badges & (member->global_badges + 1);
    member->global_badges |= *badge;
    return true;
}

uint64_t layout_badge_value(const struct adl_value *setting)
{
    if (setting && setting->kind == ADL_VALUE_INTEGER && setting->integer > 0)
        return setting->integer <= UINT64_MAX ? (uint64_t)setting->integer : 0;
    if (!setting || setting->kind != ADL_VALUE_STRING)
        return 0;
    char *rest;
    uint64_t value = strtoull(setting->string, &rest, 0);
    return *rest == '\0' ? value : 0;
}

bool layout_global_badge(struct plan *plan, struct plan_member *member, const struct adl_end *end,
                         uint64_t *badge)
{
    const struct adl_value *setting = interface_setting(plan->system, end->interface, "badge");
    if (!setting)
        return layout_free_badge(member, end->where, badge);
    *badge = layout_badge_value(setting);
    if (*badge == 0)
        diag_error(setting->where, "a badge is a number other than 0");
    return *badge != 0;
}

bool layout_is_whole(struct adl_location where, const char *what, uint64_t size)
{
    if (size % TABLE_PAGE == 0)
        return true;
    diag_error(where, "%s is %llu bytes, which is not a multiple of %u", what, (unsigned long long)size,
               TABLE_PAGE);
    return false;
}

bool layout_id_is_free(const struct plan *plan, const struct adl_end *end, const char *what, bool by_side,
                       uint64_t id)
{
    const struct adl_instance *instance = end->instance;
    for (size_t i = 0; i < instance->interface_count; i++) {
        const struct adl_interface *other = &instance->interfaces[i];
        if (other == end->interface || !other->end || (by_side && other->end->is_to != end->is_to) ||
            other->end->connection->connector != end->connection->connector)
            continue;
        /* Only an end that has its number has a slot. */
        const struct plan_end *known = plan_end(plan, other->end);
        if (known->slot != 0 && known->badge == id) {
            diag_error(end->where, "%s '%s' and '%s' of '%s' have the same id %llu", what, other->name,
                       end->interface->name, instance->name, (unsigned long long)id);
            return false;
        }
    }
    return true;
}
