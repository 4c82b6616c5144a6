/* SPDX-License-Identifier: BSD-2-Clause */
/* What root of a guest can do to a connection. None of it may hurt the monitor, and all of it can be undone. */
#ifndef GUEST_CONNECTION_TEST_GARBAGE_H
#define GUEST_CONNECTION_TEST_GARBAGE_H

#include <stdbool.h>

#include "device.h"

/* Loads and stores of all widths and alignments all over the event page. */
void garbage_event_page(const struct device *device);

/* Whether a process that changes a register by an instruction that does more than move it is ended by SIGILL. */
bool strange_instruction_is_refused(const struct device *device);

/* Writes to all of configuration space, the same registers as they were afterwards. Whether they are. */
bool garbage_config(const struct device *device);

/*
 * Puts the base address registers over RAM, over each other, over the other device's, unaligned and to the end of the
 * address space, and finally where they were. Whether the event page is there again.
 */
bool garbage_addresses(const struct device *device, const struct device *other);

#endif
