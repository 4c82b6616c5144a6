/* SPDX-License-Identifier: BSD-2-Clause */
#include "layout.h"

#include <string.h>

#include "call_connector.h"
#include "layout_connector.h"
#include "layout_object.h"
#include "layout_thread.h"
#include "map.h"

static const struct {
    const char *name;
    layout_connector_fn *layout;
} connectors[] = {
    {"seL4DirectCall", layout_direct_call},
    {"seL4Notification", layout_event},
    {"seL4NotificationNative", layout_native_event},
    {"seL4NotificationBind", layout_bound_event},
    {"seL4NotificationQueue", layout_event_queue},
    {"seL4GlobalAsynch", layout_global_event},
    {"seL4GlobalAsynchCallback", layout_callback_event},
    {"seL4SharedData", layout_shared_data},
    {"seL4SharedDataWithCaps", layout_shared_data_with_caps},
    {"seL4MessageQueue", layout_message_queue},
    {"seL4VirtQueues", layout_virtqueues},
    {"seL4HardwareMMIO", layout_device_memory},
    {"seL4HardwareInterrupt", layout_device_interrupt},
    {"seL4IOAPICHardwareInterrupt", layout_old_interrupt},
    {"seL4GlobalAsynchHardwareInterrupt", layout_global_interrupt},
    {"seL4HardwareIOPort", layout_device_ports},
    {"CausewayTimer", layout_timer},
    {"CausewayPayload", layout_payload},
    {"CausewayPower", layout_power},
    {"CausewayVirtualMachine", layout_virtual_machine},
};

static bool is_built_in(const char *name)
{
    for (size_t i = 0; i < sizeof(connectors) / sizeof(connectors[0]); i++) {
        if (strcmp(name, connectors[i].name) == 0)
            return true;
    }
    return call_connector_named(name) != NULL;
}

struct plan_member *plan_member(const struct plan *plan, const struct adl_instance *instance)
{
    return plan->member_of[instance->index];
}

struct plan_domain *plan_domain(const struct plan *plan, const struct adl_instance *instance)
{
    return plan_member(plan, instance)->domain;
}

struct plan_end *plan_end(const struct plan *plan, const struct adl_end *end)
{
    return &plan->ends[end->is_to][end->connection->index][end->index];
}

static struct plan *plan_create(const struct adl_system *system)
{
    struct arena *arena = system->arena;
    struct plan *plan = ARENA_NEW(arena, struct plan);
    plan->system = system;
    plan->members = ARENA_ARRAY(arena, struct plan_member, system->instance_count);
    plan->member_of = ARENA_ARRAY(arena, struct plan_member *, system->instance_count);
    plan->domains = ARENA_ARRAY(arena, struct plan_domain, system->instance_count);
    plan->ends[0] = ARENA_ARRAY(arena, struct plan_end *, system->connection_count);
    plan->ends[1] = ARENA_ARRAY(arena, struct plan_end *, system->connection_count);
    for (size_t i = 0; i < system->connection_count; i++) {
        plan->ends[0][i] = ARENA_ARRAY(arena, struct plan_end, system->connections[i].from_count);
        plan->ends[1][i] = ARENA_ARRAY(arena, struct plan_end, system->connections[i].to_count);
    }
    return plan;
}

/* Where the component's output goes: to the serial server, or to the kernel's console. The server
   itself can only use the latter. */
static void layout_output(struct plan *plan, struct plan_member *member)
{
    const struct adl_interface *stdio = instance_interface(member->instance, "camkes_stdio");
    struct plan_domain *domain = member->domain;
    if (stdio && stdio->end)
        member->stdio_lock = layout_private_notification(
            plan, domain, layout_name(plan->system->arena, "%s.stdio", member->instance->name));
    else if (domain->console_slot == 0)
        domain->console_slot = layout_slot(plan, domain, TABLE_SLOT_CONSOLE, 0, 0, 0);
}

static void layout_locks(struct plan *plan, struct plan_member *member)
{
    const struct adl_instance *instance = member->instance;
    member->lock_slots = ARENA_ARRAY(plan->system->arena, uint32_t, instance->lock_count);
    for (size_t i = 0; i < instance->lock_count; i++)
        member->lock_slots[i] = layout_private_notification(
            plan, member->domain,
            layout_name(plan->system->arena, "%s.%s", instance->name, instance->locks[i].name));
}

/* Badges that the specification sets are taken before any is chosen. */
static uint64_t badges_in_settings(const struct plan *plan, const struct adl_instance *instance)
{
    uint64_t badges = 0;
    for (size_t i = 0; i < instance->interface_count; i++)
        badges |= layout_badge_value(interface_setting(plan->system, &instance->interfaces[i], "badge"));
    return badges;
}

static struct plan_domain *layout_domain(struct plan *plan, const struct adl_instance *instance)
{
    struct plan_domain *domain = &plan->domains[plan->domain_count++];
    domain->name = instance->address_space;
    domain->c_name = adl_c_name(plan->system->arena, domain->name);
    domain->group = instance->group != NULL;
    domain->heap_start = LAYOUT_HEAP_START;
    domain->next_address[LAYOUT_AREA_DATA] = LAYOUT_DATA_START;
    domain->next_address[LAYOUT_AREA_DEVICE] = LAYOUT_DEVICE_START;
    domain->next_address[LAYOUT_AREA_BLOCK] = LAYOUT_BLOCK_START;
    domain->next_address[LAYOUT_AREA_RAM] = LAYOUT_RAM_START;
    layout_slot(plan, domain, TABLE_SLOT_SELF, 0, 0, 0);
    return domain;
}

static void layout_member(struct plan *plan, struct plan_domain *domain, const struct adl_instance *instance)
{
    struct plan_member *member = &plan->members[plan->member_count++];
    plan->member_of[instance->index] = member;
    member->instance = instance;
    member->domain = domain;
    member->index = domain->member_count;
    member->global = TABLE_NONE;
    member->endpoint = TABLE_NONE;
    member->global_badges = badges_in_settings(plan, instance);
    ARENA_APPEND(plan->system->arena, domain->members, domain->member_count, member);
    layout_output(plan, member);
    layout_threads(plan, member);
    layout_locks(plan, member);
}

static void layout_instances(struct plan *plan)
{
    const struct adl_system *system = plan->system;
    struct map *domains = map_create(system->arena);
    for (size_t i = 0; i < system->instance_count; i++) {
        const struct adl_instance *instance = &system->instances[i];
        if (instance->hardware)
            continue;
        struct plan_domain *domain = map_get(domains, instance->address_space);
        if (!domain) {
            domain = layout_domain(plan, instance);
            map_put(domains, domain->name, domain);
        }
        layout_member(plan, domain, instance);
    }
}

static void layout_connection(struct plan *plan, const struct adl_connection *connection)
{
    if (call_connector(connection)) {
        layout_calls(plan, connection);
        return;
    }
    for (size_t i = 0; i < sizeof(connectors) / sizeof(connectors[0]); i++) {
        if (connection_is(connection, connectors[i].name)) {
            connectors[i].layout(plan, connection);
            return;
        }
    }
    layout_own(plan, connection);
}

/* Code that the build gives for a connector which does not need it, or which nothing uses, is a slip of its writer. */
static void check_code(const struct adl_system *system)
{
    for (size_t i = 0; i < system->code_count; i++) {
        const char *name = system->code[i].connector;
        bool used = false;
        for (size_t j = 0; j < system->connection_count; j++)
            used = used || connection_is(&system->connections[j], name);
        if (is_built_in(name))
            diag_error((struct adl_location){0}, "connector '%s' is built in, and takes no code", name);
        else if (!used)
            diag_warning((struct adl_location){0},
                         "there is code for connector '%s', but no connection of it", name);
    }
}

const struct plan *layout_plan(const struct adl_system *system)
{
    unsigned errors = diag_errors();
    struct plan *plan = plan_create(system);
    check_code(system);
    layout_instances(plan);
    for (size_t i = 0; i < system->connection_count; i++)
        layout_connection(plan, &system->connections[i]);
    for (size_t i = 0; i < system->connection_count; i++) {
        if (connection_is(&system->connections[i], "seL4SharedDataWithCaps"))
            layout_table_pages(plan, &system->connections[i]);
        layout_message_buffer(plan, &system->connections[i]);
    }
    layout_limits(plan);
    return diag_errors() == errors ? plan : NULL;
}
