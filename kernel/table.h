/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The complete check of a system image, and typed access to its table afterwards.
 *
 * The image is hostile until table_check() has accepted it, and must not change from then on. What only the machine
 * knows is not checked here: whether memory suffices and whether a device region is not RAM.
 */
#ifndef KERNEL_TABLE_H
#define KERNEL_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "abi/system_table.h"

/* The first rule that does not hold. All strings are constants. */
struct table_error {
    const char *array;  /* name of the array as in struct table_header; "header" */
    uint32_t index;     /* of the record; 0 for "header" */
    const char *field;  /* name of the field in abi/system_table.h */
    const char *reason; /* what is wrong with it, as the end of a sentence: "is not page-aligned" */
};

/*
 * Bytes of scratch memory that table_check() needs for this image: a few per record, at most 256 MiB. 0: the header is
 * not one that table_check() could accept.
 */
size_t table_check_scratch(const void *image, size_t size);

/*
 * Checks every rule of abi/system_table.h in time n log n, n the size of the table. `image`: 8-byte aligned, `size`
 * bytes of a boot module, of which image_size are used; nothing beyond is read. `scratch`: 8-byte aligned, contents
 * do not matter, free for reuse afterwards. Returns whether the image is right; if not, `*error` says why.
 */
bool table_check(const void *image, size_t size, void *scratch, size_t scratch_size,
                 struct table_error *error);

/* The arrays of an accepted table. Counts are in `header`. */
struct table_view {
    const struct table_header *header;
    const struct table_domain *domains;
    const struct table_thread *threads;
    const struct table_slot *slots;
    const struct table_mapping *mappings;
    const struct table_region *regions;
    const struct table_notification *notifications;
    const struct table_endpoint *endpoints;
    const struct table_irq *irqs;
    const struct table_port_range *port_ranges;
    const struct table_timer *timers;
    const struct table_vm *vms;
    const struct table_vm_mapping *vm_mappings;
    const struct table_vcpu *vcpus;
    const char *strings;
};

/* For an image that table_check() has accepted, or (within the checker) whose header it has checked. */
void table_view_init(struct table_view *view, const void *image);

/* The name at offset `name`, ended by a NUL, inside the image. */
static inline const char *table_name(const struct table_view *view, uint32_t name)
{
    return view->strings + name;
}

#endif
