/* SPDX-License-Identifier: BSD-2-Clause */
#include "layout_connector.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "layout_object.h"

static const uint64_t highest_address = 0xfffffffff000u;
static const uint64_t first_line = 3, last_line = 15;

/* At an interrupt consumer's own notification: CAMKES_INTERRUPT_LINE and CAMKES_INTERRUPT_REGISTERED of lib/camkes. */
static const uint64_t line_badge = 1, registered_badge = 2;

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

struct line {
    uint64_t number;
    uint32_t flags;
};

/* Which setting names the line, and how it is triggered. */
static bool read_line(const struct plan *plan, const struct adl_end *hardware, struct line *line)
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
            line->flags = kinds[i].flags;
            return required_integer(plan, hardware, kinds[i].line, first_line, last_line, &line->number);
        }
    }
    diag_error(setting->where, "interrupt type \"%s\" is not one of \"simple\", \"isa\", \"pci\"", type);
    return false;
}

/* The line signals `notification`, and the `to` end can acknowledge it. */
static void add_line(struct plan *plan, const struct adl_connection *connection, struct line line,
                     uint32_t notification, uint64_t badge)
{
    const struct adl_end *hardware = &connection->from[0];
    const struct adl_end *to = &connection->to[0];
    for (size_t i = 0; i < plan->irq_count; i++) {
        if (plan->irqs[i].line == line.number)
            diag_error(hardware->where, "interrupt line %u belongs to '%s' already", (unsigned)line.number,
                       plan->irqs[i].name);
    }
    struct plan_irq irq = {.name = layout_end_name(plan, hardware),
                           .line = (uint32_t)line.number,
                           .notification = notification,
                           .flags = line.flags,
                           .badge = badge};
    ARENA_APPEND(plan->system->arena, plan->irqs, plan->irq_count, irq);
    plan_end(plan, to)->line_slot = layout_slot(plan, plan_domain(plan, to->instance), TABLE_SLOT_IRQ,
                                                (uint32_t)plan->irq_count - 1, 0, 0);
}

void layout_device_interrupt(struct plan *plan, const struct adl_connection *connection)
{
    struct line line;
    if (read_line(plan, &connection->from[0], &line))
        add_line(plan, connection, line, layout_consumer(plan, &connection->to[0]), line_badge);
}

void layout_global_interrupt(struct plan *plan, const struct adl_connection *connection)
{
    const struct adl_end *to = &connection->to[0];
    struct plan_member *member = plan_member(plan, to->instance);
    struct line line;
    uint64_t badge;
    if (!read_line(plan, &connection->from[0], &line) || !layout_global_badge(plan, member, to, &badge))
        return;
    add_line(plan, connection, line, layout_global(plan, member), badge);
    plan_end(plan, to)->signal_badge = badge;
}

/* Reads a number at *text, behind any blanks; *text is moved behind it. False: there is none up to `highest`. */
static bool take_number(const char **text, uint64_t highest, uint64_t *number)
{
    char *rest;
    *text += strspn(*text, " ");
    if (!isdigit((unsigned char)**text))
        return false;
    *number = strtoul(*text, &rest, 0);
    *text = rest;
    return *number <= highest;
}

static bool take_character(const char **text, char expected)
{
    bool found = **text == expected;
    *text += found;
    return found;
}

/* "LINE,LEVEL,TRIGGER". A line is an ISA device's, with two zeros, or a PCI device's, with two ones: then it does not
   matter which of the two words is the polarity. */
static bool read_old_line(const struct adl_value *setting, struct line *line)
{
    const char *text;
    uint64_t level, trigger;
    if (!setting_string(setting, &text))
        return false;
    const char *at = text;
    if (!take_number(&at, last_line, &line->number) || !take_character(&at, ',') ||
        !take_number(&at, 1, &level) || !take_character(&at, ',') || !take_number(&at, 1, &trigger) ||
        *at != '\0' || line->number < first_line || level != trigger) {
        diag_error(setting->where,
                   "\"%s\" is not an interrupt line from %u to %u of an ISA device, \"LINE,0,0\", or of a "
                   "PCI device, \"LINE,1,1\"",
                   text, (unsigned)first_line, (unsigned)last_line);
        return false;
    }
    line->flags = level ? TABLE_IRQ_LEVEL : 0;
    return true;
}

void layout_old_interrupt(struct plan *plan, const struct adl_connection *connection)
{
    const struct adl_end *hardware = &connection->from[0], *to = &connection->to[0];
    const struct adl_value *setting = interface_setting(plan->system, hardware->interface, "attributes");
    const struct adl_value *other = interface_setting(plan->system, to->interface, "attributes");
    struct line line;
    if (!setting && !other) {
        diag_error(hardware->where, "'%s.%s_attributes' is not set: \"LINE,LEVEL,TRIGGER\"",
                   hardware->instance->name, hardware->interface->name);
        return;
    }
    if (setting && other) {
        diag_error(other->where, "the interrupt line is set at both ends");
        diag_note(setting->where, "the other setting is here");
    }
    if (!read_old_line(setting ? setting : other, &line))
        return;
    uint32_t notification = layout_consumer(plan, to);
    add_line(plan, connection, line, notification, line_badge);
    plan_end(plan, to)->wake_slot =
        layout_slot(plan, plan_domain(plan, to->instance), TABLE_SLOT_NOTIFICATION, notification,
                    TABLE_RIGHT_SIGNAL, registered_badge);
    layout_handoff(plan, to);
}

void layout_device_ports(struct plan *plan, const struct adl_connection *connection)
{
    const struct adl_end *hardware = &connection->to[0];
    const struct adl_end *from = &connection->from[0];
    struct plan_end *end = plan_end(plan, from);
    const struct adl_value *setting = interface_setting(plan->system, hardware->interface, "attributes");
    const char *text = "";
    uint64_t first, last;
    if (!setting) {
        diag_error(hardware->where, "'%s.%s_attributes' is not set: \"FIRST:LAST\", both included",
                   hardware->instance->name, hardware->interface->name);
        return;
    }
    if (!setting_string(setting, &text))
        return;
    const char *at = text;
    if (!take_number(&at, UINT16_MAX, &first) || !take_character(&at, ':') ||
        !take_number(&at, UINT16_MAX, &last) || *at != '\0' || first > last) {
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
