/* SPDX-License-Identifier: BSD-2-Clause */
#include "layout_connector.h"
#include "layout_object.h"

/* Above this, the RAM would meet the devices under 4 GiB. */
static const uint64_t most_ram_mb = 3072;
static const uint64_t megabyte = 0x100000;
static const uint64_t span_of_table_page = 0x200000;
static const uint32_t spare_table_pages = 16;

static uint64_t guest_ram(const struct plan *plan, const struct adl_end *from)
{
    const struct adl_value *setting = system_setting(plan->system, from->instance->name, "guest_ram_mb");
    adl_integer ram_mb = 0;
    if (!setting)
        diag_error(from->where, "'%s.guest_ram_mb' is not set: the guest's memory in MiB",
                   from->instance->name);
    else
        setting_integer(setting, 1, most_ram_mb, &ram_mb);
    return (uint64_t)ram_mb * megabyte;
}

/*
 * Pages for the second-stage tables that dataports need: one for each 2 MiB of RAM that a dataport
 * can touch. Dataports that the guest moves may leave tables behind, hence four times as many.
 */
static void add_table_pages(struct plan *plan, const struct adl_end *end)
{
    for (size_t i = 0; i < plan->machine_count; i++) {
        const struct plan_machine *machine = &plan->machines[i];
        if (machine->owner == end->instance)
            machine->vm->table_pages += (uint32_t)(plan_end(plan, end)->size / span_of_table_page + 2) * 4;
    }
}

void layout_table_pages(struct plan *plan, const struct adl_connection *connection)
{
    for (size_t i = 0; i < connection->from_count; i++)
        add_table_pages(plan, &connection->from[i]);
    for (size_t i = 0; i < connection->to_count; i++)
        add_table_pages(plan, &connection->to[i]);
}

/* The vCPU runs below the VMM, or the VMM could never interrupt it. */
static uint32_t vcpu_priority(const struct plan *plan, const struct adl_end *from)
{
    const struct plan_member *member = plan_member(plan, from->instance);
    uint32_t monitor = member->domain->threads[member->first_thread].priority;
    const struct adl_value *setting = interface_setting(plan->system, from->interface, "priority");
    if (monitor == 0) {
        diag_error(from->where, "the control thread of '%s' has priority 0, and a guest needs a lower one",
                   from->instance->name);
        return 0;
    }
    adl_integer priority = monitor - 1;
    setting_integer(setting, 0, monitor - 1, &priority);
    return (uint32_t)priority;
}

void layout_virtual_machine(struct plan *plan, const struct adl_connection *connection)
{
    const struct adl_end *from = &connection->from[0];
    struct plan_member *member = plan_member(plan, from->instance);
    struct plan_domain *domain = member->domain;
    const char *name = from->instance->name;
    struct arena *arena = plan->system->arena;
    struct plan_vm *vm = ARENA_NEW(arena, struct plan_vm);
    vm->ram_size = guest_ram(plan, from);
    if (vm->ram_size == 0 || !layout_global_badge(plan, member, from, &vm->wake_badge))
        return;
    uint32_t read_write = TABLE_RIGHT_READ | TABLE_RIGHT_WRITE;
    uint32_t ram = layout_region(plan, layout_name(plan->system->arena, "%s.ram", name), TABLE_REGION_ZERO,
                                 vm->ram_size, 0);
    uint32_t block = layout_region(plan, layout_name(plan->system->arena, "%s.vcpu", name), TABLE_REGION_ZERO,
                                   TABLE_PAGE, 0);
    vm->ram = layout_map(plan, domain, LAYOUT_AREA_RAM, ram, read_write);
    vm->block = layout_map(plan, domain, LAYOUT_AREA_BLOCK, block, read_write);

    vm->table_pages = spare_table_pages;
    struct plan_machine machine = {
        .name = layout_name(plan->system->arena, "%s", name), .owner = from->instance, .ram = ram, .vm = vm};
    ARENA_APPEND(arena, plan->machines, plan->machine_count, machine);
    uint32_t endpoint = layout_endpoint(plan, layout_name(plan->system->arena, "%s.exits", name));
    vm->exit_badge = 1;
    struct plan_vcpu vcpu = {.name = layout_name(plan->system->arena, "%s.vcpu", name),
                             .vm = (uint32_t)plan->machine_count - 1,
                             .priority = vcpu_priority(plan, from),
                             .endpoint = endpoint,
                             .block = block,
                             .badge = vm->exit_badge};
    ARENA_APPEND(arena, plan->vcpus, plan->vcpu_count, vcpu);

    vm->endpoint_slot = layout_slot(plan, domain, TABLE_SLOT_ENDPOINT, endpoint, TABLE_RIGHT_RECEIVE, 0);
    vm->vm_slot = layout_slot(plan, domain, TABLE_SLOT_VM, (uint32_t)plan->machine_count - 1, 0, 0);
    vm->vcpu_slot = layout_slot(plan, domain, TABLE_SLOT_VCPU, (uint32_t)plan->vcpu_count - 1, 0, 0);
    vm->wake_slot = layout_slot(plan, domain, TABLE_SLOT_NOTIFICATION, layout_global(plan, member),
                                TABLE_RIGHT_SIGNAL, vm->wake_badge);
    plan_end(plan, from)->vm = vm;
}
