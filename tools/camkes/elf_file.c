/* SPDX-License-Identifier: BSD-2-Clause */
#include "elf_file.h"

#include <elf.h>
#include <string.h>

#include "abi/system_table.h"

/* A piece of the file, or NULL if it is not wholly inside. */
static const uint8_t *file_range(const struct elf_file *file, uint64_t offset, uint64_t size)
{
    if (offset > file->size || size > file->size - offset)
        return NULL;
    return file->bytes + offset;
}

/* Record `index` of a table in the file; records may stand at any alignment. */
static bool file_record(const struct elf_file *file, uint64_t table, uint64_t index, void *record,
                        size_t size)
{
    uint64_t offset;
    if (__builtin_mul_overflow(index, size, &offset) || __builtin_add_overflow(table, offset, &offset))
        return false;
    const uint8_t *bytes = file_range(file, offset, size);
    if (bytes)
        memcpy(record, bytes, size);
    return bytes != NULL;
}

static const char *check_header(const struct elf_file *file, Elf64_Ehdr *header)
{
    if (!file_record(file, 0, 0, header, sizeof(*header)) || memcmp(header->e_ident, ELFMAG, SELFMAG) != 0)
        return "is not an ELF file";
    if (header->e_ident[EI_CLASS] != ELFCLASS64 || header->e_ident[EI_DATA] != ELFDATA2LSB ||
        header->e_machine != EM_X86_64)
        return "is not for x86-64";
    if (header->e_type != ET_EXEC)
        return "is not a program linked at fixed addresses (link with -static -no-pie)";
    if (header->e_phentsize != sizeof(Elf64_Phdr) || header->e_phnum == 0)
        return "has no program headers";
    return NULL;
}

static uint32_t segment_rights(const Elf64_Phdr *program)
{
    uint32_t rights = TABLE_RIGHT_READ;
    if (program->p_flags & PF_W)
        rights |= TABLE_RIGHT_WRITE;
    if (program->p_flags & PF_X)
        rights |= TABLE_RIGHT_EXECUTE;
    return rights;
}

static const char *check_segment(const struct elf_file *file, const Elf64_Phdr *program, uint64_t start,
                                 uint64_t end)
{
    if ((program->p_flags & PF_W) && (program->p_flags & PF_X))
        return "has a segment that is both writable and executable";
    if (program->p_filesz > program->p_memsz || !file_range(file, program->p_offset, program->p_filesz))
        return "has a segment that reaches beyond the file";
    if (program->p_vaddr < start || program->p_vaddr >= end || program->p_memsz > end - program->p_vaddr)
        return "has a segment outside the addresses that programs may use";
    return NULL;
}

/* `before`: the end of the segment before it. */
static const char *add_segment(struct arena *arena, struct elf_file *file, const Elf64_Phdr *program,
                               uint64_t before)
{
    uint64_t skew = program->p_vaddr % TABLE_PAGE;
    struct elf_segment segment = {.address = program->p_vaddr - skew, .rights = segment_rights(program)};
    segment.size = (skew + program->p_memsz + TABLE_PAGE - 1) / TABLE_PAGE * TABLE_PAGE;
    if (segment.address < before)
        return "has segments that share a page or do not ascend (link with -z separate-code)";
    if (program->p_filesz > 0) {
        segment.content_size = (size_t)(skew + program->p_filesz);
        segment.content = arena_alloc(arena, segment.content_size, 1);
        memcpy(segment.content + skew, file->bytes + program->p_offset, (size_t)program->p_filesz);
    }
    ARENA_APPEND(arena, file->segments, file->segment_count, segment);
    return NULL;
}

static bool entry_is_executable(const struct elf_file *file)
{
    for (size_t i = 0; i < file->segment_count; i++) {
        const struct elf_segment *segment = &file->segments[i];
        if ((segment->rights & TABLE_RIGHT_EXECUTE) && file->entry >= segment->address &&
            file->entry - segment->address < segment->size)
            return true;
    }
    return false;
}

const char *elf_read(struct arena *arena, const uint8_t *bytes, size_t size, uint64_t start, uint64_t end,
                     struct elf_file *file)
{
    Elf64_Ehdr header;
    *file = (struct elf_file){.bytes = bytes, .size = size};
    const char *error = check_header(file, &header);
    uint64_t before = start;
    for (uint64_t i = 0; !error && i < header.e_phnum; i++) {
        Elf64_Phdr program;
        if (!file_record(file, header.e_phoff, i, &program, sizeof(program)))
            return "has program headers beyond its end";
        if (program.p_type == PT_INTERP || program.p_type == PT_DYNAMIC)
            return "is dynamically linked (link with -static -no-pie)";
        if (program.p_type != PT_LOAD || program.p_memsz == 0)
            continue;
        error = check_segment(file, &program, start, end);
        if (!error)
            error = add_segment(arena, file, &program, before);
        if (!error)
            before = file->segments[file->segment_count - 1].address +
                     file->segments[file->segment_count - 1].size;
    }
    if (error)
        return error;
    file->entry = header.e_entry;
    return entry_is_executable(file) ? NULL : "has an entry point outside its executable segments";
}

/* Whether the NUL-terminated string at `offset` of the string table is `name`. */
static bool name_is(const struct elf_file *file, const Elf64_Shdr *strings, uint32_t offset, const char *name)
{
    size_t length = strlen(name) + 1;
    if (offset > strings->sh_size || length > strings->sh_size - offset)
        return false;
    uint64_t at;
    if (__builtin_add_overflow(strings->sh_offset, offset, &at))
        return false;
    const uint8_t *text = file_range(file, at, length);
    return text && memcmp(text, name, length) == 0;
}

static uint64_t symbol_in_table(const struct elf_file *file, const Elf64_Shdr *table,
                                const Elf64_Shdr *strings, const char *name)
{
    for (uint64_t i = 0; i < table->sh_size / sizeof(Elf64_Sym); i++) {
        Elf64_Sym symbol;
        if (!file_record(file, table->sh_offset, i, &symbol, sizeof(symbol)))
            return 0;
        if (symbol.st_shndx != SHN_UNDEF && name_is(file, strings, symbol.st_name, name))
            return symbol.st_value;
    }
    return 0;
}

uint64_t elf_symbol(const struct elf_file *file, const char *name)
{
    Elf64_Ehdr header;
    if (check_header(file, &header) || header.e_shentsize != sizeof(Elf64_Shdr))
        return 0;
    for (uint64_t i = 0; i < header.e_shnum; i++) {
        Elf64_Shdr table, strings;
        if (!file_record(file, header.e_shoff, i, &table, sizeof(table)) || table.sh_type != SHT_SYMTAB ||
            !file_record(file, header.e_shoff, table.sh_link, &strings, sizeof(strings)))
            continue;
        return symbol_in_table(file, &table, &strings, name);
    }
    return 0;
}

uint8_t *elf_content(const struct elf_file *file, uint64_t address, size_t size)
{
    for (size_t i = 0; i < file->segment_count; i++) {
        const struct elf_segment *segment = &file->segments[i];
        if (address < segment->address || address - segment->address >= segment->content_size)
            continue;
        uint64_t offset = address - segment->address;
        return size <= segment->content_size - offset ? segment->content + offset : NULL;
    }
    return NULL;
}
