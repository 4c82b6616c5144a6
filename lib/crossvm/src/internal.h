/* SPDX-License-Identifier: BSD-2-Clause */
/* What the parts of the library know of each other. */
#ifndef CROSSVM_INTERNAL_H
#define CROSSVM_INTERNAL_H

#include <stdbool.h>
#include <stdint.h>

#include <dataport_caps.h>
#include <vmm/hypercall.h>

#include "abi/guest.h"

/* Ids are checked before they are narrowed: hypercall arguments have 64 bits. */
static inline bool crossvm_id_valid(uint64_t id, unsigned entries)
{
    return id >= 1 && id < entries;
}

/* Whether the range shares a byte with the event page that the guest has shared. */
bool crossvm_event_page_overlaps(uint64_t address, uint64_t size);

/* A table of the application has 1 to CAUSEWAY_MAX_DATAPORTS entries; prints what is wrong. */
bool crossvm_table_size_ok(const char *what, int entries);

/* Whether the dataport is, page by page, one piece of a region, so that one vm_map takes it all. */
bool crossvm_frames_consecutive(dataport_caps_handle_t *handle);

#endif
