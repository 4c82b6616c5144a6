/* SPDX-License-Identifier: BSD-2-Clause */
#include "connection_page.h"

#define REGISTER 4u /* bytes of EMIT and CONSUME */

static uint8_t byte_at(const struct connection_page *page, uint64_t offset)
{
    if (offset >= CAUSEWAY_CONNECTION_CONSUME && offset < CAUSEWAY_CONNECTION_CONSUME + REGISTER) {
        return (uint8_t)(page->consume >> (8 * (offset - CAUSEWAY_CONNECTION_CONSUME)));
    }
    if (offset >= CAUSEWAY_CONNECTION_NAME &&
        offset < CAUSEWAY_CONNECTION_NAME + CAUSEWAY_CONNECTION_NAME_SIZE) {
        return (uint8_t)page->name[offset - CAUSEWAY_CONNECTION_NAME];
    }
    return 0;
}

uint64_t connection_page_read(const struct connection_page *page, uint64_t offset, unsigned size)
{
    uint64_t value = 0;

    if (offset % size != 0) {
        return UINT64_MAX;
    }
    for (unsigned i = 0; i < size; i++) {
        value |= (uint64_t)byte_at(page, offset + i) << (8 * i);
    }
    return value;
}

/* Moves what has arrived into the register, if the guest has cleared it. */
static void refill(struct connection_page *page)
{
    if (page->consume == 0) {
        page->consume = page->arrived;
        page->arrived = 0;
    }
}

void connection_page_arrive(struct connection_page *page, uint32_t count)
{
    if (__builtin_add_overflow(page->arrived, count, &page->arrived)) {
        page->arrived = UINT32_MAX;
    }
    refill(page);
}

static void register_write(struct connection_page *page, uint64_t offset, unsigned size, uint32_t value)
{
    unsigned shift = 8 * (unsigned)(offset % REGISTER);
    uint32_t mask = (size == REGISTER ? UINT32_MAX : (1u << (8 * size)) - 1) << shift;

    switch (offset / REGISTER * REGISTER) {
    case CAUSEWAY_CONNECTION_EMIT:
        if (page->emit) {
            page->emit();
        }
        break;
    case CAUSEWAY_CONNECTION_CONSUME:
        page->consume = (page->consume & ~mask) | (value << shift & mask);
        refill(page);
        break;
    default:
        break; /* the name is the monitor's, the rest is reserved */
    }
}

void connection_page_write(struct connection_page *page, uint64_t offset, unsigned size, uint64_t value)
{
    if (offset % size != 0) {
        return;
    }
    if (size > REGISTER) {
        register_write(page, offset, REGISTER, (uint32_t)value);
        register_write(page, offset + REGISTER, REGISTER, (uint32_t)(value >> 32));
    } else {
        register_write(page, offset, size, (uint32_t)value);
    }
}
