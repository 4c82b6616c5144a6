/* SPDX-License-Identifier: BSD-2-Clause */
/* The backend for AMD processors with nested paging: AMD64 manual volume 2, chapter 15. */
#include "svm.h"

#include "arch.h"
#include "boot_memory.h"
#include "console.h"
#include "cpu.h"
#include "guest.h"
#include "layout.h"
#include "paging.h"
#include "string.h"

#define MSR_VM_CR        0xc0010114
#define VM_CR_SVMDIS     (1ul << 4)
#define MSR_VM_HSAVE_PA  0xc0010117
#define CPUID_SVM        0x8000000a
#define FEATURE_NPT      (1u << 0)
#define FEATURE_NEXT_RIP (1u << 3)
#define FEATURE_ASSISTS  (1u << 7)

#define DEBUG_EXCEPTION 1
#define ALIGNMENT_CHECK 17
#define MACHINE_CHECK   18

#define IO_MAP_PAGES  3
#define WINDOW_HZ     50000 /* how soon to come back for a second interrupt */
#define MSR_MAP_PAGES 2

static uint64_t io_map, msr_map; /* physical; shared by all guests */
static uint64_t host_control;    /* physical: the host's FS, GS, TR … while a guest runs */
static uint32_t features, asids;

static const struct vm_format format = {
    .read = PTE_PRESENT | PTE_USER, /* the processor walks these tables as a user (15.25.5) */
    .write = PTE_WRITE,
    .no_execute = PTE_NX,
    .large = PTE_LARGE,
    .table = PTE_PRESENT | PTE_USER | PTE_WRITE,
};

struct vmcb *svm_vmcb(const struct vcpu *vcpu)
{
    return vcpu->arch.control;
}

static const char *svm_obstacle(void)
{
    if (cpu_id(0x80000000, 0).eax < CPUID_SVM || !(cpu_id(0x80000001, 0).ecx & 4))
        return "this processor has no AMD-V (in QEMU: -cpu EPYC,+svm,+npt)";
    if (!(cpu_id(CPUID_SVM, 0).edx & FEATURE_NPT))
        return "this processor's AMD-V has no nested paging (in QEMU: -cpu EPYC,+svm,+npt)";
    if (cpu_read_msr(MSR_VM_CR) & VM_CR_SVMDIS)
        return "AMD-V is switched off in the firmware's settings";
    return NULL;
}

/* Two bits per register: read, write. All ones: every access exits. */
static void msr_allow(uint8_t *map, uint32_t msr)
{
    uint32_t bit = msr < 0x2000 ? msr * 2 : 0x4000 + (msr - 0xc0000000) * 2;
    map[bit / 8] &= (uint8_t) ~(3u << bit % 8);
}

/* Registers that VMLOAD and VMSAVE switch, so that the guest's own copy is what it reads and writes. */
static void msr_map_init(uint8_t *map)
{
    static const uint32_t own[] = {0x174,     0x175,      0x176,       MSR_STAR,    MSR_LSTAR,
                                   MSR_CSTAR, MSR_SFMASK, MSR_FS_BASE, MSR_GS_BASE, MSR_KERNEL_GS_BASE};
    memset(map, 0xff, MSR_MAP_PAGES * PAGE_SIZE);
    for (unsigned i = 0; i < sizeof own / sizeof own[0]; i++)
        msr_allow(map, own[i]);
}

static uint64_t pages_new(unsigned pages)
{
    return (uint64_t)boot_memory_objects(pages, PAGE_SIZE) - DIRECT_MAP_BASE;
}

static void svm_enable(void)
{
    struct cpuid id = cpu_id(CPUID_SVM, 0);
    features = id.edx;
    asids = id.ebx;
    cpu_write_msr(MSR_EFER, cpu_read_msr(MSR_EFER) | EFER_SVME);
    cpu_write_msr(MSR_VM_HSAVE_PA, pages_new(1));
    io_map = pages_new(IO_MAP_PAGES);
    memset((void *)(DIRECT_MAP_BASE + io_map), 0xff, IO_MAP_PAGES * PAGE_SIZE);
    msr_map = pages_new(MSR_MAP_PAGES);
    msr_map_init((uint8_t *)(DIRECT_MAP_BASE + msr_map));
    host_control = pages_new(1);
    __asm__ volatile("vmsave %0" : : "a"(host_control) : "memory");
}

static uint32_t svm_tags(void)
{
    return asids - 1; /* 0 is the host's */
}

static void fill_common(const struct vcpu *vcpu, const struct vmcb_save *save)
{
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

static void svm_init(struct vcpu *vcpu)
{
    struct vmcb *vmcb = boot_memory_objects(1, sizeof *vmcb);
    vcpu->arch.control = vmcb;
    vcpu->arch.control_physical = (uint64_t)vmcb - DIRECT_MAP_BASE;
    struct vmcb_control *c = &vmcb->control;
    c->intercepts1 = INTERCEPT1_INTR | INTERCEPT1_NMI | INTERCEPT1_SMI | INTERCEPT1_INIT | INTERCEPT1_VINTR |
                     INTERCEPT1_RDPMC | INTERCEPT1_CPUID | INTERCEPT1_RSM | INTERCEPT1_INVD | INTERCEPT1_HLT |
                     INTERCEPT1_INVLPGA | INTERCEPT1_IO | INTERCEPT1_MSR | INTERCEPT1_FERR |
                     INTERCEPT1_SHUTDOWN;
    c->intercepts2 = INTERCEPT2_VMRUN | INTERCEPT2_VMMCALL | INTERCEPT2_VMLOAD | INTERCEPT2_VMSAVE |
                     INTERCEPT2_STGI | INTERCEPT2_CLGI | INTERCEPT2_SKINIT | INTERCEPT2_RDTSCP |
                     INTERCEPT2_ICEBP | INTERCEPT2_WBINVD | INTERCEPT2_MONITOR | INTERCEPT2_MWAIT |
                     INTERCEPT2_XSETBV | INTERCEPT2_RDPRU;
    c->exceptions = 1u << DEBUG_EXCEPTION | 1u << ALIGNMENT_CHECK | 1u << MACHINE_CHECK;
    c->io_map = io_map;
    c->msr_map = msr_map;
    c->asid = vcpu->vm->tag;
    c->virtual_interrupt = VINTR_MASKING | VINTR_IGNORE_TPR | VINTR_PRIORITY;
    c->nested_paging = 1;
    c->nested_cr3 = (uint64_t)vcpu->vm->root - DIRECT_MAP_BASE;
    svm_state_init(vmcb);
    fill_common(vcpu, &vmcb->save);
}

static void step_over(struct vmcb *vmcb, unsigned length)
{
    vmcb->save.rip = features & FEATURE_NEXT_RIP ? vmcb->control.next_rip : vmcb->save.rip + length;
    vmcb->control.interrupt_shadow = 0;
}

/*
 * Length of the exiting instruction. A processor without next-RIP save cannot tell; the instructions in question
 * then have the length that every compiler and assembler gives them.
 */
static uint32_t length_of(const struct vmcb *vmcb, unsigned usual)
{
    return features & FEATURE_NEXT_RIP ? (uint32_t)(vmcb->control.next_rip - vmcb->save.rip) & 0xf : usual;
}

static enum vcpu_outcome report(struct vcpu *vcpu, const struct vcpu_exit *exit)
{
    fill_common(vcpu, &svm_vmcb(vcpu)->save);
    vcpu->block->exit = *exit;
    return exit->kind == VCPU_EXIT_INTERRUPT_WINDOW ? VCPU_WINDOW : VCPU_REPORT;
}

static enum vcpu_outcome report_with_state(struct vcpu *vcpu, const struct vcpu_exit *exit)
{
    svm_state_store(vcpu, vcpu->block);
    vcpu->block->xcr0 = vcpu->arch.xcr0;
    return report(vcpu, exit);
}

/* Bytes of a string instruction's addresses. An emulator leaves them out: then as without a prefix. */
static uint8_t address_size(uint64_t info, const struct vmcb_save *save)
{
    unsigned told = info >> 7 & 7;
    if (told)
        return (uint8_t)(told * 2);
    if ((save->efer & EFER_LMA) && (save->cs.attributes & VCPU_SEGMENT_LONG))
        return 8;
    return save->cs.attributes & VCPU_SEGMENT_BIG ? 4 : 2;
}

/* 15.10.2: what EXITINFO1 says of an I/O instruction. */
static enum vcpu_outcome exit_io(struct vcpu *vcpu, const struct vmcb *vmcb)
{
    uint64_t info = vmcb->control.exit_info1;
    struct vcpu_exit exit = {
        .kind = VCPU_EXIT_PORT,
        .instruction_length = (uint32_t)(vmcb->control.exit_info2 - vmcb->save.rip) & 0xf,
        .port = {.number = (uint16_t)(info >> 16),
                 .size = info >> 4 & 7,
                 .flags = (uint8_t)((info & 1 ? VCPU_PORT_IN : 0) | (info & 4 ? VCPU_PORT_STRING : 0) |
                                    (info & 8 ? VCPU_PORT_REPEAT : 0)),
                 .segment = features & FEATURE_ASSISTS ? info >> 10 & 7
                            : info & 1                 ? VCPU_ES
                                                       : VCPU_DS,
                 .address_size = address_size(info, &vmcb->save)}};
    return info & 4 ? report_with_state(vcpu, &exit) : report(vcpu, &exit);
}

/* The guest cannot go on from here. An event that was on its way must not meet the state it is given next. */
static enum vcpu_outcome exit_dead(struct vcpu *vcpu, struct vmcb *vmcb, enum vcpu_exit_kind kind,
                                   enum vcpu_field field)
{
    vmcb->control.event = 0;
    vcpu->arch.vector = 0;
    return report_with_state(vcpu, &(struct vcpu_exit){.kind = kind, .detail = field});
}

/*
 * 15.25.6: EXITINFO1 is a page-fault error code, EXITINFO2 the guest physical address. A guest whose stack or handlers
 * are where there is no memory can take no event, and no fault that tells it so: for it, this is the end.
 */
static enum vcpu_outcome exit_memory(struct vcpu *vcpu, struct vmcb *vmcb)
{
    uint64_t error = vmcb->control.exit_info1;
    if (vmcb->control.exit_interrupt & EVENT_VALID)
        return exit_dead(vcpu, vmcb, VCPU_EXIT_SHUTDOWN, VCPU_FIELD_NONE);
    struct vcpu_exit exit = {.kind = VCPU_EXIT_MEMORY,
                             .memory = {.address = vmcb->control.exit_info2,
                                        .flags = (error & 1 ? VCPU_MEMORY_PRESENT : 0) |
                                                 (error & 2 ? VCPU_MEMORY_WRITE : 0) |
                                                 (error & 0x10 ? VCPU_MEMORY_FETCH : 0)}};
    return report_with_state(vcpu, &exit);
}

/*
 * The processor has refused the guest's state. Some emulators notice that with registers half exchanged, and store the
 * kernel's own as the guest's: then nothing of it may get out, and the guest's state is lost.
 */
static enum vcpu_outcome exit_refused(struct vcpu *vcpu, struct vmcb *vmcb)
{
    vmcb->control.tlb_control = TLB_FLUSH_ALL; /* a flush that was asked for has not taken place */
    if (vmcb->save.rip != (uintptr_t)svm_vmrun)
        return exit_dead(vcpu, vmcb, VCPU_EXIT_INVALID_STATE, VCPU_FIELD_HARDWARE);
    svm_state_init(vmcb);
    return exit_dead(vcpu, vmcb, VCPU_EXIT_SHUTDOWN, VCPU_FIELD_NONE);
}

static enum vcpu_outcome exit_halt(struct vcpu *vcpu, struct vmcb *vmcb)
{
    if (!(vmcb->save.rflags & RFLAGS_IF))
        return report(vcpu,
                      &(struct vcpu_exit){.kind = VCPU_EXIT_HALT, .instruction_length = length_of(vmcb, 1)});
    step_over(vmcb, 1);
    if (vcpu->arch.vector)
        return VCPU_CONTINUE;
    if (vcpu->window_wanted)
        return report(vcpu, &(struct vcpu_exit){.kind = VCPU_EXIT_INTERRUPT_WINDOW});
    return VCPU_HALT;
}

static enum vcpu_outcome exit_xsetbv(struct vcpu *vcpu, struct vmcb *vmcb)
{
    uint64_t value = (uint32_t)vmcb->save.rax | vcpu->arch.gpr[VCPU_RDX] << 32;
    if (guest_set_xcr0(vcpu, vcpu->arch.gpr[VCPU_RCX], value))
        step_over(vmcb, 3);
    else
        vmcb->control.event = EVENT_VALID | EVENT_EXCEPTION | EVENT_ERROR | 13;
    return VCPU_CONTINUE;
}

/*
 * A guest can arrange that the delivery of one of these two raises it again, for ever, and the processor takes no
 * interrupt meanwhile. So they are delivered from here, one attempt at a time. An event that was cut short goes first.
 */
static enum vcpu_outcome exit_exception(struct vmcb *vmcb)
{
    uint64_t vector = vmcb->control.exit_code - SVM_EXIT_EXCEPTION;
    if (!(vmcb->control.event & EVENT_VALID))
        vmcb->control.event =
            EVENT_VALID | EVENT_EXCEPTION | vector | (vector == ALIGNMENT_CHECK ? EVENT_ERROR : 0);
    return VCPU_INTERRUPT;
}

static enum vcpu_outcome exit_simple(struct vcpu *vcpu, const struct vmcb *vmcb, enum vcpu_exit_kind kind,
                                     unsigned length)
{
    return report(vcpu, &(struct vcpu_exit){.kind = kind, .instruction_length = length_of(vmcb, length)});
}

static enum vcpu_outcome translate_exit(struct vcpu *vcpu, struct vmcb *vmcb)
{
    switch (vmcb->control.exit_code) {
    case SVM_EXIT_EXCEPTION + DEBUG_EXCEPTION:
    case SVM_EXIT_EXCEPTION + ALIGNMENT_CHECK:
        return exit_exception(vmcb);
    case SVM_EXIT_INTR:
        return VCPU_INTERRUPT;
    case SVM_EXIT_VINTR:
        return report(vcpu, &(struct vcpu_exit){.kind = VCPU_EXIT_INTERRUPT_WINDOW});
    case SVM_EXIT_HLT:
        return exit_halt(vcpu, vmcb);
    case SVM_EXIT_IO:
        return exit_io(vcpu, vmcb);
    case SVM_EXIT_VMMCALL:
        return exit_simple(vcpu, vmcb, VCPU_EXIT_HYPERCALL, 3);
    case SVM_EXIT_CPUID:
        return exit_simple(vcpu, vmcb, VCPU_EXIT_CPUID, 2);
    case SVM_EXIT_MSR:
        return exit_simple(vcpu, vmcb, vmcb->control.exit_info1 ? VCPU_EXIT_MSR_WRITE : VCPU_EXIT_MSR_READ,
                           2);
    case SVM_EXIT_NPF:
        return exit_memory(vcpu, vmcb);
    case SVM_EXIT_XSETBV:
        return exit_xsetbv(vcpu, vmcb);
    case SVM_EXIT_INVD:
    case SVM_EXIT_WBINVD: /* caches are coherent here; flushing them would only slow the neighbours */
        step_over(vmcb, 2);
        return VCPU_CONTINUE;
    case SVM_EXIT_SMI: /* the firmware has had it by now: it was let in when the exit was over */
        return VCPU_CONTINUE;
    case SVM_EXIT_NMI:
    case SVM_EXIT_INIT:
        panic("the machine sent an NMI or INIT while a guest ran");
    case SVM_EXIT_EXCEPTION + MACHINE_CHECK:
        panic("the processor reports a hardware error while a guest ran");
    case SVM_EXIT_SHUTDOWN:
        return exit_dead(vcpu, vmcb, VCPU_EXIT_SHUTDOWN, VCPU_FIELD_NONE);
    case UINT64_MAX:
    case UINT32_MAX: /* the same, from an emulator that writes half of it */
        return exit_refused(vcpu, vmcb);
    default:
        return report(vcpu, &(struct vcpu_exit){.kind = VCPU_EXIT_UNSUPPORTED});
    }
}

/*
 * Both uses of the virtual interrupt (15.21.4). With its intercept off it is the interrupt that the guest is to take;
 * with its intercept on it is never delivered, but ends the stay when one could be. An injected event would do as
 * well for the first, but an emulator was seen to deliver that twice, the second time with interrupts disabled.
 */
static void arm_interrupt(struct vcpu *vcpu, struct vmcb_control *control)
{
    uint64_t vector = vcpu->arch.vector;
    control->virtual_interrupt = VINTR_MASKING | VINTR_IGNORE_TPR | VINTR_PRIORITY | vector << VINTR_VECTOR |
                                 (vector || vcpu->window_wanted ? VINTR_REQUEST : 0);
    if (vector)
        control->intercepts1 &= ~INTERCEPT1_VINTR;
    else
        control->intercepts1 |= INTERCEPT1_VINTR;
    /* One is to be taken and the next one waits: come back soon, to watch for its turn. */
    if (vector && vcpu->window_wanted)
        arch_timer_hasten(arch_now() + arch_frequency() / WINDOW_HZ);
}

/*
 * An event whose delivery was cut short is delivered again, but a software interrupt repeats by itself (15.7.2). An
 * interrupt that is no longer requested has been taken.
 */
static void requeue_event(struct vcpu *vcpu, struct vmcb_control *control)
{
    uint64_t cut = control->exit_interrupt, type = cut & EVENT_TYPE;
    bool valid = cut & EVENT_VALID;
    control->event = valid && (type == EVENT_NMI || type == EVENT_EXCEPTION) ? cut : 0;
    if (valid && type == EVENT_INTERRUPT)
        vcpu->arch.vector = (uint8_t)cut;
    else if (!(control->virtual_interrupt & VINTR_REQUEST))
        vcpu->arch.vector = 0;
}

static enum vcpu_outcome svm_run(struct vcpu *vcpu)
{
    struct vmcb *vmcb = svm_vmcb(vcpu);
    if (vcpu->vm->changed || vcpu->vm->last_vcpu != vcpu) {
        vcpu->vm->changed = false;
        vcpu->vm->last_vcpu = vcpu;
        vmcb->control.tlb_control = TLB_FLUSH_ALL;
    }
    arm_interrupt(vcpu, &vmcb->control);
    guest_load_extra(vcpu);
    svm_enter(vcpu->arch.gpr, vcpu->arch.control_physical, host_control);
    guest_store_extra(vcpu);
    vmcb->control.tlb_control = TLB_KEEP;
    requeue_event(vcpu, &vmcb->control);
    return translate_exit(vcpu, vmcb);
}

static bool svm_injectable(const struct vcpu *vcpu)
{
    const struct vmcb *vmcb = svm_vmcb(vcpu);
    return (vmcb->save.rflags & RFLAGS_IF) && !(vmcb->control.interrupt_shadow & 1) &&
           !(vmcb->control.event & EVENT_VALID) && vcpu->arch.vector == 0;
}

static void svm_inject(struct vcpu *vcpu, uint8_t vector)
{
    vcpu->arch.vector = vector;
}

const struct guest_backend svm_backend = {
    .obstacle = svm_obstacle,
    .enable = svm_enable,
    .format = &format,
    .tags = svm_tags,
    .init = svm_init,
    .enter = svm_run,
    .load = svm_state_load,
    .store = svm_state_store,
    .injectable = svm_injectable,
    .inject = svm_inject,
};
