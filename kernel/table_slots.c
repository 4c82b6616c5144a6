/* SPDX-License-Identifier: BSD-2-Clause */
/* Slots: the authority of domains. */
#include "table_check.h"

/* What a slot of a type may hold. */
struct slot_rule {
    uint32_t objects; /* records of the type's array; 1 for types whose object is 0 */
    uint32_t rights;  /* those that exist */
    bool badge;
};

static struct slot_rule slot_rule(const struct table_header *header, uint32_t type)
{
    const uint32_t signal_wait = TABLE_RIGHT_SIGNAL | TABLE_RIGHT_WAIT;
    const uint32_t call_receive = TABLE_RIGHT_CALL | TABLE_RIGHT_RECEIVE;
    const uint32_t read_write = TABLE_RIGHT_READ | TABLE_RIGHT_WRITE;
    switch (type) {
    case TABLE_SLOT_NOTIFICATION:
        return (struct slot_rule){header->notifications.count, signal_wait, true};
    case TABLE_SLOT_ENDPOINT:
        return (struct slot_rule){header->endpoints.count, call_receive, true};
    case TABLE_SLOT_IRQ:
        return (struct slot_rule){header->irqs.count, 0, false};
    case TABLE_SLOT_TIMER:
        return (struct slot_rule){header->timers.count, 0, false};
    case TABLE_SLOT_PORTS:
        return (struct slot_rule){header->port_ranges.count, 0, false};
    case TABLE_SLOT_REGION:
        return (struct slot_rule){header->regions.count, read_write, false};
    case TABLE_SLOT_VM:
        return (struct slot_rule){header->vms.count, 0, false};
    case TABLE_SLOT_VCPU:
        return (struct slot_rule){header->vcpus.count, 0, false};
    default:
        return (struct slot_rule){1, 0, false};
    }
}

static bool check_fields(struct table_check *check, uint32_t index, const struct table_slot *slot)
{
    const char *array = "slots";
    if (!table_check_below(check, array, index, "type", slot->type, TABLE_SLOT_TYPES))
        return false;
    struct slot_rule rule = slot_rule(check->view.header, slot->type);
    if (!table_check_below(check, array, index, "object", slot->object, rule.objects) ||
        !table_check_zero(check, array, index, "reserved", slot->reserved))
        return false;
    if ((slot->rights & ~rule.rights) != 0)
        return table_refuse(check, array, index, "rights", "has bits that the type does not have");
    if (rule.rights != 0 && slot->rights == 0)
        return table_refuse(check, array, index, "rights", "is zero");
    if (!rule.badge && slot->badge != 0)
        return table_refuse(check, array, index, "badge", "is not zero");
    if ((slot->rights & TABLE_RIGHT_SIGNAL) != 0 && slot->badge == 0)
        return table_refuse(check, array, index, "badge", "is zero in a slot with SIGNAL");
    return true;
}

static bool check_region_slot(struct table_check *check, uint32_t index, const struct table_slot *slot)
{
    /* No processor's second-stage tables can say write-only. */
    if ((slot->rights & TABLE_RIGHT_READ) == 0)
        return table_refuse(check, "slots", index, "rights", "lacks READ");
    if ((slot->rights & TABLE_RIGHT_WRITE) != 0 &&
        check->view.regions[slot->object].kind == TABLE_REGION_IMAGE)
        return table_refuse(check, "slots", index, "rights", "makes a region of kind IMAGE writable");
    return true;
}

/* Notes that a slot holds an object that only one may hold. */
static bool hold(struct table_check *check, uint32_t index, bool *held)
{
    if (*held)
        return table_refuse(check, "slots", index, "object", "is held by another slot");
    *held = true;
    return true;
}

static bool check_vcpu_slot(struct table_check *check, uint32_t index, uint32_t vcpu, uint32_t domain,
                            uint32_t domain_priority)
{
    if (check->vcpu_domain[vcpu] != TABLE_NONE)
        return table_refuse(check, "slots", index, "object", "is held by another slot");
    check->vcpu_domain[vcpu] = domain;
    if (check->view.vcpus[vcpu].priority >= domain_priority)
        return table_refuse(check, "vcpus", vcpu, "priority", "is not below that of the VMM's threads");
    return true;
}

/* The priority of the domain's most urgent thread. */
static uint32_t highest_priority(const struct table_check *check, const struct table_domain *domain)
{
    uint32_t highest = 0;
    for (uint32_t i = 0; i < domain->threads; i++) {
        uint32_t priority = check->view.threads[domain->first_thread + i].priority;
        highest = priority > highest ? priority : highest;
    }
    return highest;
}

/* Rules of slots with ports: the kernel has a fixed number of port bitmaps. */
static bool check_port_domain(struct table_check *check, uint32_t index, bool *has_ports)
{
    if (*has_ports)
        return true;
    *has_ports = true;
    return ++check->port_domains <= TABLE_MAX_PORT_DOMAINS ||
           table_refuse(check, "slots", index, "type", "is PORTS in more domains than the kernel supports");
}

bool table_check_slots(struct table_check *check, uint32_t domain_index)
{
    const struct table_domain *domain = &check->view.domains[domain_index];
    const uint32_t priority = highest_priority(check, domain);
    bool has_ports = false;
    if (check->view.slots[domain->first_slot].type != TABLE_SLOT_SELF)
        return table_refuse(check, "slots", domain->first_slot, "type", "is not SELF in a domain's slot 0");

    for (uint32_t i = 0; i < domain->slots; i++) {
        uint32_t index = domain->first_slot + i;
        const struct table_slot *slot = &check->view.slots[index];
        bool right = check_fields(check, index, slot);
        if (right && slot->type == TABLE_SLOT_IRQ)
            right = hold(check, index, &check->irq_held[slot->object]);
        else if (right && slot->type == TABLE_SLOT_TIMER)
            right = hold(check, index, &check->timer_held[slot->object]);
        else if (right && slot->type == TABLE_SLOT_PORTS)
            right = check_port_domain(check, index, &has_ports);
        else if (right && slot->type == TABLE_SLOT_REGION)
            right = check_region_slot(check, index, slot);
        else if (right && slot->type == TABLE_SLOT_VCPU)
            right = check_vcpu_slot(check, index, slot->object, domain_index, priority);
        if (!right)
            return false;
    }
    return true;
}
