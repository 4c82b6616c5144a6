/* SPDX-License-Identifier: BSD-2-Clause */
/* Reference: Linux, Documentation/arch/x86/boot.rst and zero-page.rst. */
#include "linux_boot.h"

#include <string.h>

#define PAGE 4096u

/* Offsets in the boot parameters (zero page). */
enum {
    P_EXT_RAMDISK_IMAGE = 0x0c0,
    P_EXT_RAMDISK_SIZE = 0x0c4,
    P_E820_ENTRIES = 0x1e8,
    P_SETUP_HEADER = SETUP_HEADER_OFFSET,
    P_BOOT_FLAG = 0x1fe,
    P_HEADER_MAGIC = 0x202,
    P_VERSION = 0x206,
    P_TYPE_OF_LOADER = 0x210,
    P_LOADFLAGS = 0x211,
    P_RAMDISK_IMAGE = 0x218,
    P_RAMDISK_SIZE = 0x21c,
    P_CMDLINE = 0x228,
    P_ALIGNMENT = 0x230,
    P_E820_TABLE = 0x2d0,
};

#define LOADER_UNKNOWN 0xffu
#define LOADED_HIGH    0x01u

enum { E820_RAM = 1, E820_RESERVED = 2 };

struct e820_entry {
    uint64_t address, size;
    uint32_t type;
} __attribute__((packed));

static void put(uint8_t *page, unsigned offset, uint64_t value, unsigned size)
{
    memcpy(page + offset, &value, size);
}

static void write_e820(uint8_t *page, uint64_t ram_size)
{
    const struct e820_entry map[] = {
        {0, BOOT_LOW_END, E820_RAM},
        {BOOT_LOW_END, BOOT_HIGH_START - BOOT_LOW_END, E820_RESERVED},
        {BOOT_HIGH_START, ram_size - BOOT_HIGH_START, E820_RAM},
    };

    memcpy(page + P_E820_TABLE, map, sizeof(map));
    page[P_E820_ENTRIES] = sizeof(map) / sizeof(map[0]);
}

/* As high as it may be, so that the kernel has its room below. */
static bool place_initrd(const struct image_file *initrd, const struct image *image,
                         const struct guest_memory *memory, uint64_t *address, char message[IMAGE_MESSAGE])
{
    uint64_t limit = image->initrd_max + 1 < memory->size ? image->initrd_max + 1 : memory->size;
    uint64_t least = (image->end + PAGE - 1) & ~(uint64_t)(PAGE - 1);

    if (initrd->size > limit || ((limit - initrd->size) & ~(uint64_t)(PAGE - 1)) < least) {
        return image_refuse(initrd, message,
                            "0x%llx bytes do not fit in guest RAM between the kernel's end 0x%llx and 0x%llx",
                            (unsigned long long)initrd->size, (unsigned long long)image->end,
                            (unsigned long long)limit);
    }
    *address = (limit - initrd->size) & ~(uint64_t)(PAGE - 1);
    return image_place(initrd, memory, "initial RAM disk", 0, initrd->size, *address, initrd->size, message);
}

static bool write_cmdline(const struct linux_boot *boot, const struct image *image,
                          const struct guest_memory *memory, char message[IMAGE_MESSAGE])
{
    size_t length = strlen(boot->cmdline);
    size_t most = image->cmdline_max < BOOT_CMDLINE_MAX ? image->cmdline_max : BOOT_CMDLINE_MAX;

    if (length > most) {
        return image_refuse(&boot->kernel, message, "a command line of %zu characters; it takes %zu", length,
                            most);
    }
    memcpy(guest_memory_ptr(memory, BOOT_CMDLINE, length + 1), boot->cmdline, length + 1);
    return true;
}

bool boot_parameters_write(const struct linux_boot *boot, const struct image *image,
                           const struct guest_memory *memory, char message[IMAGE_MESSAGE])
{
    uint8_t *page = guest_memory_ptr(memory, BOOT_PARAMETERS, PAGE);
    uint64_t initrd = 0;

    memset(page, 0, PAGE);
    if (image->setup_header_size != 0) {
        memcpy(page + P_SETUP_HEADER, image->setup_header, image->setup_header_size);
    } else {
        put(page, P_BOOT_FLAG, 0xaa55, 2);
        put(page, P_HEADER_MAGIC, 0x53726448, 4);
        put(page, P_VERSION, 0x020c, 2);
        put(page, P_ALIGNMENT, 0x1000000, 4);
    }
    if (!write_cmdline(boot, image, memory, message)) {
        return false;
    }
    if (boot->initrd.size != 0) {
        if (!place_initrd(&boot->initrd, image, memory, &initrd, message)) {
            return false;
        }
    }
    put(page, P_TYPE_OF_LOADER, LOADER_UNKNOWN, 1);
    page[P_LOADFLAGS] |= LOADED_HIGH;
    put(page, P_CMDLINE, BOOT_CMDLINE, 4);
    put(page, P_RAMDISK_IMAGE, initrd, 4);
    put(page, P_RAMDISK_SIZE, boot->initrd.size, 4);
    put(page, P_EXT_RAMDISK_IMAGE, initrd >> 32, 4);
    put(page, P_EXT_RAMDISK_SIZE, boot->initrd.size >> 32, 4);
    write_e820(page, memory->size);
    return true;
}

bool linux_boot(const struct linux_boot *boot, const struct guest_memory *memory, struct vcpu_block *block,
                char message[IMAGE_MESSAGE])
{
    struct image image;

    if (memory->size < BOOT_RAM_LEAST) {
        return image_refuse(&boot->kernel, message, "%llu MiB of guest RAM; at least %u are needed",
                            (unsigned long long)(memory->size >> 20), BOOT_RAM_LEAST >> 20);
    }
    if (!image_load(&boot->kernel, memory, &image, message) ||
        !boot_parameters_write(boot, &image, memory, message)) {
        return false;
    }
    boot_state_write(&image, memory, block);
    return true;
}
