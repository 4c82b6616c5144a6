/* SPDX-License-Identifier: BSD-2-Clause */
#include "vm.h"

#include "abi/error.h"
#include "arch.h"
#include "boot_memory.h"
#include "console.h"
#include "string.h"

#define PAGE    4096ul
#define LARGE   (512 * PAGE)
#define ENTRIES 512
#define ADDRESS 0x000ffffffffff000ul

static uint64_t leaf_bits(const struct vm *vm, uint32_t rights)
{
    const struct vm_format *f = vm->format;
    return f->read | f->leaf | (rights & TABLE_RIGHT_WRITE ? f->write : 0) |
           (rights & TABLE_RIGHT_EXECUTE ? f->execute : f->no_execute);
}

static uint64_t *entry_table(uint64_t entry)
{
    return arch_physical(entry & ADDRESS);
}

static uint64_t table_physical(const uint64_t *table)
{
    return (uint64_t)table - (uint64_t)arch_physical(0);
}

static unsigned entry_index(uint64_t address, unsigned level)
{
    return address >> (12 + 9 * level) & (ENTRIES - 1);
}

static bool is_large(const struct vm *vm, uint64_t entry)
{
    return (entry & vm->format->read) && (entry & vm->format->large);
}

/* The level-1 entry (2 MiB) of an address; tables above it exist, or are made from boot memory. */
static uint64_t *large_entry(struct vm *vm, uint64_t address, bool boot)
{
    uint64_t *table = vm->root;
    for (unsigned level = 3; level > 1; level--) {
        uint64_t *entry = &table[entry_index(address, level)];
        if (!(*entry & vm->format->read)) {
            if (!boot)
                return NULL;
            *entry = table_physical(boot_memory_objects(1, PAGE)) | vm->format->table;
        }
        table = entry_table(*entry);
    }
    return &table[entry_index(address, 1)];
}

static void map_small_boot(struct vm *vm, uint64_t address, uint64_t physical, uint64_t bits)
{
    uint64_t *entry = large_entry(vm, address, true);
    if (!(*entry & vm->format->read))
        *entry = table_physical(boot_memory_objects(1, PAGE)) | vm->format->table;
    entry_table(*entry)[entry_index(address, 0)] = physical | bits;
}

static void map_base(struct vm *vm, const struct vm_range *range)
{
    uint64_t bits = leaf_bits(vm, range->rights);
    for (uint64_t done = 0; done < range->size;) {
        uint64_t address = range->address + done, physical = range->physical + done;
        bool large = ((address | physical) & (LARGE - 1)) == 0 && range->size - done >= LARGE;
        if (large)
            *large_entry(vm, address, true) = physical | bits | vm->format->large;
        else
            map_small_boot(vm, address, physical, bits);
        done += large ? LARGE : PAGE;
    }
}

static void pool_put(struct vm *vm, uint64_t *page)
{
    page[0] = (uint64_t)vm->pool;
    vm->pool = page;
    vm->pool_pages++;
}

static uint64_t *pool_take(struct vm *vm)
{
    uint64_t *page = vm->pool;
    vm->pool = (uint64_t *)page[0];
    vm->pool_pages--;
    return page;
}

void vm_init(struct vm *vm, const char *name, const struct vm_format *format, uint32_t tag,
             struct vm_range *base, uint32_t base_count, uint32_t pool_pages)
{
    *vm = (struct vm){.name = name, .format = format, .tag = tag, .base = base, .base_count = base_count};
    vm->changed = true;
    vm->root = boot_memory_objects(1, PAGE);
    vm->overlays = boot_memory_objects(TABLE_MAX_OVERLAYS, sizeof *vm->overlays);
    for (uint32_t i = 0; i < base_count; i++)
        map_base(vm, &base[i]);
    for (uint32_t i = 0; i < pool_pages; i++)
        pool_put(vm, boot_memory_objects(1, PAGE));
}

static bool overlaps(const struct vm_range *range, uint64_t address, uint64_t size)
{
    return address < range->address + range->size && range->address < address + size;
}

/* The base mapping that holds all of [address, address + size); NULL: none, or the range wraps. */
static const struct vm_range *base_of(const struct vm *vm, uint64_t address, uint64_t size)
{
    for (uint32_t i = 0; i < vm->base_count; i++) {
        const struct vm_range *b = &vm->base[i];
        if (address >= b->address && address - b->address < b->size &&
            size <= b->size - (address - b->address))
            return b;
    }
    return NULL;
}

static uint32_t pages_needed(struct vm *vm, uint64_t address, uint64_t size)
{
    uint32_t needed = 0;
    for (uint64_t at = address & ~(LARGE - 1); at < address + size; at += LARGE)
        needed += is_large(vm, *large_entry(vm, at, false));
    return needed;
}

static int check_map(struct vm *vm, uint64_t address, const struct region *region, uint64_t offset,
                     uint64_t size)
{
    if (size == 0 || (address | offset | size) % PAGE != 0)
        return -CW_EINVAL;
    if (offset > region->size || size > region->size - offset)
        return -CW_EINVAL;
    const struct vm_range *base = base_of(vm, address, size);
    if (!base || !(base->rights & TABLE_RIGHT_WRITE))
        return -CW_EFAULT;
    for (uint32_t i = 0; i < vm->overlay_count; i++) {
        if (overlaps(&vm->overlays[i], address, size))
            return -CW_EEXIST;
    }
    if (vm->overlay_count == TABLE_MAX_OVERLAYS || pages_needed(vm, address, size) > vm->pool_pages)
        return -CW_ENOMEM;
    return 0;
}

static void split(struct vm *vm, uint64_t *entry)
{
    uint64_t *table = pool_take(vm), large = *entry;
    for (unsigned i = 0; i < ENTRIES; i++)
        table[i] = (large & ~vm->format->large) + i * PAGE;
    *entry = table_physical(table) | vm->format->table;
}

static void set_pages(struct vm *vm, uint64_t address, uint64_t size, uint64_t physical, uint64_t bits)
{
    for (uint64_t done = 0; done < size; done += PAGE) {
        uint64_t *entry = large_entry(vm, address + done, false);
        if (is_large(vm, *entry))
            split(vm, entry);
        entry_table(*entry)[entry_index(address + done, 0)] = (physical + done) | bits;
    }
    vm->changed = true;
}

int vm_map(struct vm *vm, uint64_t address, const struct region *region, uint64_t offset, uint64_t size,
           uint32_t rights)
{
    int error = check_map(vm, address, region, offset, size);
    if (error)
        return error;
    rights &= TABLE_RIGHT_READ | TABLE_RIGHT_WRITE;
    uint64_t physical = region->physical + offset;
    set_pages(vm, address, size, physical, leaf_bits(vm, rights));
    vm->overlays[vm->overlay_count++] = (struct vm_range){address, size, physical, rights};
    return 0;
}

/* Gives the table of a 2 MiB range back to the pool if the range was mapped by one entry and no overlay is left. */
static void merge(struct vm *vm, uint64_t address)
{
    const struct vm_range *base = base_of(vm, address, LARGE);
    if (!base || (base->physical + (address - base->address)) & (LARGE - 1))
        return;
    for (uint32_t i = 0; i < vm->overlay_count; i++) {
        if (overlaps(&vm->overlays[i], address, LARGE))
            return;
    }
    uint64_t *entry = large_entry(vm, address, false);
    if (is_large(vm, *entry))
        return;
    pool_put(vm, entry_table(*entry));
    *entry = (base->physical + (address - base->address)) | leaf_bits(vm, base->rights) | vm->format->large;
}

int vm_unmap(struct vm *vm, uint64_t address)
{
    for (uint32_t i = 0; i < vm->overlay_count; i++) {
        if (vm->overlays[i].address != address)
            continue;
        struct vm_range gone = vm->overlays[i];
        const struct vm_range *base = base_of(vm, gone.address, gone.size);
        vm->overlays[i] = vm->overlays[--vm->overlay_count];
        set_pages(vm, address, gone.size, base->physical + (address - base->address),
                  leaf_bits(vm, base->rights));
        for (uint64_t at = address & ~(LARGE - 1); at < address + gone.size; at += LARGE)
            merge(vm, at);
        return 0;
    }
    return -CW_ENOENT;
}

bool vm_translate(const struct vm *vm, uint64_t address, uint64_t *physical, uint32_t *rights)
{
    const struct vm_format *f = vm->format;
    const uint64_t *table = vm->root;
    for (unsigned level = 3;; level--) {
        uint64_t entry = table[entry_index(address, level)];
        if (!(entry & f->read))
            return false;
        if (level == 0 || (level == 1 && (entry & f->large))) {
            uint64_t inside = (PAGE << (9 * level)) - 1;
            *physical = (entry & ADDRESS & ~inside) | (address & inside);
            *rights =
                TABLE_RIGHT_READ | (entry & f->write ? TABLE_RIGHT_WRITE : 0) |
                ((f->execute ? entry & f->execute : !(entry & f->no_execute)) ? TABLE_RIGHT_EXECUTE : 0);
            return true;
        }
        table = entry_table(entry);
    }
}
