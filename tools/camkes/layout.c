/* SPDX-License-Identifier: BSD-2-Clause */
#include "layout.h"

#include <string.h>

#include "call_connector.h"
#include "layout_connector.h"
#include "layout_object.h"
#include "layout_thread.h"

static const struct {
    const char *name;
    layout_connector_fn *layout;
} connectors[] = {
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

struct plan_domain *plan_domain(const struct plan *plan, const struct adl_instance *instance)
{
    return plan->domain_of[instance->index];
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
    plan->domains = ARENA_ARRAY(arena, struct plan_domain, system->instance_count);
    plan->domain_of = ARENA_ARRAY(arena, struct plan_domain *, system->instance_count);
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
static void layout_output(struct plan *plan, struct plan_domain *domain)
{
    const struct adl_interface *stdio = instance_interface(domain->instance, "camkes_stdio");
    if (stdio && stdio->end)
        domain->stdio_lock = layout_private_notification(
            plan, domain, layout_name(plan->system->arena, "%s.stdio", domain->instance->name));
    else
        domain->console_slot = layout_slot(plan, domain, TABLE_SLOT_CONSOLE, 0, 0, 0);
}

static void layout_locks(struct plan *plan, struct plan_domain *domain)
{
    const struct adl_instance *instance = domain->instance;
    domain->lock_slots = ARENA_ARRAY(plan->system->arena, uint32_t, instance->lock_count);
    for (size_t i = 0; i < instance->lock_count; i++)
        domain->lock_slots[i] = layout_private_notification(
            plan, domain, layout_name(plan->system->arena, "%s.%s", instance->name, instance->locks[i].name));
}

/* Badges that the specification sets are taken before any is chosen. */
static uint64_t badges_in_settings(const struct plan *plan, const struct adl_instance *instance)
{
    uint64_t badges = 0;
    for (size_t i = 0; i < instance->interface_count; i++)
        badges |= layout_badge_value(interface_setting(plan->system, &instance->interfaces[i], "badge"));
    return badges;
}

static void layout_domain(struct plan *plan, const struct adl_instance *instance)
{
    struct plan_domain *domain = &plan->domains[plan->domain_count++];
    plan->domain_of[instance->index] = domain;
    domain->instance = instance;
    domain->global = TABLE_NONE;
    domain->endpoint = TABLE_NONE;
    domain->global_badges = badges_in_settings(plan, instance);
    domain->next_address[LAYOUT_AREA_DATA] = LAYOUT_DATA_START;
    domain->next_address[LAYOUT_AREA_DEVICE] = LAYOUT_DEVICE_START;
    domain->next_address[LAYOUT_AREA_BLOCK] = LAYOUT_BLOCK_START;
    domain->next_address[LAYOUT_AREA_RAM] = LAYOUT_RAM_START;
    layout_slot(plan, domain, TABLE_SLOT_SELF, 0, 0, 0);
    layout_output(plan, domain);
    layout_threads(plan, domain);
    layout_locks(plan, domain);
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
    for (size_t i = 0; i < system->instance_count; i++) {
        if (!system->instances[i].hardware)
            layout_domain(plan, &system->instances[i]);
    }
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
