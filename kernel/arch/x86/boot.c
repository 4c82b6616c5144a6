/* SPDX-License-Identifier: BSD-2-Clause */
/* Reads what the boot loader left: PVH (Xen's start_info) or multiboot2 (specification 1.6, chapter 3.6). */
#include "boot_info.h"
#include "console.h"
#include "kernel.h"
#include "layout.h"
#include "string.h"

#include <stdbool.h>
#include <stddef.h>

#define FIRST_MAPPED (4ul << 30) /* what boot.S has mapped */

enum { BOOT_PVH = 1, BOOT_MULTIBOOT2 = 2 };

struct pvh_start_info {
    uint32_t magic, version, flags, modules;
    uint64_t modules_address, command_line, rsdp;
    uint64_t memory_map; /* version 1 */
    uint32_t memory_map_entries, reserved;
};
#define PVH_MAGIC 0x336ec578

struct pvh_module {
    uint64_t address, size, command_line, reserved;
};

struct memory_map_entry {
    uint64_t address, size;
    uint32_t type, reserved;
};
#define MEMORY_RAM 1

struct multiboot2_tag {
    uint32_t type, size;
};
enum {
    TAG_END = 0,
    TAG_MODULE = 3,
    TAG_MEMORY_MAP = 6,
    TAG_ACPI_OLD = 14,
    TAG_ACPI_NEW = 15,
};

static struct boot_info boot_info;
static uint8_t rsdp_copy[36] __attribute__((aligned(16)));

static const void *boot_bytes(uint64_t address, uint64_t size)
{
    if (address >= FIRST_MAPPED || size > FIRST_MAPPED - address)
        panic("the boot loader's information at %lx is out of reach", address);
    return (const void *)(DIRECT_MAP_BASE + address);
}

static void add_memory(const struct memory_map_entry *entry)
{
    bool ram = entry->type == MEMORY_RAM;
    unsigned *count = ram ? &boot_info.ram_ranges : &boot_info.used_ranges;
    struct boot_range *ranges = ram ? boot_info.ram : boot_info.used;
    if (*count == BOOT_MAX_RANGES)
        panic("the memory map has more than %u ranges", BOOT_MAX_RANGES);
    uint64_t end;
    if (__builtin_add_overflow(entry->address, entry->size, &end))
        panic("the memory map has a range at %lx that wraps round", entry->address);
    ranges[(*count)++] = (struct boot_range){entry->address, end};
}

static void read_pvh(uint64_t address)
{
    struct pvh_start_info info = *(const struct pvh_start_info *)boot_bytes(address, sizeof info);
    if (info.magic != PVH_MAGIC || info.version < 1)
        panic("the boot loader speaks PVH version %u; version 1, with a memory map, is needed", info.version);
    boot_info.loader = "PVH";
    boot_info.rsdp = info.rsdp;
    const struct memory_map_entry *map =
        boot_bytes(info.memory_map, (uint64_t)info.memory_map_entries * sizeof *map);
    for (uint32_t i = 0; i < info.memory_map_entries; i++)
        add_memory(&map[i]);
    if (info.modules > 0) {
        const struct pvh_module *module = boot_bytes(info.modules_address, sizeof *module);
        boot_info.image_start = module->address;
        boot_info.image_size = module->size;
    }
}

static void read_multiboot2_memory(const struct multiboot2_tag *tag)
{
    const uint8_t *bytes = (const uint8_t *)tag;
    uint32_t entry_size;
    memcpy(&entry_size, bytes + 8, sizeof entry_size);
    if (entry_size < sizeof(struct memory_map_entry))
        panic("the boot loader's memory map has entries of %u bytes", entry_size);
    for (uint32_t at = 16; at + entry_size <= tag->size; at += entry_size) {
        struct memory_map_entry entry;
        memcpy(&entry, bytes + at, sizeof entry);
        add_memory(&entry);
    }
}

static void read_multiboot2_module(const struct multiboot2_tag *tag)
{
    uint32_t range[2];
    memcpy(range, tag + 1, sizeof range);
    if (boot_info.image_size == 0 && range[1] > range[0]) {
        boot_info.image_start = range[0];
        boot_info.image_size = range[1] - range[0];
    }
}

/* The tag holds a copy of the root pointer; a newer one wins. */
static void read_multiboot2_acpi(const struct multiboot2_tag *tag)
{
    size_t size = tag->size - sizeof *tag;
    memcpy(rsdp_copy, tag + 1, size < sizeof rsdp_copy ? size : sizeof rsdp_copy);
    boot_info.rsdp = (uintptr_t)rsdp_copy - KERNEL_BASE;
}

static void read_multiboot2(uint64_t address)
{
    boot_info.loader = "multiboot2";
    uint32_t total = *(const uint32_t *)boot_bytes(address, 8);
    const uint8_t *start = boot_bytes(address, total);
    for (uint32_t at = 8; at + sizeof(struct multiboot2_tag) <= total;) {
        const struct multiboot2_tag *tag = (const struct multiboot2_tag *)(start + at);
        if (tag->size < sizeof *tag || tag->size > total - at)
            panic("the boot loader's information has a tag of impossible size");
        if (tag->type == TAG_END)
            break;
        if (tag->type == TAG_MODULE && tag->size >= 16)
            read_multiboot2_module(tag);
        if (tag->type == TAG_MEMORY_MAP && tag->size >= 16)
            read_multiboot2_memory(tag);
        if (tag->type == TAG_ACPI_NEW || (tag->type == TAG_ACPI_OLD && boot_info.rsdp == 0))
            read_multiboot2_acpi(tag);
        at += (tag->size + 7) & ~7u;
    }
}

__attribute__((noreturn)) void boot_start(uint32_t kind, uint32_t information);

void boot_start(uint32_t kind, uint32_t information)
{
    if (kind == BOOT_PVH)
        read_pvh(information);
    else
        read_multiboot2(information);
    kernel_main(&boot_info);
}
