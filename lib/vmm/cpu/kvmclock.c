/* SPDX-License-Identifier: BSD-2-Clause */
#include "kvmclock.h"

#define NS_PER_SECOND 1000000000u
#define ENABLE        1u
#define TSC_STABLE    1u /* readings on all processors agree */

/* Layouts of the interface, aligned to 4 bytes only; `version` is odd while the rest is written. */
#define WIRE __attribute__((packed, aligned(4)))
struct system_time {
    uint32_t version;
    uint32_t pad;
    uint64_t tsc_timestamp;
    uint64_t system_time;
    uint32_t multiplier;
    int8_t shift;
    uint8_t flags;
    uint8_t pad2[2];
} WIRE;

struct wall_clock {
    uint32_t version;
    uint32_t seconds;
    uint32_t nanoseconds;
} WIRE;

_Static_assert(sizeof(struct system_time) == 32, "part of the interface");
_Static_assert(sizeof(struct wall_clock) == 12, "part of the interface");

static uint32_t write_begin(uint32_t *version)
{
    uint32_t odd = __atomic_load_n(version, __ATOMIC_RELAXED) | 1;

    __atomic_store_n(version, odd, __ATOMIC_RELAXED);
    __atomic_thread_fence(__ATOMIC_RELEASE);
    return odd;
}

static void write_end(uint32_t *version, uint32_t odd)
{
    __atomic_store_n(version, odd + 1, __ATOMIC_RELEASE);
}

void kvmclock_refresh(const struct kvmclock *kvmclock, const struct guest_memory *memory,
                      const struct clock *clock, uint64_t tsc_offset)
{
    struct system_time *page;
    uint32_t version;

    if (!(kvmclock->system_time & ENABLE)) {
        return;
    }
    page = guest_memory_ptr(memory, kvmclock->system_time & ~(uint64_t)ENABLE, sizeof(*page));
    if (!page) {
        return; /* a dataport has been laid over it since */
    }
    version = write_begin(&page->version);
    page->tsc_timestamp = clock->base + tsc_offset;
    page->system_time = 0;
    page->multiplier = clock->multiplier;
    page->shift = clock->shift;
    page->flags = TSC_STABLE;
    write_end(&page->version, version);
}

bool kvmclock_write_system_time(struct kvmclock *kvmclock, const struct guest_memory *memory,
                                const struct clock *clock, uint64_t tsc_offset, uint64_t value)
{
    uint64_t address = value & ~(uint64_t)ENABLE;

    if (value & ENABLE) {
        if (address % 4 != 0 || !guest_memory_ptr(memory, address, sizeof(struct system_time))) {
            return false;
        }
    }
    kvmclock->system_time = value;
    kvmclock_refresh(kvmclock, memory, clock, tsc_offset);
    return true;
}

bool kvmclock_write_wall_clock(const struct guest_memory *memory, uint64_t wall_base_ns, uint64_t value)
{
    struct wall_clock *wall = guest_memory_ptr(memory, value, sizeof(*wall));
    uint32_t version;

    if (!wall || value % 4 != 0) {
        return false;
    }
    version = write_begin(&wall->version);
    wall->seconds = (uint32_t)(wall_base_ns / NS_PER_SECOND);
    wall->nanoseconds = (uint32_t)(wall_base_ns % NS_PER_SECOND);
    write_end(&wall->version, version);
    return true;
}
