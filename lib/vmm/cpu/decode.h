/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A decoder for the instructions that the monitor may have to carry out: plain moves to and from
 * memory, their string forms, those of ports, and the ones that always exit (to learn their length).
 * Pure: bytes in, description out.
 */
#ifndef VMM_CPU_DECODE_H
#define VMM_CPU_DECODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define INSTRUCTION_MAX 15

enum instruction_kind {
    INSTRUCTION_LOAD,      /* register := memory, as `extend` says */
    INSTRUCTION_STORE,     /* memory := register */
    INSTRUCTION_STORE_IMM, /* memory := immediate */
    INSTRUCTION_MOVS,
    INSTRUCTION_STOS,
    INSTRUCTION_PORT_STRING, /* INS and OUTS */
    INSTRUCTION_CPUID,
    INSTRUCTION_RDMSR,
    INSTRUCTION_WRMSR,
    INSTRUCTION_HLT,
    INSTRUCTION_HYPERCALL,
};

enum instruction_extend {
    EXTEND_NONE, /* merge into the register as a plain MOV does */
    EXTEND_ZERO,
    EXTEND_SIGN,
};

struct instruction {
    enum instruction_kind kind;
    uint8_t length;        /* bytes */
    uint8_t memory_size;   /* bytes moved at once: 1, 2, 4 or 8 */
    uint8_t register_size; /* of the register operand */
    uint8_t address_size;  /* 2, 4 or 8 */
    uint8_t reg;           /* enum vcpu_gpr of the register operand */
    bool high_byte;        /* the register operand is AH, CH, DH or BH: `reg` is RAX to RBX */
    uint8_t extend;        /* enum instruction_extend, for loads */
    bool repeat;           /* string forms: RCX counts */
    uint8_t segment;       /* enum vcpu_segment_index of the source of MOVS and OUTS */
    uint64_t immediate;    /* sign-extended */
};

/*
 * Decodes the instruction at the start of `bytes` (`available` of them, more than INSTRUCTION_MAX
 * are ignored). `mode_bits`: 16, 32 or 64. False: none of the above, or incomplete.
 */
bool instruction_decode(const uint8_t *bytes, size_t available, unsigned mode_bits,
                        struct instruction *instruction);

#endif
