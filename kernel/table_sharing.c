/* SPDX-License-Identifier: BSD-2-Clause */
/* Rules about all uses of one region, or one page, together. */
#include "table_check.h"

#define WRITABLE_CODE "makes a region writable that a domain may execute"
#define FOREIGN_BLOCK "uses the register block of a vCPU"

/* Mappings of domains: no writable code; a vCPU's register block only, and as data, where the vCPU's slot is. */
static bool check_domain_mappings(struct table_check *check, uint32_t domain_index)
{
    const struct table_domain *domain = &check->view.domains[domain_index];
    for (uint32_t i = 0; i < domain->mappings; i++) {
        uint32_t index = domain->first_mapping + i;
        const struct table_mapping *mapping = &check->view.mappings[index];
        if ((mapping->rights & TABLE_RIGHT_WRITE) != 0 && check->region_executable[mapping->region])
            return table_refuse(check, "mappings", index, "rights", WRITABLE_CODE);
        uint32_t vcpu = check->block_vcpu[mapping->region];
        if (vcpu == TABLE_NONE)
            continue;
        if (check->vcpu_domain[vcpu] != domain_index)
            return table_refuse(check, "mappings", index, "region",
                                FOREIGN_BLOCK " that the domain does not hold");
        if ((mapping->rights & TABLE_RIGHT_EXECUTE) != 0)
            return table_refuse(check, "mappings", index, "rights",
                                "makes the register block of a vCPU executable");
    }
    return true;
}

/*
 * What guests reach. A guest may execute what it may write, as a machine may; but not write what a domain executes.
 */
static bool check_guest_use(struct table_check *check, const char *array, uint32_t index,
                            const char *region_field, uint32_t region, uint32_t rights)
{
    if ((rights & TABLE_RIGHT_WRITE) != 0 && check->region_executable[region])
        return table_refuse(check, array, index, "rights", WRITABLE_CODE);
    if (check->block_vcpu[region] != TABLE_NONE)
        return table_refuse(check, array, index, region_field, FOREIGN_BLOCK);
    return true;
}

static bool page_before(const struct message_page *a, const struct message_page *b)
{
    if (a->region != b->region)
        return a->region < b->region;
    return a->page != b->page ? a->page < b->page : a->thread < b->thread;
}

/* Restores the heap below `root`: no page is before its children, entry i having 2i + 1 and 2i + 2. */
static void sift_down(struct message_page *pages, uint32_t root, uint32_t count)
{
    struct message_page moving = pages[root];
    for (uint32_t child; (child = 2 * root + 1) < count; root = child) {
        if (child + 1 < count && page_before(&pages[child], &pages[child + 1]))
            child++;
        if (!page_before(&moving, &pages[child]))
            break;
        pages[root] = pages[child];
    }
    pages[root] = moving;
}

/* Heapsort: in place, without recursion, and never slow whatever the table says. */
static void sort_pages(struct message_page *pages, uint32_t count)
{
    for (uint32_t root = count / 2; root-- > 0;)
        sift_down(pages, root, count);
    for (uint32_t last = count; last-- > 1;) {
        struct message_page largest = pages[0];
        pages[0] = pages[last];
        pages[last] = largest;
        sift_down(pages, 0, last);
    }
}

static bool check_messages(struct table_check *check)
{
    struct message_page *pages = check->message_pages;
    uint32_t count = check->view.header->threads.count;
    sort_pages(pages, count);
    for (uint32_t i = 1; i < count; i++)
        if (pages[i].region == pages[i - 1].region && pages[i].page == pages[i - 1].page)
            return table_refuse(check, "threads", pages[i].thread, "message", "is that of another thread");
    return true;
}

bool table_check_sharing(struct table_check *check)
{
    const struct table_view *view = &check->view;
    for (uint32_t i = 0; i < view->header->domains.count; i++)
        if (!check_domain_mappings(check, i))
            return false;
    for (uint32_t i = 0; i < view->header->vm_mappings.count; i++) {
        const struct table_vm_mapping *mapping = &view->vm_mappings[i];
        if (!check_guest_use(check, "vm_mappings", i, "region", mapping->region, mapping->rights))
            return false;
    }
    for (uint32_t i = 0; i < view->header->slots.count; i++) {
        const struct table_slot *slot = &view->slots[i];
        if (slot->type == TABLE_SLOT_REGION &&
            !check_guest_use(check, "slots", i, "object", slot->object, slot->rights))
            return false;
    }
    return check_messages(check);
}
