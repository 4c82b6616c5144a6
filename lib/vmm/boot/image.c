/* SPDX-License-Identifier: BSD-2-Clause */
#include "image.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define ELF_MAGIC        "\177ELF"
#define BOOT_FLAG_OFFSET 0x1fe

bool image_refuse(const struct image_file *file, char message[IMAGE_MESSAGE], const char *format, ...)
{
    va_list args;
    int used = snprintf(message, IMAGE_MESSAGE, "%.64s: ", file->name);

    va_start(args, format);
    vsnprintf(message + used, (size_t)(IMAGE_MESSAGE - used), format, args);
    va_end(args);
    return false;
}

bool image_place(const struct image_file *file, const struct guest_memory *memory, const char *what,
                 uint64_t offset, uint64_t size, uint64_t address, uint64_t span, char message[IMAGE_MESSAGE])
{
    uint8_t *to;

    if (offset > file->size || size > file->size - offset) {
        return image_refuse(file, message, "%s: bytes 0x%llx + 0x%llx are beyond the file's 0x%llx", what,
                            (unsigned long long)offset, (unsigned long long)size,
                            (unsigned long long)file->size);
    }
    if (size > span) {
        return image_refuse(file, message, "%s: more bytes in the file (0x%llx) than in memory (0x%llx)",
                            what, (unsigned long long)size, (unsigned long long)span);
    }
    to = address >= IMAGE_LOWEST ? guest_memory_ptr(memory, address, span) : NULL;
    if (!to) {
        return image_refuse(file, message,
                            "%s: address 0x%llx + 0x%llx is not in guest RAM from 0x%x to 0x%llx", what,
                            (unsigned long long)address, (unsigned long long)span, IMAGE_LOWEST,
                            (unsigned long long)memory->size);
    }
    if (size != 0 && !file->read(file->context, offset, to, size)) {
        return image_refuse(file, message, "%s: reading 0x%llx bytes at 0x%llx failed", what,
                            (unsigned long long)size, (unsigned long long)offset);
    }
    memset(to + size, 0, span - size);
    return true;
}

bool image_load(const struct image_file *file, const struct guest_memory *memory, struct image *image,
                char message[IMAGE_MESSAGE])
{
    uint8_t start[BOOT_FLAG_OFFSET + 2];

    memset(image, 0, sizeof(*image));
    if (file->size < sizeof(start)) {
        return image_refuse(file, message, "a file of %llu bytes is no kernel",
                            (unsigned long long)file->size);
    }
    if (!file->read(file->context, 0, start, sizeof(start))) {
        return image_refuse(file, message, "cannot be read");
    }
    if (memcmp(start, ELF_MAGIC, 4) == 0) {
        return elf_load(file, memory, image, message);
    }
    if (start[BOOT_FLAG_OFFSET] == 0x55 && start[BOOT_FLAG_OFFSET + 1] == 0xaa) {
        return bzimage_load(file, memory, image, message);
    }
    return image_refuse(file, message, "neither an ELF file nor a bzImage");
}
