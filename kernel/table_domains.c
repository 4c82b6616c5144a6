/* SPDX-License-Identifier: BSD-2-Clause */
/* Domains, and the mappings and threads that belong to them. */
#include "table_check.h"

#define PRIORITIES 256u

/* First unowned record of each array that domains own. */
struct unowned {
    uint32_t thread, slot, mapping;
};

static bool user_address(uint64_t address)
{
    return address >= TABLE_USER_START && address < TABLE_USER_END;
}

static bool check_domain(struct table_check *check, uint32_t index, struct unowned *next)
{
    const char *array = "domains";
    const struct table_header *header = check->view.header;
    const struct table_domain *domain = &check->view.domains[index];
    const struct table_run threads = {
        array, "first_thread",        "threads", index, domain->first_thread, domain->threads,
        1,     header->threads.count,
    };
    const struct table_run slots = {
        array, "first_slot", "slots", index, domain->first_slot, domain->slots, 1, header->slots.count,
    };
    const struct table_run mappings = {
        array, "first_mapping",        "mappings", index, domain->first_mapping, domain->mappings,
        1,     header->mappings.count,
    };
    if (!table_check_name(check, array, index, domain->name) ||
        !table_check_run(check, &threads, &next->thread) || !table_check_run(check, &slots, &next->slot) ||
        !table_check_run(check, &mappings, &next->mapping) ||
        !table_check_zero(check, array, index, "reserved", domain->reserved))
        return false;
    if (domain->foreign_syscall_entry != 0 && !user_address(domain->foreign_syscall_entry))
        return table_refuse(check, array, index, "foreign_syscall_entry", "is not a user address");
    return true;
}

static bool check_mappings(struct table_check *check, const struct table_domain *domain)
{
    static const struct table_space user = {"mappings", TABLE_USER_START, TABLE_USER_END};
    const uint32_t both = TABLE_RIGHT_WRITE | TABLE_RIGHT_EXECUTE;
    uint64_t previous_end = 0;
    for (uint32_t i = 0; i < domain->mappings; i++) {
        uint32_t index = domain->first_mapping + i;
        const struct table_mapping *mapping = &check->view.mappings[index];
        if (!table_check_mapping(check, &user, index, mapping, &previous_end))
            return false;
        if ((mapping->rights & both) == both)
            return table_refuse(check, "mappings", index, "rights", "has both WRITE and EXECUTE");
        if ((mapping->rights & TABLE_RIGHT_EXECUTE) != 0)
            check->region_executable[mapping->region] = true;
    }
    return true;
}

/* The domain's mapping that contains `address`, if it has all of `rights`; else NULL. Mappings ascend. */
static const struct table_mapping *find_mapping(const struct table_check *check,
                                                const struct table_domain *domain, uint64_t address,
                                                uint32_t rights)
{
    const struct table_mapping *mappings = &check->view.mappings[domain->first_mapping];
    uint32_t low = 0, high = domain->mappings;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        const struct table_mapping *mapping = &mappings[middle];
        if (address < mapping->address)
            high = middle;
        else if (address - mapping->address >= mapping->size)
            low = middle + 1;
        else
            return (mapping->rights & rights) == rights ? mapping : NULL;
    }
    return NULL;
}

static bool in_device(const struct table_check *check, const struct table_mapping *mapping)
{
    return check->view.regions[mapping->region].kind == TABLE_REGION_DEVICE;
}

static bool check_stack(struct table_check *check, const struct table_domain *domain, uint32_t index)
{
    uint64_t top = check->view.threads[index].stack_top;
    if (top % 16 != 0)
        return table_refuse(check, "threads", index, "stack_top", "is not a multiple of 16");
    const struct table_mapping *mapping = find_mapping(check, domain, top - 1, TABLE_RIGHT_WRITE);
    if (mapping == NULL || mapping->address + mapping->size != top)
        return table_refuse(check, "threads", index, "stack_top", "is not the end of a writable mapping");
    if (in_device(check, mapping))
        return table_refuse(check, "threads", index, "stack_top", "is not in RAM");
    return true;
}

/* Notes which page it is, for the rule that no two threads have the same. */
static bool check_message(struct table_check *check, const struct table_domain *domain, uint32_t index)
{
    uint64_t address = check->view.threads[index].message;
    if (!table_check_page_aligned(check, "threads", index, "message", address))
        return false;
    const struct table_mapping *mapping =
        find_mapping(check, domain, address, TABLE_RIGHT_READ | TABLE_RIGHT_WRITE);
    if (mapping == NULL)
        return table_refuse(check, "threads", index, "message", "is not in a readable and writable mapping");
    /* The kernel reaches messages through its own mapping of RAM. */
    if (in_device(check, mapping))
        return table_refuse(check, "threads", index, "message", "is not in RAM");
    if (check->block_vcpu[mapping->region] != TABLE_NONE)
        return table_refuse(check, "threads", index, "message", "is the register block of a vCPU");
    check->message_pages[index] = (struct message_page){
        .page = (mapping->offset + (address - mapping->address)) / TABLE_PAGE,
        .region = mapping->region,
        .thread = index,
    };
    return true;
}

static bool check_thread(struct table_check *check, const struct table_domain *domain, uint32_t index)
{
    const char *array = "threads";
    const struct table_thread *thread = &check->view.threads[index];
    if (!table_check_name(check, array, index, thread->name) ||
        !table_check_below(check, array, index, "priority", thread->priority, PRIORITIES) ||
        !table_check_zero(check, array, index, "reserved", thread->reserved))
        return false;
    uint32_t bound = thread->bound_notification;
    if (bound != TABLE_NONE) {
        if (!table_check_below(check, array, index, "bound_notification", bound,
                               check->view.header->notifications.count))
            return false;
        if (check->notification_bound[bound])
            return table_refuse(check, array, index, "bound_notification", "is bound to another thread");
        check->notification_bound[bound] = true;
    }
    if (find_mapping(check, domain, thread->entry, TABLE_RIGHT_EXECUTE) == NULL)
        return table_refuse(check, array, index, "entry", "is not in an executable mapping of the domain");
    return check_stack(check, domain, index) && check_message(check, domain, index);
}

static bool check_ownership(struct table_check *check)
{
    const struct table_header *header = check->view.header;
    struct unowned next = {0, 0, 0};
    for (uint32_t i = 0; i < header->domains.count; i++)
        if (!check_domain(check, i, &next))
            return false;
    const char *field = next.thread != header->threads.count     ? "threads.count"
                        : next.slot != header->slots.count       ? "slots.count"
                        : next.mapping != header->mappings.count ? "mappings.count"
                                                                 : NULL;
    return field == NULL || table_refuse(check, "header", 0, field, "counts records that no domain owns");
}

bool table_check_domains(struct table_check *check)
{
    if (!check_ownership(check))
        return false;
    for (uint32_t i = 0; i < check->view.header->domains.count; i++) {
        const struct table_domain *domain = &check->view.domains[i];
        if (!check_mappings(check, domain))
            return false;
        for (uint32_t t = 0; t < domain->threads; t++)
            if (!check_thread(check, domain, domain->first_thread + t))
                return false;
        if (!table_check_slots(check, i))
            return false;
    }
    return true;
}
