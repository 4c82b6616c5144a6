/* SPDX-License-Identifier: BSD-2-Clause */
#include "layout_connector.h"

#include <stdio.h>
#include <string.h>

#include "layout_object.h"

static const uint64_t highest_address = 0xfffffffff000u;

/* A setting of the hardware interface that must be there. */
static bool required_integer(const struct plan *plan, const struct adl_end *hardware, const char *suffix,
                             uint64_t lowest, uint64_t highest, uint64_t *result)
{
    const struct adl_value *setting = interface_setting(plan->system, hardware->interface, suffix);
    adl_integer number;
    if (!setting) {
        diag_error(hardware->where, "'%s.%s_%s' is not set", hardware->instance->name,
                   hardware->interface->name, suffix);
        return false;
    }
    if (!setting_integer(setting, (int64_t)lowest, highest, &number))
        return false;
    *result = (uint64_t)number;
    return true;
}

void layout_device_memory(struct plan *plan, const struct adl_connection *connection)
{
    const struct adl_end *hardware = &connection->to[0];
    uint64_t address, size;
    if (!required_integer(plan, hardware, "paddr", 0, highest_address, &address) ||
        !required_integer(plan, hardware, "size", 1, highest_address, &size))
        return;
    if (address % TABLE_PAGE != 0 || size % TABLE_PAGE != 0) {
        diag_error(hardware->where, "address and size of '%s' must be multiples of %u",
                   layout_end_name(plan, hardware), TABLE_PAGE);
        return;
    }
    const struct adl_value *cached = interface_setting(plan->system, hardware->interface, "hardware_cached");
    bool is_cached = false;
    if (setting_boolean(cached, &is_cached) && is_cached)
        diag_error(cached->where, "device memory is never cached");
    uint32_t region =
        layout_region(plan, layout_end_name(plan, hardware), TABLE_REGION_DEVICE, size, address);
    for (size_t i = 0; i < connection->from_count; i++) {
        const struct adl_end *from = &connection->from[i];
        struct plan_end *end = plan_end(plan, from);
        if (from->interface->buffer_size != 0 && from->interface->buffer_size != size)
            diag_error(from->where, "'%s' has %llu bytes, but the dataport's type is %s",
                       layout_end_name(plan, hardware), (unsigned long long)size, from->interface->type);
        end->size = size;
        end->rights = TABLE_RIGHT_READ | TABLE_RIGHT_WRITE;
        end->address =
            layout_map(plan, plan_domain(plan, from->instance), LAYOUT_AREA_DEVICE, region, end->rights);
    }
}

/* Which setting names the line, and how it is triggered. */
static bool interrupt_line(const struct plan *plan, const struct adl_end *hardware, uint64_t *line,
                           uint32_t *flags)
{
    static const struct {
        const char *type, *line;
        uint32_t flags;
    } kinds[] = {
        {"simple", "irq_number", 0},
        {"isa", "irq_ioapic_pin", 0},
        {"pci", "irq_ioapic_pin", TABLE_IRQ_LEVEL},
    };
    const struct adl_value *setting = interface_setting(plan->system, hardware->interface, "irq_type");
    const char *type = "simple";
    if (setting && !setting_string(setting, &type))
        return false;
    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
        if (strcmp(type, kinds[i].type) == 0) {
            *flags = kinds[i].flags;
            return required_integer(plan, hardware, kinds[i].line, 3, 15, line);
        }
    }
    diag_error(setting->where, "interrupt type \"%s\" is not one of \"simple\", \"isa\", \"pci\"", type);
    return false;
}

/* The interrupt of the `from` end signals `notification`. False after diag_error. */
static bool add_interrupt(struct plan *plan, const struct adl_connection *connection, uint32_t notification,
                          uint64_t badge)
{
    const struct adl_end *hardware = &connection->from[0];
    const struct adl_end *to = &connection->to[0];
    uint64_t line;
    uint32_t flags;
    if (!interrupt_line(plan, hardware, &line, &flags))
        return false;
    for (size_t i = 0; i < plan->irq_count; i++) {
        if (plan->irqs[i].line == line)
            diag_error(hardware->where, "interrupt line %u belongs to '%s' already", (unsigned)line,
                       plan->irqs[i].name);
    }
    struct plan_irq irq = {.name = layout_end_name(plan, hardware),
                           .line = (uint32_t)line,
                           .notification = notification,
                           .flags = flags,
                           .badge = badge};
    ARENA_APPEND(plan->system->arena, plan->irqs, plan->irq_count, irq);
    plan_end(plan, to)->slot = layout_slot(plan, plan_domain(plan, to->instance), TABLE_SLOT_IRQ,
                                           (uint32_t)plan->irq_count - 1, 0, 0);
    return true;
}

void layout_device_interrupt(struct plan *plan, const struct adl_connection *connection)
{
    const struct adl_end *to = &connection->to[0];
    uint32_t notification = layout_notification(plan, layout_end_name(plan, to));
    if (add_interrupt(plan, connection, notification, 1))
        plan_end(plan, to)->handoff_slot =
            layout_slot(plan, plan_domain(plan, to->instance), TABLE_SLOT_NOTIFICATION, notification,
                        TABLE_RIGHT_WAIT, 0);
}

void layout_global_interrupt(struct plan *plan, const struct adl_connection *connection)
{
    const struct adl_end *to = &connection->to[0];
    struct plan_member *member = plan_member(plan, to->instance);
    uint64_t badge;
    if (layout_global_badge(plan, member, to, &badge) &&
        add_interrupt(plan, connection, layout_global(plan, member), badge))
        plan_end(plan, to)->signal_badge = badge;
}

void layout_device_ports(struct plan *plan, const struct adl_connection *connection)
{
    const struct adl_end *hardware = &connection->to[0];
    const struct adl_end *from = &connection->from[0];
    struct plan_end *end = plan_end(plan, from);
    const struct adl_value *setting = interface_setting(plan->system, hardware->interface, "attributes");
    const char *text = "";
    unsigned first, last;
    int used = 0;
    if (!setting) {
        diag_error(hardware->where, "'%s.%s_attributes' is not set: \"FIRST:LAST\", both included",
                   hardware->instance->name, hardware->interface->name);
        return;
    }
    if (!setting_string(setting, &text))
        return;
    if (sscanf(text, "%i:%i%n", (int *)&first, (int *)&last, &used) != 2 || text[used] != '\0' ||
        first > last || last > UINT16_MAX) {
        diag_error(setting->where, "\"%s\" is not a range of I/O ports such as \"0x60:0x64\"", text);
        return;
    }
    struct plan_ports ports = {
        .name = layout_end_name(plan, hardware), .first = (uint16_t)first, .last = (uint16_t)last};
    ARENA_APPEND(plan->system->arena, plan->ports, plan->port_count, ports);
    end->first_port = ports.first;
    end->last_port = ports.last;
    end->slot = layout_slot(plan, plan_domain(plan, from->instance), TABLE_SLOT_PORTS,
                            (uint32_t)plan->port_count - 1, 0, 0);
}

void layout_timer(struct plan *plan, const struct adl_connection *connection)
{
    for (size_t i = 0; i < connection->to_count; i++) {
        const struct adl_end *to = &connection->to[i];
        struct plan_member *member = plan_member(plan, to->instance);
        struct plan_end *end = plan_end(plan, to);
        if (!layout_global_badge(plan, member, to, &end->signal_badge))
            continue;
        struct plan_timer timer = {.name = layout_end_name(plan, to),
                                   .notification = layout_global(plan, member),
                                   .badge = end->signal_badge};
        ARENA_APPEND(plan->system->arena, plan->timers, plan->timer_count, timer);
        end->slot =
            layout_slot(plan, member->domain, TABLE_SLOT_TIMER, (uint32_t)plan->timer_count - 1, 0, 0);
    }
}

/* Only the address is fixed here; the image writer knows the file. */
void layout_payload(struct plan *plan, const struct adl_connection *connection)
{
    for (size_t i = 0; i < connection->from_count; i++) {
        struct plan_domain *domain = plan_domain(plan, connection->from[i].instance);
        struct plan_end *end = plan_end(plan, &connection->from[i]);
        end->address = LAYOUT_PAYLOAD_START + domain->payload_count++ * LAYOUT_PAYLOAD_SIZE;
        end->rights = TABLE_RIGHT_READ;
    }
}

void layout_power(struct plan *plan, const struct adl_connection *connection)
{
    for (size_t i = 0; i < connection->from_count; i++) {
        struct plan_domain *domain = plan_domain(plan, connection->from[i].instance);
        plan_end(plan, &connection->from[i])->slot = layout_slot(plan, domain, TABLE_SLOT_POWER, 0, 0, 0);
    }
}
