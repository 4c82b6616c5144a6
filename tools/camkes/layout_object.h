/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Adding to a plan: objects, slots, mappings. Used by the layout_*.c files only.
 *
 * Every function returns an index (of the record, or the slot's number) or an address; what goes wrong is
 * reported with diag_error, and the plan is then not used.
 */
#ifndef CAMKES_LAYOUT_OBJECT_H
#define CAMKES_LAYOUT_OBJECT_H

#include "layout.h"

enum layout_area {
    LAYOUT_AREA_DATA,
    LAYOUT_AREA_DEVICE,
    LAYOUT_AREA_BLOCK,
    LAYOUT_AREA_RAM,
    LAYOUT_AREAS,
};

/* A name for messages: at most TABLE_NAME_MAX printable characters; what is longer is cut. */
const char *layout_name(struct arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* "instance.interface", as above. */
const char *layout_end_name(const struct plan *plan, const struct adl_end *end);

uint32_t layout_notification(struct plan *plan, const char *name);
uint32_t layout_endpoint(struct plan *plan, const char *name);
uint32_t layout_region(struct plan *plan, const char *name, enum table_region_kind kind, uint64_t size,
                       uint64_t address);

uint32_t layout_slot(struct plan *plan, struct plan_domain *domain, enum table_slot_type type,
                     uint32_t object, uint32_t rights, uint64_t badge);

/* A new notification that only this domain has, with both rights and badge 1. */
uint32_t layout_private_notification(struct plan *plan, struct plan_domain *domain, const char *name);

/* Maps the region at `address`. */
void layout_map_at(struct plan *plan, struct plan_domain *domain, uint32_t region, uint32_t rights,
                   uint64_t address);

/* Maps the region at the next free address of the area, with an unmapped page behind it. */
uint64_t layout_map(struct plan *plan, struct plan_domain *domain, enum layout_area area, uint32_t region,
                    uint32_t rights);

/* The instance notification, made and bound to the control thread at the first call. */
uint32_t layout_global(struct plan *plan, struct plan_member *member);

/* The instance's own endpoint, made at the first call. */
uint32_t layout_instance_endpoint(struct plan *plan, struct plan_member *member);

/* The badge bits of an interface at its instance's notification: `X_badge`, else the next free bit.
   False after diag_error: none is left, or the setting is not a badge. */
bool layout_global_badge(struct plan *plan, struct plan_member *member, const struct adl_end *end,
                         uint64_t *badge);

/* What a setting says as a badge, an integer or a string of digits; 0: it is absent or no badge. */
uint64_t layout_badge_value(const struct adl_value *setting);

/* Bits for the VMM's own use; as above. */
bool layout_free_badge(struct plan_member *member, struct adl_location where, uint64_t *badge);

/* Reports what the system table has no room for. */
void layout_limits(const struct plan *plan);

uint64_t layout_round_up(uint64_t value, uint64_t unit);

/* Whether `size` is a multiple of a page; else diag_error says so of `what`. */
bool layout_is_whole(struct adl_location where, const char *what, uint64_t size);

/* Whether no other interface of the end's instance has this number (plan_end.badge) in a connection of the same
   connector, on the same side if `by_side`; else diag_error. `what`: the plural for the message. */
bool layout_id_is_free(const struct plan *plan, const struct adl_end *end, const char *what, bool by_side,
                       uint64_t id);

#endif
