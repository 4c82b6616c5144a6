/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the kernel's tables have room for. The kernel checks the same; here the message names what the
 * specification has too many of.
 */
#include "layout_object.h"

static bool has_ports(const struct plan_domain *domain)
{
    for (size_t i = 0; i < domain->slot_count; i++)
        if (domain->slots[i].type == TABLE_SLOT_PORTS)
            return true;
    return false;
}

static void limit_port_domains(const struct plan *plan)
{
    unsigned count = 0;
    for (size_t i = 0; i < plan->domain_count; i++) {
        const struct plan_domain *domain = &plan->domains[i];
        if (has_ports(domain) && count++ == TABLE_MAX_PORT_DOMAINS)
            diag_error(domain->members[0]->instance->where,
                       "only %u instances can have I/O ports, and '%s' is one more", TABLE_MAX_PORT_DOMAINS,
                       domain->name);
    }
}

static void limit_records(const char *what, size_t count)
{
    if (count > TABLE_MAX_RECORDS)
        diag_error((struct adl_location){0}, "the system needs %zu %s, and the system table has room for %u",
                   count, what, TABLE_MAX_RECORDS);
}

void layout_limits(const struct plan *plan)
{
    size_t threads = 0, slots = 0, mappings = 0;
    for (size_t i = 0; i < plan->domain_count; i++) {
        threads += plan->domains[i].thread_count;
        slots += plan->domains[i].slot_count;
        mappings += plan->domains[i].mapping_count;
    }
    limit_records("threads", threads);
    limit_records("slots", slots);
    limit_records("mappings", mappings);
    limit_records("notifications", plan->notification_count);
    limit_records("endpoints", plan->endpoint_count);
    limit_records("regions", plan->region_count);
    limit_port_domains(plan);
}
