/* SPDX-License-Identifier: BSD-2-Clause */
/* Reference: AMD64 Architecture Programmer's Manual volume 2, chapter 5 (page translation). */
#include "paging.h"

#include <string.h>

#define PAGE 4096u

#define CR0_WP    0x00010000u
#define CR4_PSE   0x00000010u
#define CR4_PAE   0x00000020u
#define CR4_LA57  0x00001000u
#define CR4_SMEP  0x00100000u
#define CR4_SMAP  0x00200000u
#define EFER_NXE  0x00000800u
#define RFLAGS_AC 0x00040000u

#define PTE_PRESENT  0x001u
#define PTE_WRITE    0x002u
#define PTE_USER     0x004u
#define PTE_ACCESSED 0x020u
#define PTE_DIRTY    0x040u
#define PTE_LARGE    0x080u
#define PTE_NX       0x8000000000000000u
#define PTE_ADDRESS  0x000ffffffffff000u

#define FAULT_PRESENT  0x01u
#define FAULT_RESERVED 0x08u

/* How a paging mode splits a linear address. */
struct paging_format {
    uint8_t levels;
    uint8_t index_bits;
    uint8_t top_index_bits;
    uint8_t entry_size;
    uint8_t largest; /* highest level, from 0, that may hold a large page */
};

static const struct paging_format format_legacy = {2, 10, 10, 4, 1};
static const struct paging_format format_pae = {3, 9, 2, 8, 1};
static const struct paging_format format_long = {4, 9, 9, 8, 2};
static const struct paging_format format_long57 = {5, 9, 9, 8, 2};

static const struct paging_format *paging_format(const struct vcpu_block *block)
{
    if (block->mode & VCPU_MODE_LONG) {
        return block->cr4 & CR4_LA57 ? &format_long57 : &format_long;
    }
    return block->cr4 & CR4_PAE ? &format_pae : &format_legacy;
}

static bool page_fault(struct cpu_fault *fault, uint64_t linear, uint32_t code)
{
    *fault = (struct cpu_fault){CPU_PAGE_FAULT, true, code, linear};
    return false;
}

/* Table entries are shared with the running guest: one atomic read, then only the copy counts. */
static uint64_t entry_read(const void *entry, unsigned size)
{
    return size == 8 ? __atomic_load_n((const uint64_t *)entry, __ATOMIC_RELAXED)
                     : __atomic_load_n((const uint32_t *)entry, __ATOMIC_RELAXED);
}

static void entry_mark(void *entry, unsigned size, uint64_t old, uint32_t bits)
{
    if ((old & bits) == bits) {
        return;
    }
    if (size == 8) {
        __atomic_fetch_or((uint64_t *)entry, bits, __ATOMIC_RELAXED);
    } else {
        __atomic_fetch_or((uint32_t *)entry, bits, __ATOMIC_RELAXED);
    }
}

/* What an access may do, gathered over all levels. */
struct rights {
    bool write, user, execute;
};

static bool rights_allow(const struct vcpu_block *block, const struct rights *rights, unsigned access)
{
    if (access & PAGING_USER) {
        if (!rights->user) {
            return false;
        }
    } else if (rights->user) {
        if ((access & PAGING_FETCH) ? block->cr4 & CR4_SMEP
                                    : (block->cr4 & CR4_SMAP) && !(block->rflags & RFLAGS_AC)) {
            return false;
        }
    }
    if ((access & PAGING_WRITE) && !rights->write && ((access & PAGING_USER) || (block->cr0 & CR0_WP))) {
        return false;
    }
    return !(access & PAGING_FETCH) || rights->execute;
}

/* In the legacy three-level format the top entries carry no rights. */
static void rights_narrow(struct rights *rights, const struct paging_format *format, unsigned level,
                          uint64_t entry, bool nx_enabled)
{
    if (format == &format_pae && level == 2) {
        return;
    }
    rights->write &= (entry & PTE_WRITE) != 0;
    rights->user &= (entry & PTE_USER) != 0;
    rights->execute &= !(nx_enabled && format->entry_size == 8 && (entry & PTE_NX));
}

static uint64_t large_address(const struct paging_format *format, uint64_t entry, unsigned shift)
{
    uint64_t frame = entry & PTE_ADDRESS & ~(((uint64_t)1 << shift) - 1);

    if (format == &format_legacy) {
        frame = (entry & 0xffc00000u) | (entry & 0x001fe000u) << 19; /* PSE-36: bits 13-20 are 32-39 */
    }
    return frame;
}

bool paging_translate(const struct guest_memory *memory, const struct vcpu_block *block, uint64_t linear,
                      unsigned access, uint64_t *physical, struct cpu_fault *fault)
{
    const struct paging_format *format = paging_format(block);
    bool nx_enabled = block->efer & EFER_NXE;
    /* Bit 4 of the error code is only reported where fetches are told apart. */
    uint32_t code = access & ~(nx_enabled || (block->cr4 & CR4_SMEP) ? 0 : PAGING_FETCH);
    struct rights rights = {true, true, true};
    uint64_t table = block->cr3 & (format == &format_pae ? 0xffffffe0u : PTE_ADDRESS);

    if (!(block->mode & VCPU_MODE_PAGING)) {
        *physical = linear;
        return true;
    }
    for (unsigned level = format->levels; level-- > 0;) {
        unsigned shift = 12 + level * format->index_bits;
        unsigned bits = level + 1 == format->levels ? format->top_index_bits : format->index_bits;
        uint64_t index = linear >> shift & ((1u << bits) - 1);
        void *slot = guest_memory_ptr(memory, table + index * format->entry_size, format->entry_size);
        uint64_t entry;
        bool large;

        if (!slot) {
            /* No memory there reads as all ones: an entry with reserved bits set. */
            return page_fault(fault, linear, code | FAULT_PRESENT | FAULT_RESERVED);
        }
        entry = entry_read(slot, format->entry_size);
        if (!(entry & PTE_PRESENT)) {
            return page_fault(fault, linear, code);
        }
        rights_narrow(&rights, format, level, entry, nx_enabled);
        large = level > 0 && level <= format->largest && (entry & PTE_LARGE) &&
                (format != &format_legacy || (block->cr4 & CR4_PSE));
        if (level > 0 && !large) {
            entry_mark(slot, format->entry_size, entry,
                       format == &format_pae && level == 2 ? 0 : PTE_ACCESSED);
            table = entry & (format->entry_size == 8 ? PTE_ADDRESS : 0xfffff000u);
            continue;
        }
        if (!rights_allow(block, &rights, access)) {
            return page_fault(fault, linear, code | FAULT_PRESENT);
        }
        entry_mark(slot, format->entry_size, entry, PTE_ACCESSED | (access & PAGING_WRITE ? PTE_DIRTY : 0));
        *physical = (large ? large_address(format, entry, shift)
                           : entry & (format->entry_size == 8 ? PTE_ADDRESS : 0xfffff000u)) +
                    (linear & (((uint64_t)1 << shift) - 1));
        return true;
    }
    return page_fault(fault, linear, code);
}

bool paging_span(const struct guest_memory *memory, const struct vcpu_block *block, uint64_t linear,
                 size_t size, unsigned access, struct paging_span *span, struct cpu_fault *fault)
{
    size_t first = PAGE - linear % PAGE;
    uint64_t wrap = block->mode & VCPU_MODE_LONG ? UINT64_MAX : UINT32_MAX;

    span->piece[0].size = size < first ? size : first;
    span->piece[1].size = size - span->piece[0].size;
    for (unsigned i = 0; i < 2; i++) {
        uint64_t *physical = &span->piece[i].physical;

        span->piece[i].data = NULL;
        if (span->piece[i].size == 0) {
            continue;
        }
        if (!paging_translate(memory, block, (linear + i * first) & wrap, access, physical, fault)) {
            return false;
        }
        span->piece[i].data = guest_memory_ptr(memory, *physical, span->piece[i].size);
    }
    return true;
}

void paging_span_read(const struct paging_span *span, void *to)
{
    uint8_t *bytes = to;

    for (unsigned i = 0; i < 2; i++) {
        if (span->piece[i].data) {
            memcpy(bytes, span->piece[i].data, span->piece[i].size);
        } else {
            memset(bytes, 0xff, span->piece[i].size);
        }
        bytes += span->piece[i].size;
    }
}

void paging_span_write(const struct paging_span *span, const void *from)
{
    const uint8_t *bytes = from;

    for (unsigned i = 0; i < 2; i++) {
        if (span->piece[i].data) {
            memcpy(span->piece[i].data, bytes, span->piece[i].size);
        }
        bytes += span->piece[i].size;
    }
}
