/* SPDX-License-Identifier: BSD-2-Clause */
#include "image_build.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "kernel/table.h"

/* Arrays whose records start with a name. */
static const struct {
    const char *name;
    size_t header_field, record_size;
} named_arrays[] = {
    {"domains", offsetof(struct table_header, domains), sizeof(struct table_domain)},
    {"threads", offsetof(struct table_header, threads), sizeof(struct table_thread)},
    {"regions", offsetof(struct table_header, regions), sizeof(struct table_region)},
    {"irqs", offsetof(struct table_header, irqs), sizeof(struct table_irq)},
    {"port_ranges", offsetof(struct table_header, port_ranges), sizeof(struct table_port_range)},
    {"timers", offsetof(struct table_header, timers), sizeof(struct table_timer)},
    {"vms", offsetof(struct table_header, vms), sizeof(struct table_vm)},
    {"vcpus", offsetof(struct table_header, vcpus), sizeof(struct table_vcpu)},
};

/* The domain that owns a slot or mapping. */
static const char *owner_name(const struct table_view *view, const struct table_error *error)
{
    for (uint32_t i = 0; i < view->header->domains.count; i++) {
        const struct table_domain *domain = &view->domains[i];
        if ((strcmp(error->array, "slots") == 0 && error->index - domain->first_slot < domain->slots) ||
            (strcmp(error->array, "mappings") == 0 &&
             error->index - domain->first_mapping < domain->mappings))
            return table_name(view, domain->name);
    }
    return "";
}

/* What the user calls the record that is wrong. The table is our own: it is only the system that cannot be. */
static const char *record_name(const struct image_bytes *bytes, const struct table_error *error)
{
    struct table_view view;
    table_view_init(&view, bytes->bytes);
    for (size_t i = 0; i < sizeof(named_arrays) / sizeof(named_arrays[0]); i++) {
        struct table_array array;
        uint32_t name;
        if (strcmp(named_arrays[i].name, error->array) != 0)
            continue;
        memcpy(&array, bytes->bytes + named_arrays[i].header_field, sizeof(array));
        memcpy(&name, bytes->bytes + array.offset + error->index * named_arrays[i].record_size, sizeof(name));
        return table_name(&view, name);
    }
    return owner_name(&view, error);
}

bool image_check(struct arena *arena, const struct image_bytes *bytes)
{
    struct table_error error;
    size_t scratch_size = table_check_scratch(bytes->bytes, bytes->size);
    void *scratch = arena_alloc(arena, scratch_size > 0 ? scratch_size : 1, 1);
    if (table_check(bytes->bytes, bytes->size, scratch, scratch_size, &error))
        return true;
    fprintf(stderr, "camkes: error: the kernel would refuse this system: %s '%s': %s %s\n", error.array,
            record_name(bytes, &error), error.field, error.reason);
    return false;
}
