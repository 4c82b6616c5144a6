/* SPDX-License-Identifier: BSD-2-Clause */
/* The virtual machine control block: AMD64 manual volume 2, appendix B. */
#ifndef ARCH_SVM_H
#define ARCH_SVM_H

#include <stddef.h>
#include <stdint.h>

#include "abi/vcpu.h"
#include "vcpu.h"

struct vmcb_segment {
    uint16_t selector;
    uint16_t attributes; /* descriptor bits 40-47 and 52-55, packed into 12 bits */
    uint32_t limit;
    uint64_t base;
};

struct vmcb_control {
    uint16_t cr_reads, cr_writes;
    uint16_t dr_reads, dr_writes;
    uint32_t exceptions;
    uint32_t intercepts1; /* INTERCEPT1_ */
    uint32_t intercepts2; /* INTERCEPT2_ */
    uint8_t reserved1[0x40 - 0x14];
    uint64_t io_map, msr_map;
    uint64_t tsc_offset;
    uint32_t asid;
    uint8_t tlb_control;
    uint8_t reserved2[3];
    uint64_t virtual_interrupt; /* VINTR_ */
    uint64_t interrupt_shadow;
    uint64_t exit_code, exit_info1, exit_info2, exit_interrupt;
    uint64_t nested_paging;
    uint8_t reserved3[0xa8 - 0x98];
    uint64_t event;
    uint64_t nested_cr3;
    uint64_t lbr;
    uint64_t clean;
    uint64_t next_rip;
    uint8_t reserved4[0x400 - 0xd0];
};

struct vmcb_save {
    struct vmcb_segment es, cs, ss, ds, fs, gs, gdtr, ldtr, idtr, tr;
    uint8_t reserved1[0xcb - 0xa0];
    uint8_t cpl;
    uint32_t reserved2;
    uint64_t efer;
    uint8_t reserved3[0x148 - 0xd8];
    uint64_t cr4, cr3, cr0, dr7, dr6, rflags, rip;
    uint8_t reserved4[0x1d8 - 0x180];
    uint64_t rsp;
    uint8_t reserved5[0x1f8 - 0x1e0];
    uint64_t rax, star, lstar, cstar, sfmask, kernel_gs_base;
    uint64_t sysenter_cs, sysenter_esp, sysenter_eip, cr2;
    uint8_t reserved6[0x268 - 0x248];
    uint64_t pat;
    uint8_t reserved7[0xc00 - 0x270];
};

struct vmcb {
    struct vmcb_control control;
    struct vmcb_save save;
};

_Static_assert(offsetof(struct vmcb_control, tsc_offset) == 0x50, "as in the manual");
_Static_assert(offsetof(struct vmcb_control, virtual_interrupt) == 0x60, "as in the manual");
_Static_assert(offsetof(struct vmcb_control, nested_paging) == 0x90, "as in the manual");
_Static_assert(offsetof(struct vmcb_control, event) == 0xa8, "as in the manual");
_Static_assert(offsetof(struct vmcb_control, next_rip) == 0xc8, "as in the manual");
_Static_assert(offsetof(struct vmcb_save, cpl) == 0xcb, "as in the manual");
_Static_assert(offsetof(struct vmcb_save, efer) == 0xd0, "as in the manual");
_Static_assert(offsetof(struct vmcb_save, cr4) == 0x148, "as in the manual");
_Static_assert(offsetof(struct vmcb_save, rsp) == 0x1d8, "as in the manual");
_Static_assert(offsetof(struct vmcb_save, rax) == 0x1f8, "as in the manual");
_Static_assert(offsetof(struct vmcb_save, cr2) == 0x240, "as in the manual");
_Static_assert(offsetof(struct vmcb_save, pat) == 0x268, "as in the manual");
_Static_assert(sizeof(struct vmcb) == 4096, "one page");

#define INTERCEPT1_INTR     (1u << 0)
#define INTERCEPT1_NMI      (1u << 1)
#define INTERCEPT1_SMI      (1u << 2)
#define INTERCEPT1_INIT     (1u << 3)
#define INTERCEPT1_VINTR    (1u << 4)
#define INTERCEPT1_RDPMC    (1u << 15)
#define INTERCEPT1_CPUID    (1u << 18)
#define INTERCEPT1_RSM      (1u << 19)
#define INTERCEPT1_INVD     (1u << 22)
#define INTERCEPT1_HLT      (1u << 24)
#define INTERCEPT1_INVLPGA  (1u << 26)
#define INTERCEPT1_IO       (1u << 27)
#define INTERCEPT1_MSR      (1u << 28)
#define INTERCEPT1_TASK     (1u << 29)
#define INTERCEPT1_FERR     (1u << 30)
#define INTERCEPT1_SHUTDOWN (1u << 31)
#define INTERCEPT2_VMRUN    (1u << 0)
#define INTERCEPT2_VMMCALL  (1u << 1)
#define INTERCEPT2_VMLOAD   (1u << 2)
#define INTERCEPT2_VMSAVE   (1u << 3)
#define INTERCEPT2_STGI     (1u << 4)
#define INTERCEPT2_CLGI     (1u << 5)
#define INTERCEPT2_SKINIT   (1u << 6)
#define INTERCEPT2_RDTSCP   (1u << 7)
#define INTERCEPT2_ICEBP    (1u << 8)
#define INTERCEPT2_WBINVD   (1u << 9)
#define INTERCEPT2_MONITOR  (1u << 10)
#define INTERCEPT2_MWAIT    (3u << 11)
#define INTERCEPT2_XSETBV   (1u << 13)
#define INTERCEPT2_RDPRU    (1u << 14)

#define VINTR_REQUEST    (1ul << 8)
#define VINTR_PRIORITY   (0xful << 16)
#define VINTR_IGNORE_TPR (1ul << 20)
#define VINTR_VECTOR     32
#define VINTR_MASKING    (1ul << 24)

#define EVENT_VALID     (1ul << 31)
#define EVENT_ERROR     (1ul << 11)
#define EVENT_TYPE      (7ul << 8)
#define EVENT_INTERRUPT (0ul << 8)
#define EVENT_NMI       (2ul << 8)
#define EVENT_EXCEPTION (3ul << 8)

#define TLB_KEEP      0
#define TLB_FLUSH_ALL 1

enum svm_exit_code {
    SVM_EXIT_EXCEPTION = 0x40, /* plus the vector */
    SVM_EXIT_INTR = 0x60,
    SVM_EXIT_NMI = 0x61,
    SVM_EXIT_SMI = 0x62,
    SVM_EXIT_INIT = 0x63,
    SVM_EXIT_VINTR = 0x64,
    SVM_EXIT_CPUID = 0x72,
    SVM_EXIT_INVD = 0x76,
    SVM_EXIT_HLT = 0x78,
    SVM_EXIT_IO = 0x7b,
    SVM_EXIT_MSR = 0x7c,
    SVM_EXIT_SHUTDOWN = 0x7f,
    SVM_EXIT_VMMCALL = 0x81,
    SVM_EXIT_WBINVD = 0x89,
    SVM_EXIT_XSETBV = 0x8d,
    SVM_EXIT_NPF = 0x400,
};

struct vmcb *svm_vmcb(const struct vcpu *vcpu);

/* svm_enter.S: one stay in the guest, with these control blocks (physical); and the instruction that begins it. */
void svm_enter(uint64_t *gpr, uint64_t guest_control, uint64_t host_control);
extern const char svm_vmrun[];

/* What this processor has: CPUID function 8000_000A, EDX. Set when the backend is enabled. */
#define SVM_FEATURE_NPT      (1u << 0)
#define SVM_FEATURE_NEXT_RIP (1u << 3)
#define SVM_FEATURE_ASSISTS  (1u << 7)
extern uint32_t svm_features;

/* Vectors of the exceptions that exit. */
#define SVM_DEBUG_EXCEPTION 1
#define SVM_ALIGNMENT_CHECK 17
#define SVM_MACHINE_CHECK   18

/* Deals with what the control block says that a stay has ended for. */
enum vcpu_outcome svm_exit(struct vcpu *vcpu, struct vmcb *vmcb);

/* The part of the guest's state that every exit reports goes into the vCPU's block. */
void svm_state_report(const struct vcpu *vcpu);

/* The guest_backend functions `init` (its register part; all of them as after reset), `load` and `store`. */
void svm_state_init(struct vmcb *vmcb);
void svm_state_load(struct vcpu *vcpu, const struct vcpu_block *block);
void svm_state_store(const struct vcpu *vcpu, struct vcpu_block *block);

#endif
