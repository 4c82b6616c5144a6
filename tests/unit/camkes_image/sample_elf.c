/* SPDX-License-Identifier: BSD-2-Clause */
#include "sample_elf.h"

#include <string.h>

static Elf64_Phdr segment(uint32_t flags, size_t offset, uint64_t address, uint64_t size, uint64_t memory)
{
    return (Elf64_Phdr){.p_type = PT_LOAD,
                        .p_flags = flags,
                        .p_offset = offset,
                        .p_vaddr = address,
                        .p_filesz = size,
                        .p_memsz = memory};
}

static void init_symbols(struct sample_elf *elf)
{
    static const char strings[] = "\0causeway_foreign_syscall_entry\0a.archive.payload_size";
    memcpy(elf->strings, strings, sizeof(strings));
    elf->section[1] = (Elf64_Shdr){.sh_type = SHT_SYMTAB,
                                   .sh_offset = offsetof(struct sample_elf, symbol),
                                   .sh_size = sizeof(elf->symbol),
                                   .sh_link = 2};
    elf->section[2] = (Elf64_Shdr){.sh_type = SHT_STRTAB,
                                   .sh_offset = offsetof(struct sample_elf, strings),
                                   .sh_size = sizeof(elf->strings)};
    elf->symbol[1] = (Elf64_Sym){.st_name = 1, .st_shndx = 1, .st_value = SAMPLE_TEXT + 8};
    elf->symbol[2] = (Elf64_Sym){.st_name = 32, .st_shndx = 1, .st_value = SAMPLE_RODATA + SAMPLE_SIZE};
}

void sample_elf_init(struct sample_elf *elf)
{
    memset(elf, 0, sizeof(*elf));
    elf->header = (Elf64_Ehdr){.e_type = ET_EXEC,
                               .e_machine = EM_X86_64,
                               .e_version = EV_CURRENT,
                               .e_entry = SAMPLE_TEXT + 4,
                               .e_phoff = offsetof(struct sample_elf, program),
                               .e_shoff = offsetof(struct sample_elf, section),
                               .e_ehsize = sizeof(Elf64_Ehdr),
                               .e_phentsize = sizeof(Elf64_Phdr),
                               .e_phnum = SAMPLE_SEGMENTS,
                               .e_shentsize = sizeof(Elf64_Shdr),
                               .e_shnum = 3};
    memcpy(elf->header.e_ident, ELFMAG, SELFMAG);
    elf->header.e_ident[EI_CLASS] = ELFCLASS64;
    elf->header.e_ident[EI_DATA] = ELFDATA2LSB;
    elf->program[SAMPLE_SEGMENT_TEXT] =
        segment(PF_R | PF_X, offsetof(struct sample_elf, text), SAMPLE_TEXT, sizeof(elf->text), 32);
    elf->program[SAMPLE_SEGMENT_RODATA] = segment(PF_R, offsetof(struct sample_elf, rodata), SAMPLE_RODATA,
                                                  sizeof(elf->rodata), sizeof(elf->rodata));
    elf->program[SAMPLE_SEGMENT_DATA] =
        segment(PF_R | PF_W, offsetof(struct sample_elf, data), SAMPLE_DATA, sizeof(elf->data), 0x2000);
    memset(elf->text, 0x90, sizeof(elf->text));
    memset(elf->data, 0xda, sizeof(elf->data));
    init_symbols(elf);
}
