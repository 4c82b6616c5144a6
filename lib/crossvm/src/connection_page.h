/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The event page of a connection on PCI, as abi/guest.h lays it out. Every access of the guest comes here, on the
 * monitor's thread.
 *
 * CONSUME never changes while it is not zero, but by the guest itself: what arrives meanwhile is kept beside it. So
 * what the guest clears is what the guest has read, and nothing is lost between the two.
 */
#ifndef CROSSVM_CONNECTION_PAGE_H
#define CROSSVM_CONNECTION_PAGE_H

#include <stdbool.h>
#include <stdint.h>

#include "abi/guest.h"

struct connection_page {
    void (*emit)(void); /* NULL: writes to EMIT do nothing */
    char name[CAUSEWAY_CONNECTION_NAME_SIZE];
    uint32_t consume; /* the register: the guest is interrupted while it is not 0 */
    uint32_t arrived; /* occurrences since it became so, at most UINT32_MAX */
};

/* `count` occurrences of the consumed event. */
void connection_page_arrive(struct connection_page *page, uint32_t count);

/* An access of 1, 2, 4 or 8 bytes. One that is not aligned to its size reads as all ones, or is ignored. */
uint64_t connection_page_read(const struct connection_page *page, uint64_t offset, unsigned size);
void connection_page_write(struct connection_page *page, uint64_t offset, unsigned size, uint64_t value);

#endif
