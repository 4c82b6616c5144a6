/* SPDX-License-Identifier: BSD-2-Clause */
/* The records that no domain owns: regions, notifications, endpoints, interrupts, ports, timers, VMs, vCPUs. */
#include "table_check.h"

#define FIRST_LINE 3u
#define LAST_LINE  15u
#define GUEST_END  (1ull << 40)
#define PRIORITIES 256u
#define BLOCK_SIZE TABLE_PAGE

/* No x86 page-table entry has more address bits; the bits above mean something else there. */
#define PHYSICAL_END (1ull << 52)

/* Ports that the kernel drives: 8259 pair with its trigger registers, 8254 channel 0 and command register. */
static const struct {
    uint16_t first, last;
} kernel_ports[] = {{0x20, 0x21}, {0x40, 0x40}, {0x43, 0x43}, {0xa0, 0xa1}, {0x4d0, 0x4d1}};

static bool check_payload(struct table_check *check, uint32_t index, const struct table_region *region)
{
    const char *array = "regions";
    const struct table_header *header = check->view.header;
    if (region->kind != TABLE_REGION_COPY && region->kind != TABLE_REGION_IMAGE)
        return table_check_zero(check, array, index, "image_offset", region->image_offset) &&
               table_check_zero(check, array, index, "image_size", region->image_size);

    if (!table_check_page_aligned(check, array, index, "image_offset", region->image_offset) ||
        !table_check_not_zero(check, array, index, "image_size", region->image_size))
        return false;
    if (region->image_offset < header->table_size || region->image_offset > header->image_size)
        return table_refuse(check, array, index, "image_offset", "lies outside the payload");
    if (region->image_size > header->image_size - region->image_offset)
        return table_refuse(check, array, index, "image_size", "reaches beyond the image");
    if (region->image_size > region->size)
        return table_refuse(check, array, index, "image_size", "is larger than the region");
    if (region->kind == TABLE_REGION_IMAGE && region->image_size != region->size)
        return table_refuse(check, array, index, "image_size", "differs from size in a region of kind IMAGE");
    return true;
}

static bool check_region(struct table_check *check, uint32_t index, const struct table_region *region)
{
    const char *array = "regions";
    if (!table_check_name(check, array, index, region->name) ||
        !table_check_below(check, array, index, "kind", region->kind, TABLE_REGION_DEVICE + 1) ||
        !table_check_page_aligned(check, array, index, "size", region->size) ||
        !table_check_not_zero(check, array, index, "size", region->size))
        return false;
    if (region->kind != TABLE_REGION_DEVICE)
        return table_check_zero(check, array, index, "address", region->address) &&
               check_payload(check, index, region);
    if (!table_check_page_aligned(check, array, index, "address", region->address))
        return false;
    if (region->address >= PHYSICAL_END)
        return table_refuse(check, array, index, "address", "is not below 2^52");
    if (region->size > PHYSICAL_END - region->address)
        return table_refuse(check, array, index, "size", "reaches beyond physical address 2^52");
    return check_payload(check, index, region);
}

static bool check_irq(struct table_check *check, uint32_t index, const struct table_irq *irq,
                      uint32_t *lines_seen)
{
    const char *array = "irqs";
    if (!table_check_name(check, array, index, irq->name))
        return false;
    if (irq->line < FIRST_LINE || irq->line > LAST_LINE)
        return table_refuse(check, array, index, "line", "is not between 3 and 15");
    if ((*lines_seen & 1u << irq->line) != 0)
        return table_refuse(check, array, index, "line", "is that of another record");
    *lines_seen |= 1u << irq->line;
    if ((irq->flags & ~TABLE_IRQ_LEVEL) != 0)
        return table_refuse(check, array, index, "flags", "has unknown bits");
    return table_check_below(check, array, index, "notification", irq->notification,
                             check->view.header->notifications.count) &&
           table_check_not_zero(check, array, index, "badge", irq->badge);
}

static bool check_port_range(struct table_check *check, uint32_t index, const struct table_port_range *range)
{
    const char *array = "port_ranges";
    if (!table_check_name(check, array, index, range->name))
        return false;
    if (range->last < range->first)
        return table_refuse(check, array, index, "last", "is below first");
    for (size_t i = 0; i < sizeof kernel_ports / sizeof kernel_ports[0]; i++)
        if (range->first <= kernel_ports[i].last && range->last >= kernel_ports[i].first)
            return table_refuse(check, array, index, "first", "gives away ports of the kernel");
    return true;
}

static bool check_timer(struct table_check *check, uint32_t index, const struct table_timer *timer)
{
    return table_check_name(check, "timers", index, timer->name) &&
           table_check_below(check, "timers", index, "notification", timer->notification,
                             check->view.header->notifications.count) &&
           table_check_not_zero(check, "timers", index, "badge", timer->badge);
}

static bool check_vm(struct table_check *check, uint32_t index, const struct table_vm *vm, uint32_t *next)
{
    static const struct table_space guest = {"vm_mappings", 0, GUEST_END};
    struct table_run run = {
        .array = "vms",
        .first_field = "first_mapping",
        .count_field = "mappings",
        .index = index,
        .first = vm->first_mapping,
        .count = vm->mappings,
        .least = 1,
        .total = check->view.header->vm_mappings.count,
    };
    if (!table_check_name(check, "vms", index, vm->name) || !table_check_run(check, &run, next))
        return false;
    uint64_t previous_end = 0;
    for (uint32_t i = vm->first_mapping; i < *next; i++) {
        const struct table_vm_mapping *m = &check->view.vm_mappings[i];
        struct table_mapping mapping = {m->region, m->rights, m->address, m->offset, m->size};
        if (!table_check_mapping(check, &guest, i, &mapping, &previous_end))
            return false;
    }
    return true;
}

static bool check_vcpu(struct table_check *check, uint32_t index, const struct table_vcpu *vcpu)
{
    const char *array = "vcpus";
    const struct table_header *header = check->view.header;
    if (!table_check_name(check, array, index, vcpu->name) ||
        !table_check_below(check, array, index, "vm", vcpu->vm, header->vms.count) ||
        !table_check_below(check, array, index, "priority", vcpu->priority, PRIORITIES) ||
        !table_check_below(check, array, index, "endpoint", vcpu->endpoint, header->endpoints.count) ||
        !table_check_below(check, array, index, "block", vcpu->block, header->regions.count) ||
        !table_check_zero(check, array, index, "reserved", vcpu->reserved))
        return false;

    const struct table_region *block = &check->view.regions[vcpu->block];
    if (block->kind != TABLE_REGION_ZERO)
        return table_refuse(check, array, index, "block", "is not a region of kind ZERO");
    if (block->size != BLOCK_SIZE)
        return table_refuse(check, array, index, "block", "is not a region of 4096 bytes");
    if (check->block_vcpu[vcpu->block] != TABLE_NONE)
        return table_refuse(check, array, index, "block", "is that of another vCPU");
    check->block_vcpu[vcpu->block] = index;
    return true;
}

static bool check_names_only(struct table_check *check)
{
    const struct table_view *view = &check->view;
    for (uint32_t i = 0; i < view->header->notifications.count; i++)
        if (!table_check_name(check, "notifications", i, view->notifications[i].name) ||
            !table_check_zero(check, "notifications", i, "reserved", view->notifications[i].reserved))
            return false;
    for (uint32_t i = 0; i < view->header->endpoints.count; i++)
        if (!table_check_name(check, "endpoints", i, view->endpoints[i].name) ||
            !table_check_zero(check, "endpoints", i, "reserved", view->endpoints[i].reserved))
            return false;
    return true;
}

static bool check_devices(struct table_check *check)
{
    const struct table_view *view = &check->view;
    uint32_t lines_seen = 0;
    for (uint32_t i = 0; i < view->header->irqs.count; i++)
        if (!check_irq(check, i, &view->irqs[i], &lines_seen))
            return false;
    for (uint32_t i = 0; i < view->header->port_ranges.count; i++)
        if (!check_port_range(check, i, &view->port_ranges[i]))
            return false;
    for (uint32_t i = 0; i < view->header->timers.count; i++)
        if (!check_timer(check, i, &view->timers[i]))
            return false;
    return true;
}

static bool check_machines(struct table_check *check)
{
    const struct table_view *view = &check->view;
    uint32_t next = 0;
    for (uint32_t i = 0; i < view->header->vms.count; i++)
        if (!check_vm(check, i, &view->vms[i], &next))
            return false;
    if (next != view->header->vm_mappings.count)
        return table_refuse(check, "header", 0, "vm_mappings.count", "counts records that no VM owns");
    for (uint32_t i = 0; i < view->header->vcpus.count; i++)
        if (!check_vcpu(check, i, &view->vcpus[i]))
            return false;
    return true;
}

bool table_check_objects(struct table_check *check)
{
    for (uint32_t i = 0; i < check->view.header->regions.count; i++)
        if (!check_region(check, i, &check->view.regions[i]))
            return false;
    return check_names_only(check) && check_devices(check) && check_machines(check);
}
