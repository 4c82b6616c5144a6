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
/* Four levels of tables name this much. */
#define ADDRESS_END (1ul << 48)

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

/* The entry of `level` on the way to an address, or NULL if a table above it is missing. */
static uint64_t *find_entry(const struct vm *vm, uint64_t address, unsigned level)
{
    uint64_t *table = vm->root;
    for (unsigned above = 3; above > level; above--) {
        uint64_t entry = table[entry_index(address, above)];
        if (!(entry & vm->format->read))
            return NULL;
        table = entry_table(entry);
    }
    return &table[entry_index(address, level)];
}

/* The level-1 entry (2 MiB) of an address; tables above it are made from boot memory. */
static uint64_t *large_entry_boot(struct vm *vm, uint64_t address)
{
    uint64_t *table = vm->root;
    for (unsigned level = 3; level > 1; level--) {
        uint64_t *entry = &table[entry_index(address, level)];
        if (!(*entry & vm->format->read))
            *entry = table_physical(boot_memory_objects(1, PAGE)) | vm->format->table;
        table = entry_table(*entry);
    }
    return &table[entry_index(address, 1)];
}

static void map_small_boot(struct vm *vm, uint64_t address, uint64_t physical, uint64_t bits)
{
    uint64_t *entry = large_entry_boot(vm, address);
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
            *large_entry_boot(vm, address) = physical | bits | vm->format->large;
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

/* Whether no base mapping has a byte of the range, and the tables can name all of it. */
static bool is_free(const struct vm *vm, uint64_t address, uint64_t size)
{
    if (address >= ADDRESS_END || size > ADDRESS_END - address)
        return false;
    for (uint32_t i = 0; i < vm->base_count; i++) {
        if (overlaps(&vm->base[i], address, size))
            return false;
    }
    return true;
}

/* Bytes that a table entry of `level` stands for. */
static uint64_t span_of(unsigned level)
{
    return PAGE << (9 * level);
}

/* Tables that are missing for small pages in the range: at each level, where there is none or a 2 MiB page. */
static uint32_t pages_needed(const struct vm *vm, uint64_t address, uint64_t size)
{
    uint32_t needed = 0;
    for (unsigned level = 3; level > 0; level--) {
        for (uint64_t at = address & ~(span_of(level) - 1); at < address + size; at += span_of(level)) {
            const uint64_t *entry = find_entry(vm, at, level);
            needed += !entry || !(*entry & vm->format->read) || (level == 1 && is_large(vm, *entry));
        }
    }
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
    if (base ? !(base->rights & TABLE_RIGHT_WRITE) : !is_free(vm, address, size))
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

/* The entry of a small page; tables on the way that are missing are made from the pool, which has enough. */
static uint64_t *page_entry(struct vm *vm, uint64_t address)
{
    uint64_t *table = vm->root;
    for (unsigned level = 3; level > 0; level--) {
        uint64_t *entry = &table[entry_index(address, level)];
        if (!(*entry & vm->format->read)) {
            uint64_t *below = pool_take(vm);
            memset(below, 0, PAGE);
            *entry = table_physical(below) | vm->format->table;
        } else if (level == 1 && is_large(vm, *entry)) {
            split(vm, entry);
        }
        table = entry_table(*entry);
    }
    return &table[entry_index(address, 0)];
}

static void set_pages(struct vm *vm, uint64_t address, uint64_t size, uint64_t physical, uint64_t bits)
{
    for (uint64_t done = 0; done < size; done += PAGE)
        *page_entry(vm, address + done) = (physical + done) | bits;
    vm->changed = true;
}

static bool is_empty(const struct vm *vm, const uint64_t *table)
{
    for (unsigned i = 0; i < ENTRIES; i++) {
        if (table[i] & vm->format->read)
            return false;
    }
    return true;
}

/*
 * Takes the pages of a range without a base mapping away. Tables that have become empty go to the pool; none of those
 * from the start is among them, because a base mapping is in each.
 */
static void clear_pages(struct vm *vm, uint64_t address, uint64_t size)
{
    for (uint64_t done = 0; done < size; done += PAGE)
        *find_entry(vm, address + done, 0) = 0;
    for (unsigned level = 1; level <= 3; level++) {
        for (uint64_t at = address & ~(span_of(level) - 1); at < address + size; at += span_of(level)) {
            uint64_t *entry = find_entry(vm, at, level);
            if (is_empty(vm, entry_table(*entry))) {
                pool_put(vm, entry_table(*entry));
                *entry = 0;
            }
        }
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
    uint64_t *entry = find_entry(vm, address, 1);
    if (is_large(vm, *entry))
        return;
    pool_put(vm, entry_table(*entry));
    *entry = (base->physical + (address - base->address)) | leaf_bits(vm, base->rights) | vm->format->large;
}

/* Uncovers what a base mapping has in the range. */
static void restore_base(struct vm *vm, const struct vm_range *base, const struct vm_range *gone)
{
    set_pages(vm, gone->address, gone->size, base->physical + (gone->address - base->address),
              leaf_bits(vm, base->rights));
    for (uint64_t at = gone->address & ~(LARGE - 1); at < gone->address + gone->size; at += LARGE)
        merge(vm, at);
}

int vm_unmap(struct vm *vm, uint64_t address)
{
    for (uint32_t i = 0; i < vm->overlay_count; i++) {
        if (vm->overlays[i].address != address)
            continue;
        struct vm_range gone = vm->overlays[i];
        const struct vm_range *base = base_of(vm, gone.address, gone.size);
        vm->overlays[i] = vm->overlays[--vm->overlay_count];
        if (base)
            restore_base(vm, base, &gone);
        else
            clear_pages(vm, gone.address, gone.size);
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
