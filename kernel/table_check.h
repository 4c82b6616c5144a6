/* SPDX-License-Identifier: BSD-2-Clause */
/* What the files of the table check share; nobody else includes this. */
#ifndef KERNEL_TABLE_CHECK_H
#define KERNEL_TABLE_CHECK_H

#include "table.h"

/* The page that holds a thread's message buffer. */
struct message_page {
    uint64_t page; /* of the region */
    uint32_t region;
    uint32_t thread;
};

/* A check in progress. The arrays are in the scratch memory. */
struct table_check {
    struct table_view view;
    struct table_error *error;
    uint32_t port_domains; /* domains with PORTS slots so far */

    struct message_page *message_pages; /* by thread */
    uint32_t *block_vcpu;               /* by region: the vCPU whose block it is, or TABLE_NONE */
    uint32_t *vcpu_domain;              /* by vCPU: the domain that holds its slot, or TABLE_NONE */
    bool *region_executable;            /* by region: some domain may execute it */
    bool *notification_bound;           /* by notification */
    bool *irq_held;                     /* by irq: some slot holds it */
    bool *timer_held;                   /* by timer */
};

/* Notes the first broken rule and returns false, so that a check can end with `return table_refuse(...)`. */
bool table_refuse(struct table_check *check, const char *array, uint32_t index, const char *field,
                  const char *reason);

/* The header: magic to sizes, then the checksum, then the arrays. The last sets up `view`. */
bool table_check_sizes(struct table_check *check, const void *image, size_t size);
bool table_check_sum(struct table_check *check);
bool table_check_arrays(struct table_check *check);

/* Records that refer to no domain: everything but domains, threads, slots and mappings. */
bool table_check_objects(struct table_check *check);

/* The ownership of records by domains, then the mappings, threads and slots of each. Needs checked objects. */
bool table_check_domains(struct table_check *check);
bool table_check_slots(struct table_check *check, uint32_t domain);

/* Rules about all uses of a region or page together. Needs everything else checked. */
bool table_check_sharing(struct table_check *check);

/* Rules for one name. */
bool table_check_name(struct table_check *check, const char *array, uint32_t index, uint32_t name);

/* A field that must be below a limit: an index, a kind, a priority. */
bool table_check_below(struct table_check *check, const char *array, uint32_t index, const char *field,
                       uint32_t value, uint32_t limit);

bool table_check_zero(struct table_check *check, const char *array, uint32_t index, const char *field,
                      uint64_t value);
bool table_check_not_zero(struct table_check *check, const char *array, uint32_t index, const char *field,
                          uint64_t value);
bool table_check_page_aligned(struct table_check *check, const char *array, uint32_t index, const char *field,
                              uint64_t value);

/*
 * That an owner's records begin where those of the owner before it end, at `*next`, and that there are at least
 * `least` and at most what is left of `total`. Advances `*next`.
 */
struct table_run {
    const char *array, *first_field, *count_field;
    uint32_t index, first, count, least, total;
};
bool table_check_run(struct table_check *check, const struct table_run *run, uint32_t *next);

/*
 * One mapping by itself: region, rights, alignment, and its place in [start, end) behind the mapping before it, which
 * ends at `*previous_end`. Advances that.
 */
struct table_space {
    const char *array;
    uint64_t start, end;
};
bool table_check_mapping(struct table_check *check, const struct table_space *space, uint32_t index,
                         const struct table_mapping *mapping, uint64_t *previous_end);

#endif
