/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a VMM may put into a vCPU: one function per register group. The processor refuses most wrong states by
 * itself; these checks keep out what it would take, or take differently from vendor to vendor.
 */
#include "cpu.h"
#include "fpu.h"
#include "guest.h"

#define EFER_KNOWN (EFER_SCE | EFER_LME | EFER_LMA | EFER_NXE)
#define CR0_KNOWN  0xe005003ful
#define CR4_DENIED (CR4_LA57 | CR4_VMXE | CR4_SMXE)

static bool is_canonical(uint64_t address)
{
    return (uint64_t)((int64_t)(address << 16) >> 16) == address;
}

static bool rflags_valid(uint64_t rflags)
{
    return (rflags & RFLAGS_FIXED) && (rflags & ~0x3f7fd7ul) == 0;
}

static bool cr0_valid(uint64_t cr0)
{
    bool paging = cr0 & CR0_PG, protected = cr0 & CR0_PE;
    bool cache_ok = (cr0 & CR0_CD) || !(cr0 & CR0_NW);
    return (cr0 & ~CR0_KNOWN) == 0 && (!paging || protected) && cache_ok;
}

static bool efer_valid(uint64_t efer, uint64_t cr0, uint64_t cr4)
{
    bool paging = cr0 & CR0_PG, enabled = efer & EFER_LME, active = efer & EFER_LMA;
    bool long_ok = active == (paging && enabled) && (!active || (cr4 & CR4_PAE));
    return (efer & ~EFER_KNOWN) == 0 && long_ok;
}

static enum vcpu_field check_control(const struct vcpu_block *b)
{
    if (!cr0_valid(b->cr0))
        return VCPU_FIELD_CR0;
    if (b->cr3 >> 52)
        return VCPU_FIELD_CR3;
    if ((b->cr4 & CR4_DENIED) || b->cr4 >> 32)
        return VCPU_FIELD_CR4;
    return efer_valid(b->efer, b->cr0, b->cr4) ? VCPU_FIELD_NONE : VCPU_FIELD_EFER;
}

static enum vcpu_field check_segments(const struct vcpu_block *b)
{
    for (unsigned i = 0; i < VCPU_SEGMENTS; i++) {
        const struct vcpu_segment *s = &b->segment[i];
        if ((s->attributes & ~(0xfffu | VCPU_SEGMENT_UNUSABLE)) || !is_canonical(s->base))
            return VCPU_FIELD_SEGMENT;
    }
    const unsigned both = VCPU_SEGMENT_LONG | VCPU_SEGMENT_BIG;
    return (b->segment[VCPU_CS].attributes & both) == both ? VCPU_FIELD_SEGMENT : VCPU_FIELD_NONE;
}

static bool tables_valid(const struct vcpu_block *b)
{
    return is_canonical(b->gdtr.base) && is_canonical(b->idtr.base) && b->gdtr.limit <= UINT16_MAX &&
           b->idtr.limit <= UINT16_MAX;
}

static bool pat_valid(uint64_t pat)
{
    for (unsigned i = 0; i < 8; i++, pat >>= 8) {
        unsigned type = pat & 0xff;
        if (type > 7 || type == 2 || type == 3)
            return false;
    }
    return true;
}

static bool msrs_valid(const struct vcpu_block *b)
{
    return is_canonical(b->lstar) && is_canonical(b->cstar) && is_canonical(b->kernel_gs_base) &&
           is_canonical(b->sysenter_esp) && is_canonical(b->sysenter_eip) && pat_valid(b->pat);
}

/* Only exceptions: interrupts go through vcpu_inject, and NMIs are not a VMM's to send. */
static bool event_valid(const struct vcpu_event *e)
{
    return e->vector < 32 && e->vector != 2 && e->has_error_code <= 1 &&
           (e->has_error_code || !e->error_code);
}

enum vcpu_field guest_check(const struct vcpu_block *b)
{
    uint32_t changed = b->changed;
    enum vcpu_field field = VCPU_FIELD_NONE;
    if ((changed & VCPU_CHANGED_RIP) && !is_canonical(b->rip))
        return VCPU_FIELD_RIP;
    if ((changed & VCPU_CHANGED_RIP) && !rflags_valid(b->rflags))
        return VCPU_FIELD_RFLAGS;
    if ((changed & ~(VCPU_CHANGED_GPR | VCPU_CHANGED_RIP)) == 0)
        return VCPU_FIELD_NONE;
    if (changed & VCPU_CHANGED_CONTROL)
        field = check_control(b);
    if (field == VCPU_FIELD_NONE && (changed & VCPU_CHANGED_SEGMENTS))
        field = check_segments(b);
    if (field != VCPU_FIELD_NONE)
        return field;
    if ((changed & VCPU_CHANGED_TABLES) && !tables_valid(b))
        return VCPU_FIELD_TABLE;
    if ((changed & VCPU_CHANGED_MSRS) && !msrs_valid(b))
        return VCPU_FIELD_MSR;
    if ((changed & VCPU_CHANGED_XCR0) && !fpu_xcr0_valid(b->xcr0))
        return VCPU_FIELD_XCR0;
    if ((changed & VCPU_CHANGED_EVENT) && !event_valid(&b->event))
        return VCPU_FIELD_EVENT;
    return VCPU_FIELD_NONE;
}
