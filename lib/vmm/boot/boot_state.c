/* SPDX-License-Identifier: BSD-2-Clause */
/* The vCPU at the kernel's entry: registers, descriptor table and page tables. */
#include "linux_boot.h"

#include <string.h>

#define PAGE 4096u

#define BOOT_CS     0x10u
#define BOOT_DS     0x18u
#define TABLE_FLAGS 0x003u /* present, writable */
#define LARGE_FLAGS 0x083u

#define CR0_PE       0x00000001u
#define CR0_ET       0x00000010u
#define CR0_NE       0x00000020u
#define CR0_PG       0x80000000u
#define CR4_PAE      0x00000020u
#define EFER_LME     0x100u
#define EFER_LMA     0x400u
#define RFLAGS_FIXED 0x2u

#define PAT_RESET  0x0007040600070406u
#define DR6_RESET  0xffff0ff0u
#define DR7_RESET  0x400u
#define XCR0_RESET 0x1u

#define TYPE_CODE 0x9bu /* present, ring 0, readable and accessed */
#define TYPE_DATA 0x93u
#define TYPE_TSS  0x8bu /* busy */

/* The first 4 GiB one to one in 2 MiB pages. */
static void write_page_tables(const struct guest_memory *memory)
{
    uint64_t *tables = guest_memory_ptr(memory, BOOT_PAGE_TABLES, 6 * PAGE);
    uint64_t *pointers = tables + 512, *directories = tables + 1024;

    memset(tables, 0, 2 * PAGE);
    tables[0] = (BOOT_PAGE_TABLES + PAGE) | TABLE_FLAGS;
    for (uint64_t i = 0; i < 4; i++) {
        pointers[i] = (BOOT_PAGE_TABLES + (2 + i) * PAGE) | TABLE_FLAGS;
    }
    for (uint64_t i = 0; i < 4 * 512; i++) {
        directories[i] = i << 21 | LARGE_FLAGS;
    }
}

/* A flat segment as an eight-byte descriptor. */
static uint64_t flat_descriptor(uint16_t attributes)
{
    return 0x0000ffffu | (uint64_t)(attributes & 0xff) << 40 | (uint64_t)0xf << 48 |
           (uint64_t)(attributes >> 8 & 0xf) << 52;
}

static void write_segments(struct vcpu_block *block, const struct guest_memory *memory, bool wide)
{
    uint16_t code = TYPE_CODE | VCPU_SEGMENT_PAGES | (wide ? VCPU_SEGMENT_LONG : VCPU_SEGMENT_BIG);
    uint16_t data = TYPE_DATA | VCPU_SEGMENT_PAGES | VCPU_SEGMENT_BIG;
    const uint64_t gdt[4] = {0, 0, flat_descriptor(code), flat_descriptor(data)};
    static const uint8_t data_segments[] = {VCPU_ES, VCPU_SS, VCPU_DS, VCPU_FS, VCPU_GS};

    memcpy(guest_memory_ptr(memory, BOOT_GDT, sizeof(gdt)), gdt, sizeof(gdt));
    block->gdtr = (struct vcpu_table){.base = BOOT_GDT, .limit = sizeof(gdt) - 1};
    block->idtr = (struct vcpu_table){0};
    block->segment[VCPU_CS] = (struct vcpu_segment){BOOT_CS, code, UINT32_MAX, 0};
    for (unsigned i = 0; i < sizeof(data_segments); i++) {
        block->segment[data_segments[i]] = (struct vcpu_segment){BOOT_DS, data, UINT32_MAX, 0};
    }
    block->segment[VCPU_LDTR] = (struct vcpu_segment){.attributes = VCPU_SEGMENT_UNUSABLE};
    block->segment[VCPU_TR] = (struct vcpu_segment){.attributes = TYPE_TSS, .limit = 0x67};
}

void boot_state_write(const struct image *image, const struct guest_memory *memory, struct vcpu_block *block)
{
    bool wide = image->mode == IMAGE_ENTRY_64;

    memset(block->gpr, 0, sizeof(block->gpr));
    block->gpr[VCPU_RSI] = BOOT_PARAMETERS;
    block->rip = image->entry;
    block->rflags = RFLAGS_FIXED;
    block->cr0 = CR0_PE | CR0_ET | CR0_NE | (wide ? CR0_PG : 0);
    block->cr2 = 0;
    block->cr3 = wide ? BOOT_PAGE_TABLES : 0;
    block->cr4 = wide ? CR4_PAE : 0;
    block->efer = wide ? EFER_LME | EFER_LMA : 0;
    if (wide) {
        write_page_tables(memory);
    }
    write_segments(block, memory, wide);
    block->star = block->lstar = block->cstar = block->sfmask = block->kernel_gs_base = 0;
    block->sysenter_cs = block->sysenter_esp = block->sysenter_eip = 0;
    block->pat = PAT_RESET;
    block->dr6 = DR6_RESET;
    block->dr7 = DR7_RESET;
    block->xcr0 = XCR0_RESET;
    block->interrupt_shadow = 0;
    block->changed = VCPU_CHANGED_ALL & ~(VCPU_CHANGED_EVENT | VCPU_CHANGED_TSC);
}
