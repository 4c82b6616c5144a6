/* SPDX-License-Identifier: BSD-2-Clause */
/* Reference: Linux, Documentation/arch/x86/boot.rst. */
#include "image.h"

#include <string.h>

#define SECTOR          512u
#define HEADER_END_BYTE 0x201u      /* its value + 0x202 is the end of the header */
#define HEADER_MAGIC    0x53726448u /* "HdrS" */
#define PROTOCOL_LEAST  0x020cu     /* has the fields for the 64-bit entry */
#define DEFAULT_SECTORS 4u
#define ENTRY_64        0x200u /* from the start of the protected-mode part */
#define LOADED_HIGH     0x01u
#define XLF_KERNEL_64   0x01u
#define ALIGNMENT_LEAST 0x1000u

/* The fields that matter here, as offsets in the file. */
enum header_field {
    F_SETUP_SECTORS = 0x1f1,
    F_MAGIC = 0x202,
    F_VERSION = 0x206,
    F_LOADFLAGS = 0x211,
    F_INITRD_MAX = 0x22c,
    F_ALIGNMENT = 0x230,
    F_RELOCATABLE = 0x234,
    F_XLOADFLAGS = 0x236,
    F_CMDLINE_SIZE = 0x238,
    F_PREF_ADDRESS = 0x258,
    F_INIT_SIZE = 0x260,
};

struct header {
    uint8_t bytes[SETUP_HEADER_OFFSET + SETUP_HEADER_MAX];
};

static uint64_t get(const struct header *header, enum header_field field, unsigned size)
{
    uint64_t value = 0;

    memcpy(&value, header->bytes + field, size);
    return value;
}

/* Where the protected-mode part goes: its preferred address, or the first aligned one with room. */
static uint64_t choose_address(const struct header *header, const struct guest_memory *memory, uint64_t span)
{
    uint64_t preferred = get(header, F_PREF_ADDRESS, 8);
    uint64_t alignment = get(header, F_ALIGNMENT, 4);
    uint64_t lowest;

    if (!get(header, F_RELOCATABLE, 1) ||
        (preferred >= IMAGE_LOWEST && guest_memory_contains(memory, preferred, span))) {
        return preferred;
    }
    lowest = alignment > IMAGE_LOWEST ? alignment : IMAGE_LOWEST;
    return (lowest + alignment - 1) & ~(alignment - 1);
}

static bool check_header(const struct image_file *file, const struct header *header,
                         char message[IMAGE_MESSAGE])
{
    uint64_t version = get(header, F_VERSION, 2);
    uint64_t alignment = get(header, F_ALIGNMENT, 4);

    if (get(header, F_MAGIC, 4) != HEADER_MAGIC) {
        return image_refuse(file, message, "no Linux boot header (HdrS) at 0x202");
    }
    if (version < PROTOCOL_LEAST) {
        return image_refuse(file, message, "boot protocol %llu.%02llu is older than 2.12",
                            (unsigned long long)(version >> 8), (unsigned long long)(version & 0xff));
    }
    if (!(get(header, F_LOADFLAGS, 1) & LOADED_HIGH)) {
        return image_refuse(file, message, "a zImage: only kernels that load above 1 MiB are supported");
    }
    if (alignment < ALIGNMENT_LEAST || (alignment & (alignment - 1)) != 0 || alignment > INT32_MAX) {
        return image_refuse(file, message, "kernel_alignment 0x%llx is not a power of two of a page or more",
                            (unsigned long long)alignment);
    }
    return true;
}

bool bzimage_load(const struct image_file *file, const struct guest_memory *memory, struct image *image,
                  char message[IMAGE_MESSAGE])
{
    struct header header = {0};
    uint64_t sectors, offset, size, span, address, header_end;

    if (file->size < sizeof(header.bytes) ||
        !file->read(file->context, 0, header.bytes, sizeof(header.bytes))) {
        return image_refuse(file, message, "too short for a bzImage");
    }
    if (!check_header(file, &header, message)) {
        return false;
    }
    sectors = get(&header, F_SETUP_SECTORS, 1);
    offset = ((sectors ? sectors : DEFAULT_SECTORS) + 1) * SECTOR;
    if (offset >= file->size) {
        return image_refuse(file, message, "%llu setup sectors leave no kernel in 0x%llx bytes",
                            (unsigned long long)sectors, (unsigned long long)file->size);
    }
    size = file->size - offset;
    span = get(&header, F_INIT_SIZE, 4);
    if (span < size) {
        return image_refuse(file, message, "init_size 0x%llx is less than the kernel's 0x%llx bytes",
                            (unsigned long long)span, (unsigned long long)size);
    }
    address = choose_address(&header, memory, span);
    if (!image_place(file, memory, "kernel", offset, size, address, span, message)) {
        return false;
    }
    header_end = HEADER_END_BYTE + 1 + header.bytes[HEADER_END_BYTE];
    if (header_end > sizeof(header.bytes)) {
        header_end = sizeof(header.bytes);
    }
    image->setup_header_size = header_end > SETUP_HEADER_OFFSET ? header_end - SETUP_HEADER_OFFSET : 0;
    memcpy(image->setup_header, header.bytes + SETUP_HEADER_OFFSET, image->setup_header_size);
    image->mode = get(&header, F_XLOADFLAGS, 2) & XLF_KERNEL_64 ? IMAGE_ENTRY_64 : IMAGE_ENTRY_32;
    image->entry = address + (image->mode == IMAGE_ENTRY_64 ? ENTRY_64 : 0);
    image->end = address + span;
    image->initrd_max = get(&header, F_INITRD_MAX, 4);
    image->cmdline_max = (uint32_t)get(&header, F_CMDLINE_SIZE, 4);
    return true;
}
