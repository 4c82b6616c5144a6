/* SPDX-License-Identifier: BSD-2-Clause */
#include "table_check.h"

#include "string.h"

bool table_refuse(struct table_check *check, const char *array, uint32_t index, const char *field,
                  const char *reason)
{
    *check->error = (struct table_error){.array = array, .index = index, .field = field, .reason = reason};
    return false;
}

void table_view_init(struct table_view *view, const void *image)
{
    const unsigned char *table = image;
    const struct table_header *header = image;
    *view = (struct table_view){
        .header = header,
        .domains = (const void *)(table + header->domains.offset),
        .threads = (const void *)(table + header->threads.offset),
        .slots = (const void *)(table + header->slots.offset),
        .mappings = (const void *)(table + header->mappings.offset),
        .regions = (const void *)(table + header->regions.offset),
        .notifications = (const void *)(table + header->notifications.offset),
        .endpoints = (const void *)(table + header->endpoints.offset),
        .irqs = (const void *)(table + header->irqs.offset),
        .port_ranges = (const void *)(table + header->port_ranges.offset),
        .timers = (const void *)(table + header->timers.offset),
        .vms = (const void *)(table + header->vms.offset),
        .vm_mappings = (const void *)(table + header->vm_mappings.offset),
        .vcpus = (const void *)(table + header->vcpus.offset),
        .strings = (const void *)(table + header->strings.offset),
    };
}

static size_t scratch_needed(const struct table_header *header)
{
    return header->threads.count * sizeof(struct message_page) + header->regions.count * sizeof(uint32_t) +
           header->vcpus.count * sizeof(uint32_t) + header->regions.count * sizeof(bool) +
           header->notifications.count * sizeof(bool) + header->irqs.count * sizeof(bool) +
           header->timers.count * sizeof(bool);
}

/* Lays out the scratch memory, the widest elements first, so that each array is aligned. */
static void scratch_init(struct table_check *check, void *scratch)
{
    const struct table_header *header = check->view.header;
    memset(scratch, 0, scratch_needed(header));
    check->message_pages = scratch;
    check->block_vcpu = (uint32_t *)(check->message_pages + header->threads.count);
    check->vcpu_domain = check->block_vcpu + header->regions.count;
    check->region_executable = (bool *)(check->vcpu_domain + header->vcpus.count);
    check->notification_bound = check->region_executable + header->regions.count;
    check->irq_held = check->notification_bound + header->notifications.count;
    check->timer_held = check->irq_held + header->irqs.count;

    for (uint32_t i = 0; i < header->regions.count; i++)
        check->block_vcpu[i] = TABLE_NONE;
    for (uint32_t i = 0; i < header->vcpus.count; i++)
        check->vcpu_domain[i] = TABLE_NONE;
}

size_t table_check_scratch(const void *image, size_t size)
{
    struct table_error ignored;
    struct table_check check = {.error = &ignored};
    if (!table_check_sizes(&check, image, size) || !table_check_arrays(&check))
        return 0;
    return scratch_needed(check.view.header);
}

bool table_check(const void *image, size_t size, void *scratch, size_t scratch_size,
                 struct table_error *error)
{
    struct table_check check = {.error = error};
    if (!table_check_sizes(&check, image, size) || !table_check_sum(&check) || !table_check_arrays(&check))
        return false;
    if (scratch_size < scratch_needed(check.view.header))
        return table_refuse(&check, "header", 0, "table_size", "needs more scratch memory than was given");
    scratch_init(&check, scratch);
    return table_check_objects(&check) && table_check_domains(&check) && table_check_sharing(&check);
}
