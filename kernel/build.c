/* SPDX-License-Identifier: BSD-2-Clause */
#include "build.h"

#include "arch.h"
#include "boot_memory.h"
#include "console.h"
#include "domain.h"
#include "endpoint.h"
#include "irq.h"
#include "notification.h"
#include "scheduler.h"
#include "string.h"
#include "table.h"
#include "timer.h"
#include "vcpu.h"
#include "vm.h"

#define PAGE       4096ul
#define LARGE_PAGE 0x200000ul

static struct {
    struct table_view table;
    uint64_t image; /* physical address */
    struct domain *domains;
    struct thread *threads;
    struct slot *slots;
    struct domain_mapping *mappings;
    struct region *regions;
    struct notification *notifications;
    struct endpoint *endpoints;
    struct irq *irqs;
    struct timer *timers;
    struct vm *vms;
    struct vcpu *vcpus;
} built;

static const char *name_of(uint32_t name)
{
    return table_name(&built.table, name);
}

static void check_table(const void *image, uint64_t size)
{
    struct table_error error;
    size_t scratch_size = table_check_scratch(image, size);
    uint64_t scratch = boot_memory_allocate(scratch_size ? scratch_size : 1, PAGE);
    if (scratch == 0)
        panic("not enough memory to check the system table");
    if (!table_check(image, size, arch_physical(scratch), scratch_size, &error))
        panic("the system table is refused: %s[%u].%s %s", error.array, error.index, error.field,
              error.reason);
}

/* What only this machine can tell about the table. */
static void check_machine(void)
{
    const struct table_header *h = built.table.header;
    for (uint32_t i = 0; i < h->regions.count; i++) {
        const struct table_region *r = &built.table.regions[i];
        if (r->kind == TABLE_REGION_DEVICE && !arch_device_range_allowed(r->address, r->address + r->size))
            panic("the system table is refused: regions[%u].address: %lx is RAM or the kernel's", i,
                  r->address);
    }
    if (h->vcpus.count > 0 && arch_vm_obstacle())
        panic("this system has a virtual machine, but %s", arch_vm_obstacle());
    if (h->vms.count > 0 && h->vms.count > arch_vm_tags())
        panic("this processor can run %u virtual machines; the system has %u", arch_vm_tags(), h->vms.count);
}

static void build_region(uint32_t i)
{
    const struct table_region *from = &built.table.regions[i];
    struct region *to = &built.regions[i];
    to->size = from->size;
    if (from->kind == TABLE_REGION_DEVICE)
        to->physical = from->address;
    else if (from->kind == TABLE_REGION_IMAGE)
        to->physical = built.image + from->image_offset;
    else
        to->physical = boot_memory_allocate(from->size, from->size >= LARGE_PAGE ? LARGE_PAGE : PAGE);
    if (to->physical == 0 && from->kind != TABLE_REGION_DEVICE)
        panic("not enough memory: %s needs %lu KiB, %lu KiB are left; give the machine more RAM",
              name_of(from->name), from->size / 1024, boot_memory_free() / 1024);
    if (from->kind == TABLE_REGION_COPY)
        memcpy(arch_physical(to->physical), arch_physical(built.image + from->image_offset),
               from->image_size);
}

/* All memory that the system asks for, against what there is, before any of it is taken. */
static void check_memory(void)
{
    uint64_t needed = 0;
    for (uint32_t i = 0; i < built.table.header->regions.count; i++) {
        const struct table_region *r = &built.table.regions[i];
        if (r->kind == TABLE_REGION_ZERO || r->kind == TABLE_REGION_COPY)
            needed += r->size;
    }
    if (needed > boot_memory_free())
        panic("this system needs %lu MiB of RAM for its components and guests; %lu MiB are free of %lu MiB. "
              "Give the "
              "machine more RAM",
              (needed >> 20) + 1, boot_memory_free() >> 20, boot_memory_total() >> 20);
}

static void build_vm(uint32_t i)
{
    const struct table_vm *from = &built.table.vms[i];
    struct vm_range *base = boot_memory_objects(from->mappings, sizeof *base);
    for (uint32_t m = 0; m < from->mappings; m++) {
        const struct table_vm_mapping *map = &built.table.vm_mappings[from->first_mapping + m];
        base[m] = (struct vm_range){.address = map->address,
                                    .size = map->size,
                                    .physical = built.regions[map->region].physical + map->offset,
                                    .rights = map->rights};
    }
    vm_init(&built.vms[i], name_of(from->name), arch_vm_format(), i + 1, base, from->mappings,
            from->table_pages);
}

static void *slot_object(const struct table_slot *slot)
{
    switch (slot->type) {
    case TABLE_SLOT_NOTIFICATION:
        return &built.notifications[slot->object];
    case TABLE_SLOT_ENDPOINT:
        return &built.endpoints[slot->object];
    case TABLE_SLOT_IRQ:
        return &built.irqs[slot->object];
    case TABLE_SLOT_TIMER:
        return &built.timers[slot->object];
    case TABLE_SLOT_REGION:
        return &built.regions[slot->object];
    case TABLE_SLOT_VM:
        return &built.vms[slot->object];
    case TABLE_SLOT_VCPU:
        return &built.vcpus[slot->object];
    default:
        return NULL;
    }
}

static void build_slots(struct domain *domain, const struct table_domain *from)
{
    for (uint32_t i = 0; i < from->slots; i++) {
        const struct table_slot *slot = &built.table.slots[from->first_slot + i];
        domain->slots[i] = (struct slot){
            .type = slot->type, .rights = slot->rights, .badge = slot->badge, .object = slot_object(slot)};
        if (slot->type == TABLE_SLOT_PORTS) {
            const struct table_port_range *range = &built.table.port_ranges[slot->object];
            arch_domain_allow_ports(domain, range->first, range->last);
        }
        if (slot->type == TABLE_SLOT_VCPU) {
            const struct table_vcpu *v = &built.table.vcpus[slot->object];
            struct vcpu_block *block = arch_physical(built.regions[v->block].physical);
            vcpu_init(&built.vcpus[slot->object], name_of(v->name), domain, (uint8_t)v->priority,
                      &built.vms[v->vm], &built.endpoints[v->endpoint], v->badge, block);
        }
    }
}

static void build_mappings(struct domain *domain, const struct table_domain *from)
{
    for (uint32_t i = 0; i < from->mappings; i++) {
        const struct table_mapping *map = &built.table.mappings[from->first_mapping + i];
        uint64_t physical = built.regions[map->region].physical + map->offset;
        bool device = built.table.regions[map->region].kind == TABLE_REGION_DEVICE;
        domain->mappings[i] = (struct domain_mapping){.address = map->address,
                                                      .size = map->size,
                                                      .physical = physical,
                                                      .rights = map->rights,
                                                      .device = device};
        arch_domain_map(domain, map->address, physical, map->size, map->rights, device);
    }
}

static void build_threads(struct domain *domain, const struct table_domain *from)
{
    for (uint32_t i = 0; i < from->threads; i++) {
        const struct table_thread *t = &built.table.threads[from->first_thread + i];
        struct thread *thread = &domain->threads[i];
        void *message = domain_bytes(domain, t->message, PAGE, TABLE_RIGHT_READ | TABLE_RIGHT_WRITE);
        thread_init(thread, name_of(t->name), domain, (uint8_t)t->priority, message, NULL);
        arch_thread_init(thread, t->entry, t->stack_top, t->argument, i);
        if (t->bound_notification != TABLE_NONE)
            notification_bind(&built.notifications[t->bound_notification], thread);
    }
}

static void build_domain(uint32_t i)
{
    const struct table_domain *from = &built.table.domains[i];
    struct domain *domain = &built.domains[i];
    domain->name = name_of(from->name);
    domain->threads = &built.threads[from->first_thread];
    domain->thread_count = from->threads;
    domain->slots = &built.slots[from->first_slot];
    domain->slot_count = from->slots;
    domain->mappings = &built.mappings[from->first_mapping];
    domain->mapping_count = from->mappings;
    domain->foreign_syscall_entry = from->foreign_syscall_entry;
    arch_domain_init(domain);
    build_mappings(domain, from);
    build_threads(domain, from);
    build_slots(domain, from);
}

static void count_receivers(const struct table_header *h)
{
    for (uint32_t i = 0; i < h->slots.count; i++) {
        const struct table_slot *slot = &built.table.slots[i];
        if (slot->type == TABLE_SLOT_ENDPOINT && (slot->rights & TABLE_RIGHT_RECEIVE))
            built.endpoints[slot->object].receivers++;
    }
}

static void allocate_objects(const struct table_header *h)
{
    built.domains = boot_memory_objects(h->domains.count, sizeof *built.domains);
    built.threads = boot_memory_objects(h->threads.count, sizeof *built.threads);
    built.slots = boot_memory_objects(h->slots.count, sizeof *built.slots);
    built.mappings = boot_memory_objects(h->mappings.count, sizeof *built.mappings);
    built.regions = boot_memory_objects(h->regions.count, sizeof *built.regions);
    built.notifications = boot_memory_objects(h->notifications.count, sizeof *built.notifications);
    built.endpoints = boot_memory_objects(h->endpoints.count, sizeof *built.endpoints);
    built.irqs = boot_memory_objects(h->irqs.count, sizeof *built.irqs);
    built.timers = boot_memory_objects(h->timers.count, sizeof *built.timers);
    built.vms = boot_memory_objects(h->vms.count, sizeof *built.vms);
    built.vcpus = boot_memory_objects(h->vcpus.count, sizeof *built.vcpus);
}

static void build_signals(const struct table_header *h)
{
    for (uint32_t i = 0; i < h->notifications.count; i++)
        notification_init(&built.notifications[i], name_of(built.table.notifications[i].name));
    for (uint32_t i = 0; i < h->endpoints.count; i++)
        endpoint_init(&built.endpoints[i], name_of(built.table.endpoints[i].name), 0);
    count_receivers(h);
    timer_queue_init(boot_memory_objects(h->timers.count, sizeof(struct timer *)));
    for (uint32_t i = 0; i < h->timers.count; i++) {
        const struct table_timer *t = &built.table.timers[i];
        timer_init(&built.timers[i], name_of(t->name), &built.notifications[t->notification], t->badge);
    }
}

static void build_irqs(const struct table_header *h)
{
    for (uint32_t i = 0; i < h->irqs.count; i++) {
        const struct table_irq *q = &built.table.irqs[i];
        arch_irq_set_trigger(q->line, q->flags & TABLE_IRQ_LEVEL);
        irq_init(&built.irqs[i], name_of(q->name), q->line, &built.notifications[q->notification], q->badge);
    }
}

void build_system(const void *image, uint64_t size, uint64_t physical)
{
    check_table(image, size);
    table_view_init(&built.table, image);
    built.image = physical;
    check_machine();
    check_memory();

    const struct table_header *h = built.table.header;
    allocate_objects(h);
    for (uint32_t i = 0; i < h->regions.count; i++)
        build_region(i);
    build_signals(h);
    for (uint32_t i = 0; i < h->vms.count; i++)
        build_vm(i);
    for (uint32_t i = 0; i < h->domains.count; i++)
        build_domain(i);
    build_irqs(h);
    for (uint32_t i = 0; i < h->threads.count; i++)
        scheduler_ready(&built.threads[i]);
}
