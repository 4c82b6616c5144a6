/* SPDX-License-Identifier: BSD-2-Clause */
/* The records of the system table in their binary form. */
#include "image_build.h"

#include <string.h>

#include "layout_object.h"

/* Bytes that grow; they are all zero where nothing was written. */
struct bytes {
    struct arena *arena;
    uint8_t *at;
    size_t size;
};

/* An array being written: records are appended one after the other. */
struct writer {
    struct bytes table;
    struct bytes strings;
    const struct image *image;
};

static void bytes_append(struct bytes *bytes, const void *content, size_t size)
{
    const uint8_t *from = content;
    for (size_t i = 0; i < size; i++)
        ARENA_APPEND(bytes->arena, bytes->at, bytes->size, from[i]);
}

static uint32_t name_offset(struct writer *writer, const char *name)
{
    uint32_t offset = (uint32_t)writer->strings.size;
    bytes_append(&writer->strings, name, strlen(name) + 1);
    return offset;
}

static struct table_array array_begin(struct writer *writer)
{
    static const uint8_t zeros[8];
    bytes_append(&writer->table, zeros, (8 - writer->table.size % 8) % 8);
    return (struct table_array){.offset = (uint32_t)writer->table.size};
}

static void array_add(struct writer *writer, struct table_array *array, const void *record, size_t size)
{
    bytes_append(&writer->table, record, size);
    array->count++;
}

static struct table_array write_domains(struct writer *writer)
{
    struct table_array array = array_begin(writer);
    uint32_t thread = 0, slot = 0, mapping = 0;
    for (size_t i = 0; i < writer->image->plan->domain_count; i++) {
        const struct image_domain *domain = &writer->image->domains[i];
        struct table_domain record = {
            .name = name_offset(writer, layout_name(writer->image->arena, "%s", domain->plan->name)),
            .first_thread = thread,
            .threads = (uint32_t)domain->plan->thread_count,
            .first_slot = slot,
            .slots = (uint32_t)domain->plan->slot_count,
            .first_mapping = mapping,
            .mappings = (uint32_t)domain->mapping_count,
            .foreign_syscall_entry = domain->foreign_entry,
        };
        thread += record.threads;
        slot += record.slots;
        mapping += record.mappings;
        array_add(writer, &array, &record, sizeof(record));
    }
    return array;
}

static struct table_array write_threads(struct writer *writer)
{
    struct table_array array = array_begin(writer);
    for (size_t i = 0; i < writer->image->plan->domain_count; i++) {
        const struct image_domain *domain = &writer->image->domains[i];
        for (size_t j = 0; j < domain->plan->thread_count; j++) {
            const struct plan_thread *thread = &domain->plan->threads[j];
            struct table_thread record = {
                .name = name_offset(writer, layout_name(writer->image->arena, "%s", thread->name)),
                .priority = thread->priority,
                .bound_notification = thread->end ? TABLE_NONE : thread->member->global,
                .entry = domain->elf.entry,
                .stack_top = thread->stack_base + thread->stack_size,
                .message = thread->message,
            };
            array_add(writer, &array, &record, sizeof(record));
        }
    }
    return array;
}

static struct table_array write_slots(struct writer *writer)
{
    struct table_array array = array_begin(writer);
    for (size_t i = 0; i < writer->image->plan->domain_count; i++) {
        const struct plan_domain *domain = &writer->image->plan->domains[i];
        for (size_t j = 0; j < domain->slot_count; j++) {
            const struct plan_slot *slot = &domain->slots[j];
            struct table_slot record = {
                .type = slot->type, .object = slot->object, .rights = slot->rights, .badge = slot->badge};
            array_add(writer, &array, &record, sizeof(record));
        }
    }
    return array;
}

static struct table_array write_mappings(struct writer *writer)
{
    struct table_array array = array_begin(writer);
    for (size_t i = 0; i < writer->image->plan->domain_count; i++) {
        const struct image_domain *domain = &writer->image->domains[i];
        for (size_t j = 0; j < domain->mapping_count; j++) {
            const struct plan_mapping *mapping = &domain->mappings[j];
            struct table_mapping record = {.region = mapping->region,
                                           .rights = mapping->rights,
                                           .address = mapping->address,
                                           .size = mapping->size};
            array_add(writer, &array, &record, sizeof(record));
        }
    }
    return array;
}

/* Where contents stand is filled in when the size of the table is known. */
static struct table_array write_regions(struct writer *writer)
{
    struct table_array array = array_begin(writer);
    for (size_t i = 0; i < writer->image->region_count; i++) {
        const struct image_region *region = &writer->image->regions[i];
        bool whole = region->plan.kind == TABLE_REGION_IMAGE;
        struct table_region record = {
            .name = name_offset(writer, region->plan.name),
            .kind = region->plan.kind,
            .size = region->plan.size,
            .address = region->plan.address,
            .image_size = whole ? region->plan.size : region->content_size,
        };
        array_add(writer, &array, &record, sizeof(record));
    }
    return array;
}

static struct table_array write_objects(struct writer *writer, const struct plan_object *objects,
                                        size_t count)
{
    struct table_array array = array_begin(writer);
    for (size_t i = 0; i < count; i++) {
        struct table_notification record = {.name = name_offset(writer, objects[i].name)};
        array_add(writer, &array, &record, sizeof(record));
    }
    return array;
}

_Static_assert(sizeof(struct table_notification) == sizeof(struct table_endpoint), "written as one");

static struct table_array write_irqs(struct writer *writer)
{
    struct table_array array = array_begin(writer);
    for (size_t i = 0; i < writer->image->plan->irq_count; i++) {
        const struct plan_irq *irq = &writer->image->plan->irqs[i];
        struct table_irq record = {.name = name_offset(writer, irq->name),
                                   .line = irq->line,
                                   .notification = irq->notification,
                                   .flags = irq->flags,
                                   .badge = irq->badge};
        array_add(writer, &array, &record, sizeof(record));
    }
    return array;
}

static struct table_array write_ports(struct writer *writer)
{
    struct table_array array = array_begin(writer);
    for (size_t i = 0; i < writer->image->plan->port_count; i++) {
        const struct plan_ports *ports = &writer->image->plan->ports[i];
        struct table_port_range record = {
            .name = name_offset(writer, ports->name), .first = ports->first, .last = ports->last};
        array_add(writer, &array, &record, sizeof(record));
    }
    return array;
}

static struct table_array write_timers(struct writer *writer)
{
    struct table_array array = array_begin(writer);
    for (size_t i = 0; i < writer->image->plan->timer_count; i++) {
        const struct plan_timer *timer = &writer->image->plan->timers[i];
        struct table_timer record = {.name = name_offset(writer, timer->name),
                                     .notification = timer->notification,
                                     .badge = timer->badge};
        array_add(writer, &array, &record, sizeof(record));
    }
    return array;
}

static struct table_array write_vms(struct writer *writer)
{
    struct table_array array = array_begin(writer);
    for (size_t i = 0; i < writer->image->plan->machine_count; i++) {
        const struct plan_machine *machine = &writer->image->plan->machines[i];
        struct table_vm record = {.name = name_offset(writer, machine->name),
                                  .first_mapping = (uint32_t)i,
                                  .mappings = 1,
                                  .table_pages = machine->vm->table_pages};
        array_add(writer, &array, &record, sizeof(record));
    }
    return array;
}

static struct table_array write_vm_mappings(struct writer *writer)
{
    struct table_array array = array_begin(writer);
    for (size_t i = 0; i < writer->image->plan->machine_count; i++) {
        const struct plan_machine *machine = &writer->image->plan->machines[i];
        struct table_vm_mapping record = {.region = machine->ram,
                                          .rights =
                                              TABLE_RIGHT_READ | TABLE_RIGHT_WRITE | TABLE_RIGHT_EXECUTE,
                                          .size = machine->vm->ram_size};
        array_add(writer, &array, &record, sizeof(record));
    }
    return array;
}

static struct table_array write_vcpus(struct writer *writer)
{
    struct table_array array = array_begin(writer);
    for (size_t i = 0; i < writer->image->plan->vcpu_count; i++) {
        const struct plan_vcpu *vcpu = &writer->image->plan->vcpus[i];
        struct table_vcpu record = {.name = name_offset(writer, vcpu->name),
                                    .vm = vcpu->vm,
                                    .priority = vcpu->priority,
                                    .endpoint = vcpu->endpoint,
                                    .block = vcpu->block,
                                    .badge = vcpu->badge};
        array_add(writer, &array, &record, sizeof(record));
    }
    return array;
}

struct image_bytes image_write_table(const struct image *image, struct table_header *header)
{
    struct writer writer = {.table.arena = image->arena, .strings.arena = image->arena, .image = image};
    const struct plan *plan = image->plan;
    bytes_append(&writer.table, header, sizeof(*header));
    header->domains = write_domains(&writer);
    header->threads = write_threads(&writer);
    header->slots = write_slots(&writer);
    header->mappings = write_mappings(&writer);
    header->regions = write_regions(&writer);
    header->notifications = write_objects(&writer, plan->notifications, plan->notification_count);
    header->endpoints = write_objects(&writer, plan->endpoints, plan->endpoint_count);
    header->irqs = write_irqs(&writer);
    header->port_ranges = write_ports(&writer);
    header->timers = write_timers(&writer);
    header->vms = write_vms(&writer);
    header->vm_mappings = write_vm_mappings(&writer);
    header->vcpus = write_vcpus(&writer);
    header->strings = array_begin(&writer);
    header->strings.count = (uint32_t)writer.strings.size;
    bytes_append(&writer.table, writer.strings.at, writer.strings.size);
    return (struct image_bytes){writer.table.at, writer.table.size};
}
