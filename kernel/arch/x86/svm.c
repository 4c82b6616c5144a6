/* SPDX-License-Identifier: BSD-2-Clause */
/* The backend for AMD processors with nested paging: AMD64 manual volume 2, chapter 15. */
#include "svm.h"

#include "arch.h"
#include "boot_memory.h"
#include "cpu.h"
#include "guest.h"
#include "layout.h"
#include "paging.h"
#include "string.h"

#define MSR_VM_CR       0xc0010114
#define VM_CR_SVMDIS    (1ul << 4)
#define MSR_VM_HSAVE_PA 0xc0010117
#define CPUID_SVM       0x8000000a

#define IO_MAP_PAGES  3
#define WINDOW_HZ     50000 /* how soon to come back for a second interrupt */
#define MSR_MAP_PAGES 2

static uint64_t io_map, msr_map; /* physical; shared by all guests */
static uint64_t host_control;    /* physical: the host's FS, GS, TR … while a guest runs */
uint32_t svm_features;
static uint32_t asids;

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
    if (!(cpu_id(CPUID_SVM, 0).edx & SVM_FEATURE_NPT))
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
    svm_features = id.edx;
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
    c->exceptions = 1u << SVM_DEBUG_EXCEPTION | 1u << SVM_ALIGNMENT_CHECK | 1u << SVM_MACHINE_CHECK;
    c->io_map = io_map;
    c->msr_map = msr_map;
    c->asid = vcpu->vm->tag;
    c->virtual_interrupt = VINTR_MASKING | VINTR_IGNORE_TPR | VINTR_PRIORITY;
    c->nested_paging = 1;
    c->nested_cr3 = (uint64_t)vcpu->vm->root - DIRECT_MAP_BASE;
    svm_state_init(vmcb);
    svm_state_report(vcpu);
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
    return svm_exit(vcpu, vmcb);
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
