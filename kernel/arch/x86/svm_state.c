/* SPDX-License-Identifier: BSD-2-Clause */
/* Guest registers between the neutral block and the control block. Everything here has been checked. */
#include "cpu.h"
#include "guest.h"
#include "string.h"
#include "svm.h"

#define POWER_ON_PAT 0x0007040600070406ul
#define POWER_ON_CR0 0x60000010ul

/* Both formats pack the attributes alike; only this one has no bit for a null segment. */
static struct vcpu_segment to_neutral(const struct vmcb_segment *s)
{
    uint16_t unusable = s->attributes & VCPU_SEGMENT_PRESENT ? 0 : VCPU_SEGMENT_UNUSABLE;
    return (struct vcpu_segment){.selector = s->selector,
                                 .attributes = (uint16_t)((s->attributes & 0xfff) | unusable),
                                 .limit = s->limit,
                                 .base = s->base};
}

static struct vmcb_segment from_neutral(const struct vcpu_segment *s)
{
    bool unusable = s->attributes & VCPU_SEGMENT_UNUSABLE;
    return (struct vmcb_segment){.selector = s->selector,
                                 .attributes = unusable ? 0 : s->attributes & 0xfff,
                                 .limit = s->limit,
                                 .base = s->base};
}

static struct vmcb_segment *segment_of(struct vmcb_save *save, unsigned index)
{
    struct vmcb_segment *segments[VCPU_SEGMENTS] = {
        [VCPU_ES] = &save->es, [VCPU_CS] = &save->cs, [VCPU_SS] = &save->ss,     [VCPU_DS] = &save->ds,
        [VCPU_FS] = &save->fs, [VCPU_GS] = &save->gs, [VCPU_LDTR] = &save->ldtr, [VCPU_TR] = &save->tr};
    return segments[index];
}

void svm_state_init(struct vmcb *vmcb)
{
    struct vmcb_save *save = &vmcb->save;
    const struct vmcb_segment data = {.attributes = 0x093, .limit = 0xffff};
    memset(save, 0, sizeof *save);
    save->es = save->ss = save->ds = save->fs = save->gs = data;
    save->cs =
        (struct vmcb_segment){.selector = 0xf000, .attributes = 0x09b, .limit = 0xffff, .base = 0xffff0000};
    save->ldtr = (struct vmcb_segment){.attributes = 0x082, .limit = 0xffff};
    save->tr = (struct vmcb_segment){.attributes = 0x08b, .limit = 0xffff};
    save->gdtr.limit = save->idtr.limit = 0xffff;
    save->cr0 = POWER_ON_CR0;
    save->efer = EFER_SVME;
    save->rip = 0xfff0;
    save->rflags = RFLAGS_FIXED;
    save->dr6 = 0xffff0ff0;
    save->dr7 = 0x400;
    save->pat = POWER_ON_PAT;
}

static void load_segments(struct vmcb_save *save, const struct vcpu_block *block)
{
    for (unsigned i = 0; i < VCPU_SEGMENTS; i++)
        *segment_of(save, i) = from_neutral(&block->segment[i]);
    save->cpl = block->segment[VCPU_SS].attributes >> 5 & 3;
}

static void load_msrs(struct vmcb_save *save, const struct vcpu_block *block)
{
    save->star = block->star;
    save->lstar = block->lstar;
    save->cstar = block->cstar;
    save->sfmask = block->sfmask;
    save->kernel_gs_base = block->kernel_gs_base;
    save->sysenter_cs = block->sysenter_cs;
    save->sysenter_esp = block->sysenter_esp;
    save->sysenter_eip = block->sysenter_eip;
    save->pat = block->pat;
}

static void load_control_registers(struct vmcb *vmcb, const struct vcpu_block *block)
{
    struct vmcb_save *save = &vmcb->save;
    save->cr0 = block->cr0;
    save->cr2 = block->cr2;
    save->cr3 = block->cr3;
    save->cr4 = block->cr4;
    save->efer = block->efer | EFER_SVME;
    vmcb->control.tlb_control = TLB_FLUSH_ALL;
}

static uint64_t event_bits(const struct vcpu_event *event)
{
    return EVENT_VALID | EVENT_EXCEPTION | event->vector |
           (event->has_error_code ? EVENT_ERROR | (uint64_t)event->error_code << 32 : 0);
}

void svm_state_load(struct vcpu *vcpu, const struct vcpu_block *block)
{
    struct vmcb *vmcb = svm_vmcb(vcpu);
    struct vmcb_save *save = &vmcb->save;
    uint32_t changed = block->changed;
    if (changed & VCPU_CHANGED_GPR) {
        save->rax = block->gpr[VCPU_RAX];
        save->rsp = block->gpr[VCPU_RSP];
    }
    if (changed & VCPU_CHANGED_RIP) {
        save->rip = block->rip;
        save->rflags = block->rflags;
        vmcb->control.interrupt_shadow = 0;
    }
    if ((changed & ~(VCPU_CHANGED_GPR | VCPU_CHANGED_RIP)) == 0)
        return;
    if (changed & VCPU_CHANGED_CONTROL)
        load_control_registers(vmcb, block);
    if (changed & VCPU_CHANGED_SEGMENTS) {
        load_segments(save, block);
        vcpu->arch.vector = 0; /* another context: what was meant for the old one is gone */
    }
    if (changed & VCPU_CHANGED_TABLES) {
        save->gdtr = (struct vmcb_segment){.limit = block->gdtr.limit, .base = block->gdtr.base};
        save->idtr = (struct vmcb_segment){.limit = block->idtr.limit, .base = block->idtr.base};
    }
    if (changed & VCPU_CHANGED_MSRS)
        load_msrs(save, block);
    if (changed & VCPU_CHANGED_DEBUG) {
        save->dr6 = (uint32_t)block->dr6;
        save->dr7 = (uint32_t)block->dr7;
    }
    if (changed & VCPU_CHANGED_EVENT)
        vmcb->control.event = event_bits(&block->event);
    if (changed & VCPU_CHANGED_TSC)
        vmcb->control.tsc_offset = block->tsc_offset;
    if (changed & VCPU_CHANGED_SHADOW)
        vmcb->control.interrupt_shadow = block->interrupt_shadow & 1;
}

void svm_state_store(const struct vcpu *vcpu, struct vcpu_block *block)
{
    struct vmcb *vmcb = svm_vmcb(vcpu);
    struct vmcb_save *save = &vmcb->save;
    for (unsigned i = 0; i < VCPU_SEGMENTS; i++)
        block->segment[i] = to_neutral(segment_of(save, i));
    block->gdtr = (struct vcpu_table){.base = save->gdtr.base, .limit = save->gdtr.limit};
    block->idtr = (struct vcpu_table){.base = save->idtr.base, .limit = save->idtr.limit};
    block->star = save->star;
    block->lstar = save->lstar;
    block->cstar = save->cstar;
    block->sfmask = save->sfmask;
    block->kernel_gs_base = save->kernel_gs_base;
    block->sysenter_cs = save->sysenter_cs;
    block->sysenter_esp = save->sysenter_esp;
    block->sysenter_eip = save->sysenter_eip;
    block->pat = save->pat;
    block->dr6 = save->dr6;
    block->dr7 = save->dr7;
    block->tsc_offset = vmcb->control.tsc_offset;
    block->interrupt_shadow = vmcb->control.interrupt_shadow & 1;
    block->event = (struct vcpu_event){0};
}

void svm_state_report(const struct vcpu *vcpu)
{
    const struct vmcb_save *save = &svm_vmcb(vcpu)->save;
    struct vcpu_block *block = vcpu->block;
    memcpy(block->gpr, vcpu->arch.gpr, sizeof block->gpr);
    block->gpr[VCPU_RAX] = save->rax;
    block->gpr[VCPU_RSP] = save->rsp;
    block->rip = save->rip;
    block->rflags = save->rflags;
    block->cr0 = save->cr0;
    block->cr2 = save->cr2;
    block->cr3 = save->cr3;
    block->cr4 = save->cr4;
    block->efer = save->efer & ~EFER_SVME;
    block->mode = guest_mode(save->cr0, save->efer, save->cs.attributes, save->cpl);
    block->changed = 0;
}
