/* SPDX-License-Identifier: BSD-2-Clause */
#include "boot_memory.h"

#include "arch.h"
#include "console.h"
#include "string.h"

#define PAGE       4096ul
#define LOW_MEMORY 0x100000ul /* firmware and boot loader leave live data below 1 MiB */

static struct {
    struct boot_range range[2 * BOOT_MAX_RANGES];
    unsigned ranges;
    uint64_t limit;
    uint64_t total;
    bool closed;
    const struct boot_info *info;
} memory;

/* Memory for which the list has no room stays unused. */
static void range_add(uint64_t start, uint64_t end)
{
    if (start > UINT64_MAX - PAGE)
        return;
    start = (start + PAGE - 1) & ~(PAGE - 1);
    end &= ~(PAGE - 1);
    if (start < LOW_MEMORY)
        start = LOW_MEMORY;
    if (start >= end)
        return;
    unsigned i = 0;
    while (i < memory.ranges && memory.range[i].start < memory.range[i].end)
        i++;
    if (i == sizeof memory.range / sizeof memory.range[0])
        return;
    memory.range[i] = (struct boot_range){start, end};
    if (i == memory.ranges)
        memory.ranges++;
}

static void range_remove(uint64_t start, uint64_t end)
{
    start &= ~(PAGE - 1);
    end = end > UINT64_MAX - PAGE ? UINT64_MAX : (end + PAGE - 1) & ~(PAGE - 1);
    for (unsigned i = 0, n = memory.ranges; i < n; i++) {
        struct boot_range *r = &memory.range[i];
        if (end <= r->start || start >= r->end)
            continue;
        struct boot_range rest = {end > r->start ? end : r->start, r->end};
        r->end = start > r->start ? start : r->start;
        if (rest.start < rest.end)
            range_add(rest.start, rest.end);
    }
}

void boot_memory_init(const struct boot_info *info, const struct boot_range *reserved, unsigned count)
{
    memset(&memory, 0, sizeof memory);
    memory.info = info;
    memory.limit = UINT64_MAX;
    for (unsigned i = 0; i < info->ram_ranges; i++) {
        range_remove(info->ram[i].start, info->ram[i].end); /* no page twice if the loader's ranges overlap */
        range_add(info->ram[i].start, info->ram[i].end);
    }
    for (unsigned i = 0; i < info->used_ranges; i++)
        range_remove(info->used[i].start, info->used[i].end);
    for (unsigned i = 0; i < count; i++)
        range_remove(reserved[i].start, reserved[i].end);
    memory.total = boot_memory_free();
}

uint64_t boot_memory_allocate(uint64_t size, uint64_t align)
{
    kernel_assert(!memory.closed);
    if (size == 0 || size > UINT64_MAX - PAGE)
        return 0;
    size = (size + PAGE - 1) & ~(PAGE - 1);
    for (unsigned i = 0; i < memory.ranges; i++) {
        struct boot_range *r = &memory.range[i];
        uint64_t end = r->end < memory.limit ? r->end : memory.limit;
        uint64_t start = (r->start + align - 1) & ~(align - 1);
        if (start < r->start || start >= end || end - start < size)
            continue;
        struct boot_range before = {r->start, start};
        r->start = start + size;
        range_add(before.start, before.end);
        memset(arch_physical(start), 0, size);
        return start;
    }
    return 0;
}

void *boot_memory_objects(size_t count, size_t size)
{
    size_t bytes;
    if (__builtin_mul_overflow(count, size, &bytes))
        panic("the system table has too many records");
    if (bytes == 0)
        bytes = 1;
    uint64_t address = boot_memory_allocate(bytes, PAGE);
    if (address == 0)
        panic("not enough memory for %lu kernel objects of %lu bytes; give the machine more RAM", count,
              size);
    return arch_physical(address);
}

static bool touches(const struct boot_range *ranges, unsigned count, uint64_t start, uint64_t end)
{
    for (unsigned i = 0; i < count; i++) {
        if (start < ranges[i].end && end > ranges[i].start)
            return true;
    }
    return false;
}

bool boot_memory_touches(uint64_t start, uint64_t end)
{
    return touches(memory.info->ram, memory.info->ram_ranges, start, end);
}

uint64_t boot_memory_free(void)
{
    uint64_t sum = 0;
    for (unsigned i = 0; i < memory.ranges; i++)
        sum += memory.range[i].end - memory.range[i].start;
    return sum;
}

uint64_t boot_memory_total(void)
{
    return memory.total;
}

void boot_memory_limit(uint64_t limit)
{
    memory.limit = limit;
}

void boot_memory_close(void)
{
    memory.closed = true;
}
