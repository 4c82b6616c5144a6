/* SPDX-License-Identifier: BSD-2-Clause */
#include "paging.h"

#include "arch.h"
#include "boot_memory.h"
#include "console.h"
#include "cpu.h"
#include "layout.h"
#include "string.h"

#define ENTRIES 512

extern char kernel_text_start[], kernel_rodata_start[], kernel_data_start[], kernel_end[];
extern char kernel_stack_guard[], kernel_fault_stack_guard[];

static uint64_t *kernel_root;

void *arch_physical(uint64_t address)
{
    return (void *)(DIRECT_MAP_BASE + address);
}

static uint64_t table_address(const void *table)
{
    return (uint64_t)table - DIRECT_MAP_BASE;
}

static uint64_t *table_new(void)
{
    return boot_memory_objects(1, PAGE_SIZE);
}

static uint64_t *table_below(uint64_t *entry, uint64_t user)
{
    if (!(*entry & PTE_PRESENT))
        *entry = table_address(table_new()) | PTE_PRESENT | PTE_WRITE | user;
    kernel_assert(!(*entry & PTE_LARGE));
    return arch_physical(*entry & PTE_ADDRESS);
}

/* Level 0 holds 4 KiB pages, level 1 2 MiB, level 2 1 GiB. */
static uint64_t level_size(unsigned level)
{
    return (uint64_t)PAGE_SIZE << (9 * level);
}

static unsigned largest_level(uint64_t address, uint64_t physical, uint64_t size)
{
    static int gigabyte_pages = -1;
    if (gigabyte_pages < 0)
        gigabyte_pages = cpu_id(0x80000001, 0).edx >> 26 & 1;
    unsigned level = gigabyte_pages ? 2 : 1;
    while (level > 0 && (((address | physical) & (level_size(level) - 1)) || size < level_size(level)))
        level--;
    return level;
}

void paging_map(uint64_t *root, uint64_t address, uint64_t physical, uint64_t size, uint64_t flags)
{
    while (size > 0) {
        unsigned target = largest_level(address, physical, size);
        uint64_t *table = root;
        for (unsigned level = 3; level > target; level--)
            table = table_below(&table[address >> (12 + 9 * level) & (ENTRIES - 1)], flags & PTE_USER);
        uint64_t *entry = &table[address >> (12 + 9 * target) & (ENTRIES - 1)];
        kernel_assert(!(*entry & PTE_PRESENT));
        *entry = physical | flags | PTE_PRESENT | (target ? PTE_LARGE : 0);
        address += level_size(target);
        physical += level_size(target);
        size -= level_size(target);
    }
}

static uint64_t image_physical(const char *symbol)
{
    return (uint64_t)symbol - KERNEL_BASE;
}

static void map_image(const char *start, const char *end, uint64_t flags)
{
    paging_map(kernel_root, (uint64_t)start, image_physical(start), (uint64_t)(end - start),
               flags | PTE_GLOBAL);
}

static void map_direct(uint64_t start, uint64_t end, uint64_t flags)
{
    paging_map(kernel_root, DIRECT_MAP_BASE + start, start, end - start, flags | PTE_NX | PTE_GLOBAL);
}

void paging_init(uint64_t top_of_ram)
{
    if (top_of_ram > DIRECT_MAP_SIZE)
        panic("more than 512 GiB of RAM");
    kernel_root = table_new();

    map_image(kernel_text_start, kernel_rodata_start, 0);
    map_image(kernel_rodata_start, kernel_data_start, PTE_NX);
    map_image(kernel_data_start, kernel_stack_guard, PTE_NX | PTE_WRITE);
    map_image(kernel_stack_guard + PAGE_SIZE, kernel_fault_stack_guard, PTE_NX | PTE_WRITE);
    map_image(kernel_fault_stack_guard + PAGE_SIZE, kernel_end, PTE_NX | PTE_WRITE);

    uint64_t text = image_physical(kernel_text_start), data = image_physical(kernel_data_start);
    top_of_ram = (top_of_ram + PAGE_SIZE - 1) & ~(uint64_t)(PAGE_SIZE - 1);
    map_direct(0, text, PTE_WRITE);
    map_direct(text, data, 0);
    map_direct(data, top_of_ram, PTE_WRITE);

    cpu_write_cr3(table_address(kernel_root));
}

uint64_t *paging_new_root(void)
{
    uint64_t *root = table_new();
    memcpy(root + ENTRIES / 2, kernel_root + ENTRIES / 2, ENTRIES / 2 * sizeof *root);
    return root;
}

void *paging_map_device(uint64_t physical)
{
    static uint64_t next = DEVICE_MAP_BASE;
    uint64_t address = next;
    next += PAGE_SIZE;
    paging_map(kernel_root, address, physical, PAGE_SIZE, PTE_NX | PTE_WRITE | PTE_UNCACHED | PTE_GLOBAL);
    return (void *)address;
}
