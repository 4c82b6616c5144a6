/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The register block: one page shared by the kernel and the VMM of a vCPU.
 *
 * At an exit the kernel stops the vCPU, writes `exit`, `gpr`, `rip`, `rflags`, `cr0`, `cr2`, `cr3`,
 * `cr4`, `efer` and `mode`, and makes a message of length 0 with the vCPU's badge appear on the
 * VMM's endpoint. The remaining fields are only valid after exits whose kind is MEMORY, SHUTDOWN or
 * INVALID_STATE, or after vcpu_get_state. The VMM changes fields, ORs their group into `changed`,
 * and resumes; the kernel copies the changed groups once, checks the copy, clears `changed` and
 * runs the guest. A group that is not named in `changed` is ignored.
 *
 * Nothing in here depends on the processor's vendor.
 */
#ifndef ABI_VCPU_H
#define ABI_VCPU_H

#include <stdint.h>

enum vcpu_exit_kind {
    VCPU_EXIT_NONE,
    VCPU_EXIT_PORT,             /* IN, OUT, INS, OUTS: see vcpu_exit.port */
    VCPU_EXIT_MEMORY,           /* guest physical address without a mapping, or without the right */
    VCPU_EXIT_CPUID,            /* leaf in gpr[RAX], subleaf in gpr[RCX] */
    VCPU_EXIT_MSR_READ,         /* index in gpr[RCX] */
    VCPU_EXIT_MSR_WRITE,        /* index in gpr[RCX], value in gpr[RDX]:gpr[RAX] */
    VCPU_EXIT_HYPERCALL,        /* VMMCALL or VMCALL */
    VCPU_EXIT_HALT,             /* HLT with interrupts disabled; others are waited out in the kernel */
    VCPU_EXIT_INTERRUPT_WINDOW, /* a refused vcpu_inject would now succeed */
    VCPU_EXIT_SHUTDOWN,         /* triple fault, an event that needs memory which is not there, or the
                                state is lost; only a new start helps */
    VCPU_EXIT_UNSUPPORTED,      /* an instruction that guests do not have: inject #UD (virtualization,
                                monitor) */
    VCPU_EXIT_INVALID_STATE,    /* the state given to vcpu_resume was refused; detail = enum vcpu_field
                              */
};

/* Which field a refused state is wrong in: vcpu_exit.detail after VCPU_EXIT_INVALID_STATE. */
enum vcpu_field {
    VCPU_FIELD_NONE,
    VCPU_FIELD_RIP,
    VCPU_FIELD_RFLAGS,
    VCPU_FIELD_CR0,
    VCPU_FIELD_CR3,
    VCPU_FIELD_CR4,
    VCPU_FIELD_EFER,
    VCPU_FIELD_SEGMENT,
    VCPU_FIELD_TABLE,
    VCPU_FIELD_MSR,
    VCPU_FIELD_XCR0,
    VCPU_FIELD_EVENT,
    VCPU_FIELD_HARDWARE, /* refused by the processor for a reason that it does not tell */
};

/* Index into vcpu_block.gpr: the numbering of the instruction encoding. */
enum vcpu_gpr {
    VCPU_RAX,
    VCPU_RCX,
    VCPU_RDX,
    VCPU_RBX,
    VCPU_RSP,
    VCPU_RBP,
    VCPU_RSI,
    VCPU_RDI,
    VCPU_R8,
    VCPU_R9,
    VCPU_R10,
    VCPU_R11,
    VCPU_R12,
    VCPU_R13,
    VCPU_R14,
    VCPU_R15,
    VCPU_GPRS,
};

/* Bits of vcpu_block.changed: the groups that the VMM has written. */
#define VCPU_CHANGED_GPR      0x001u /* gpr[] */
#define VCPU_CHANGED_RIP      0x002u /* rip, rflags */
#define VCPU_CHANGED_CONTROL  0x004u /* cr0, cr2, cr3, cr4, efer */
#define VCPU_CHANGED_SEGMENTS 0x008u /* segment[] */
#define VCPU_CHANGED_TABLES   0x010u /* gdtr, idtr */
#define VCPU_CHANGED_MSRS     0x020u /* star .. pat */
#define VCPU_CHANGED_DEBUG    0x040u /* dr6, dr7 */
#define VCPU_CHANGED_XCR0     0x080u /* xcr0 */
#define VCPU_CHANGED_EVENT    0x100u /* event: an exception to deliver */
#define VCPU_CHANGED_TSC      0x200u /* tsc_offset */
#define VCPU_CHANGED_SHADOW   0x400u /* interrupt_shadow */
#define VCPU_CHANGED_ALL      0x7ffu

enum vcpu_segment_index {
    VCPU_ES,
    VCPU_CS,
    VCPU_SS,
    VCPU_DS,
    VCPU_FS,
    VCPU_GS,
    VCPU_LDTR,
    VCPU_TR,
    VCPU_SEGMENTS
};

/*
 * One segment register. `attributes` in the order of the descriptor's second word: bits 0-3 type, 4
 * S, 5-6 DPL, 7 P, 8 AVL, 9 L, 10 D/B, 11 G; bit 15 set: unusable (null). `limit` is in bytes,
 * expanded.
 */
struct vcpu_segment {
    uint16_t selector;
    uint16_t attributes;
    uint32_t limit;
    uint64_t base;
};
#define VCPU_SEGMENT_PRESENT  0x0080u
#define VCPU_SEGMENT_LONG     0x0200u
#define VCPU_SEGMENT_BIG      0x0400u
#define VCPU_SEGMENT_PAGES    0x0800u
#define VCPU_SEGMENT_UNUSABLE 0x8000u

struct vcpu_table {
    uint64_t base;
    uint32_t limit;
    uint32_t reserved;
};

/* An exception for the guest: vector 0-31; `error_code` counts if `has_error_code` is 1. */
struct vcpu_event {
    uint32_t vector;
    uint32_t has_error_code;
    uint32_t error_code;
    uint32_t reserved;
};

#define VCPU_PORT_IN     0x1u /* IN or INS, else OUT or OUTS */
#define VCPU_PORT_STRING 0x2u /* INS or OUTS; RSI or RDI holds the offset, not yet advanced */
#define VCPU_PORT_REPEAT 0x4u /* with a REP prefix: RCX counts */

#define VCPU_MEMORY_WRITE   0x1u
#define VCPU_MEMORY_FETCH   0x2u
#define VCPU_MEMORY_PRESENT 0x4u /* mapped, but not with this right; else not mapped at all */

/* The processor's mode at the exit. */
#define VCPU_MODE_PROTECTED 0x01u /* CR0.PE */
#define VCPU_MODE_PAGING    0x02u /* CR0.PG */
#define VCPU_MODE_LONG      0x04u /* EFER.LMA */
#define VCPU_MODE_CODE64    0x08u /* LMA and CS.L */
#define VCPU_MODE_CODE32    0x10u /* CS.D */
#define VCPU_MODE_CPL_SHIFT 8     /* bits 8-9: current privilege level */

struct vcpu_exit {
    uint32_t kind;               /* enum vcpu_exit_kind */
    uint32_t detail;             /* enum vcpu_field after VCPU_EXIT_INVALID_STATE, else 0 */
    uint32_t instruction_length; /* bytes to add to rip to step over it; 0 if not known */
    uint32_t reserved;
    union {
        struct {
            uint16_t number;
            uint8_t size;         /* 1, 2 or 4 */
            uint8_t flags;        /* VCPU_PORT_ */
            uint8_t segment;      /* string forms: enum vcpu_segment_index of the memory operand */
            uint8_t address_size; /* string forms: 2, 4 or 8 */
        } port;                   /* a plain IN takes its value from gpr[RAX] at resume, merged by the VMM */
        struct {
            uint64_t address; /* guest physical */
            uint32_t flags;   /* VCPU_MEMORY_ */
        } memory;
        uint64_t words[2];
    };
};

struct vcpu_block {
    uint32_t changed; /* VMM to kernel: VCPU_CHANGED_ */
    uint32_t mode;    /* kernel to VMM: VCPU_MODE_ */
    struct vcpu_exit exit;
    uint64_t gpr[VCPU_GPRS];
    uint64_t rip, rflags;
    uint64_t cr0, cr2, cr3, cr4, efer;
    struct vcpu_segment segment[VCPU_SEGMENTS];
    struct vcpu_table gdtr, idtr;
    uint64_t star, lstar, cstar, sfmask, kernel_gs_base;
    uint64_t sysenter_cs, sysenter_esp, sysenter_eip, pat;
    uint64_t dr6, dr7;
    uint64_t xcr0;
    uint64_t tsc_offset; /* added to the time-stamp counter that the guest reads */
    struct vcpu_event event;
    uint32_t interrupt_shadow; /* 1: no interrupt before the next instruction has completed (STI,
                                  MOV SS) */
    uint32_t reserved;
};

_Static_assert(sizeof(struct vcpu_exit) == 32, "part of the ABI");
_Static_assert(sizeof(struct vcpu_segment) == 16, "part of the ABI");
_Static_assert(sizeof(struct vcpu_block) <= 4096, "one page");

#endif
