/* SPDX-License-Identifier: BSD-2-Clause */
/* References: System V ABI, "Object Files" and its supplements for both x86 widths. */
#include "image.h"

#include <elf.h>
#include <string.h>

#define SEGMENTS_MAX  64u
#define INITRD_MAX_32 0x37ffffffu
#define INITRD_MAX_64 0x7fffffffu
#define CMDLINE_MAX   2047u

/* What both widths of the format say about a segment. */
struct segment {
    uint32_t type;
    uint64_t offset, address, file_size, memory_size;
};

struct elf {
    bool wide;
    uint16_t type, machine, entry_size, count;
    uint64_t entry, table;
};

/* `size` bytes at `offset`, if the file has them. */
static bool read_at(const struct image_file *file, uint64_t offset, void *to, size_t size)
{
    return offset <= file->size && size <= file->size - offset && file->read(file->context, offset, to, size);
}

static bool read_header(const struct image_file *file, struct elf *elf)
{
    Elf64_Ehdr wide;
    Elf32_Ehdr narrow;

    if (elf->wide) {
        if (!read_at(file, 0, &wide, sizeof(wide))) {
            return false;
        }
        *elf = (struct elf){true,         wide.e_type,  wide.e_machine, wide.e_phentsize,
                            wide.e_phnum, wide.e_entry, wide.e_phoff};
        return true;
    }
    if (!read_at(file, 0, &narrow, sizeof(narrow))) {
        return false;
    }
    *elf = (struct elf){false,          narrow.e_type,  narrow.e_machine, narrow.e_phentsize,
                        narrow.e_phnum, narrow.e_entry, narrow.e_phoff};
    return true;
}

static bool read_segment(const struct image_file *file, const struct elf *elf, unsigned index,
                         struct segment *segment)
{
    uint64_t offset = elf->table + (uint64_t)index * elf->entry_size;
    Elf64_Phdr wide;
    Elf32_Phdr narrow;

    if (offset < elf->table) {
        return false;
    }
    if (elf->wide) {
        if (!read_at(file, offset, &wide, sizeof(wide))) {
            return false;
        }
        *segment = (struct segment){wide.p_type, wide.p_offset, wide.p_paddr, wide.p_filesz, wide.p_memsz};
        return true;
    }
    if (!read_at(file, offset, &narrow, sizeof(narrow))) {
        return false;
    }
    *segment =
        (struct segment){narrow.p_type, narrow.p_offset, narrow.p_paddr, narrow.p_filesz, narrow.p_memsz};
    return true;
}

static bool check_header(const struct image_file *file, struct elf *elf, char message[IMAGE_MESSAGE])
{
    unsigned char ident[EI_NIDENT];
    size_t least;

    if (!read_at(file, 0, ident, sizeof(ident))) {
        return image_refuse(file, message, "the ELF header cannot be read");
    }
    if (ident[EI_CLASS] != ELFCLASS32 && ident[EI_CLASS] != ELFCLASS64) {
        return image_refuse(file, message, "ELF class %u is neither 32 nor 64 bit", ident[EI_CLASS]);
    }
    if (ident[EI_DATA] != ELFDATA2LSB) {
        return image_refuse(file, message, "ELF byte order %u is not little-endian", ident[EI_DATA]);
    }
    elf->wide = ident[EI_CLASS] == ELFCLASS64;
    if (!read_header(file, elf)) {
        return image_refuse(file, message, "the ELF header cannot be read");
    }
    if (elf->type != ET_EXEC && elf->type != ET_DYN) {
        return image_refuse(file, message, "ELF type %u is not an executable", elf->type);
    }
    if (elf->machine != (elf->wide ? EM_X86_64 : EM_386)) {
        return image_refuse(file, message, "ELF machine %u does not fit a %s-bit x86 kernel", elf->machine,
                            elf->wide ? "64" : "32");
    }
    least = elf->wide ? sizeof(Elf64_Phdr) : sizeof(Elf32_Phdr);
    if (elf->entry_size < least) {
        return image_refuse(file, message, "program headers of %u bytes are too small", elf->entry_size);
    }
    if (elf->count == 0 || elf->count > SEGMENTS_MAX) {
        return image_refuse(file, message, "%u program headers; 1 to %u can be loaded", elf->count,
                            SEGMENTS_MAX);
    }
    return true;
}

bool elf_load(const struct image_file *file, const struct guest_memory *memory, struct image *image,
              char message[IMAGE_MESSAGE])
{
    struct elf elf = {0};
    bool entry_loaded = false;

    if (!check_header(file, &elf, message)) {
        return false;
    }
    for (unsigned i = 0; i < elf.count; i++) {
        struct segment segment;

        if (!read_segment(file, &elf, i, &segment)) {
            return image_refuse(file, message, "program header %u is beyond the end of the file", i);
        }
        if (segment.type != PT_LOAD || segment.memory_size == 0) {
            continue;
        }
        if (!image_place(file, memory, "segment", segment.offset, segment.file_size, segment.address,
                         segment.memory_size, message)) {
            return false;
        }
        if (elf.entry >= segment.address && elf.entry - segment.address < segment.file_size) {
            entry_loaded = true;
        }
        if (segment.address + segment.memory_size > image->end) {
            image->end = segment.address + segment.memory_size;
        }
    }
    if (!entry_loaded) {
        return image_refuse(file, message, "the entry point 0x%llx is in no segment",
                            (unsigned long long)elf.entry);
    }
    image->mode = elf.wide ? IMAGE_ENTRY_64 : IMAGE_ENTRY_32;
    image->entry = elf.entry;
    image->initrd_max = elf.wide ? INITRD_MAX_64 : INITRD_MAX_32;
    image->cmdline_max = CMDLINE_MAX;
    return true;
}
