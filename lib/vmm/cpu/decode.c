/* SPDX-License-Identifier: BSD-2-Clause */
/* Reference: AMD64 Architecture Programmer's Manual volume 3, chapter 1 and appendix A. */
#include "decode.h"

#include <string.h>

#include "abi/vcpu.h"

#define REX_W 0x8u
#define REX_R 0x4u

struct decoder {
    const uint8_t *bytes;
    size_t available, used;
    unsigned mode_bits;
    bool operand_prefix, address_prefix, repeat, lock;
    uint8_t segment; /* VCPU_SEGMENTS: no override */
    uint8_t rex;     /* 0: none */
    uint8_t modrm;
};

/* What an opcode means, before the prefixes have their say. */
struct opcode {
    uint16_t code; /* 0x0fxx for the two-byte map */
    uint8_t kind;
    uint8_t memory_size; /* 0: the operand size */
    uint8_t extend;
    bool modrm;
    bool moffs; /* the address follows as an immediate; the register is rAX */
};

static const struct opcode opcodes[] = {
    {0x6c, INSTRUCTION_PORT_STRING, 1, EXTEND_NONE, false, false},
    {0x6d, INSTRUCTION_PORT_STRING, 0, EXTEND_NONE, false, false},
    {0x6e, INSTRUCTION_PORT_STRING, 1, EXTEND_NONE, false, false},
    {0x6f, INSTRUCTION_PORT_STRING, 0, EXTEND_NONE, false, false},
    {0x88, INSTRUCTION_STORE, 1, EXTEND_NONE, true, false},
    {0x89, INSTRUCTION_STORE, 0, EXTEND_NONE, true, false},
    {0x8a, INSTRUCTION_LOAD, 1, EXTEND_NONE, true, false},
    {0x8b, INSTRUCTION_LOAD, 0, EXTEND_NONE, true, false},
    {0xa0, INSTRUCTION_LOAD, 1, EXTEND_NONE, false, true},
    {0xa1, INSTRUCTION_LOAD, 0, EXTEND_NONE, false, true},
    {0xa2, INSTRUCTION_STORE, 1, EXTEND_NONE, false, true},
    {0xa3, INSTRUCTION_STORE, 0, EXTEND_NONE, false, true},
    {0xa4, INSTRUCTION_MOVS, 1, EXTEND_NONE, false, false},
    {0xa5, INSTRUCTION_MOVS, 0, EXTEND_NONE, false, false},
    {0xaa, INSTRUCTION_STOS, 1, EXTEND_NONE, false, false},
    {0xab, INSTRUCTION_STOS, 0, EXTEND_NONE, false, false},
    {0xc6, INSTRUCTION_STORE_IMM, 1, EXTEND_NONE, true, false},
    {0xc7, INSTRUCTION_STORE_IMM, 0, EXTEND_NONE, true, false},
    {0xf4, INSTRUCTION_HLT, 1, EXTEND_NONE, false, false},
    {0x0f30, INSTRUCTION_WRMSR, 1, EXTEND_NONE, false, false},
    {0x0f32, INSTRUCTION_RDMSR, 1, EXTEND_NONE, false, false},
    {0x0fa2, INSTRUCTION_CPUID, 1, EXTEND_NONE, false, false},
    {0x0fb6, INSTRUCTION_LOAD, 1, EXTEND_ZERO, true, false},
    {0x0fb7, INSTRUCTION_LOAD, 2, EXTEND_ZERO, true, false},
    {0x0fbe, INSTRUCTION_LOAD, 1, EXTEND_SIGN, true, false},
    {0x0fbf, INSTRUCTION_LOAD, 2, EXTEND_SIGN, true, false},
};

/* In 64-bit mode only: before that, 0x63 is ARPL. */
static const struct opcode opcode_movsxd = {0x63, INSTRUCTION_LOAD, 4, EXTEND_SIGN, true, false};

static bool next(struct decoder *d, uint8_t *byte)
{
    if (d->used >= d->available) {
        return false;
    }
    *byte = d->bytes[d->used++];
    return true;
}

/* Little-endian bytes, sign-extended. */
static bool next_immediate(struct decoder *d, unsigned size, uint64_t *value)
{
    uint64_t result = 0;

    if (d->available - d->used < size) {
        return false;
    }
    for (unsigned i = 0; i < size; i++) {
        result |= (uint64_t)d->bytes[d->used++] << (8 * i);
    }
    if (size > 0 && size < 8) {
        result = (uint64_t)((int64_t)(result << (64 - 8 * size)) >> (64 - 8 * size));
    }
    *value = result;
    return true;
}

static bool legacy_prefix(struct decoder *d, uint8_t byte)
{
    switch (byte) {
    case 0x26:
        d->segment = VCPU_ES;
        return true;
    case 0x2e:
        d->segment = VCPU_CS;
        return true;
    case 0x36:
        d->segment = VCPU_SS;
        return true;
    case 0x3e:
        d->segment = VCPU_DS;
        return true;
    case 0x64:
        d->segment = VCPU_FS;
        return true;
    case 0x65:
        d->segment = VCPU_GS;
        return true;
    case 0x66:
        d->operand_prefix = true;
        return true;
    case 0x67:
        d->address_prefix = true;
        return true;
    case 0xf0:
        d->lock = true;
        return true;
    case 0xf2:
    case 0xf3:
        d->repeat = true;
        return true;
    default:
        return false;
    }
}

/* Reads prefixes and gives the first opcode byte. A REX prefix only counts right before it. */
static bool prefixes(struct decoder *d, uint8_t *byte)
{
    do {
        if (!next(d, byte)) {
            return false;
        }
    } while (legacy_prefix(d, *byte));
    if (d->mode_bits == 64 && (*byte & 0xf0) == 0x40) {
        d->rex = *byte;
        if (!next(d, byte)) {
            return false;
        }
    }
    return true;
}

static const struct opcode *find_opcode(const struct decoder *d, uint16_t code)
{
    if (code == opcode_movsxd.code && d->mode_bits == 64) {
        return &opcode_movsxd;
    }
    for (size_t i = 0; i < sizeof(opcodes) / sizeof(opcodes[0]); i++) {
        if (opcodes[i].code == code) {
            return &opcodes[i];
        }
    }
    return NULL;
}

static unsigned operand_size(const struct decoder *d)
{
    if (d->rex & REX_W) {
        return 8;
    }
    return (d->mode_bits == 16) != d->operand_prefix ? 2 : 4;
}

static unsigned address_size(const struct decoder *d)
{
    if (d->mode_bits == 64) {
        return d->address_prefix ? 4 : 8;
    }
    return (d->mode_bits == 16) != d->address_prefix ? 2 : 4;
}

/* Steps over the displacement of a memory operand. False for a register operand. */
static bool skip_memory_operand(struct decoder *d)
{
    unsigned mod = d->modrm >> 6, rm = d->modrm & 7, displacement = 0;
    uint8_t sib = 0;
    uint64_t ignored;

    if (mod == 3) {
        return false;
    }
    if (address_size(d) == 2) {
        displacement = mod == 0 ? (rm == 6 ? 2 : 0) : mod;
        return next_immediate(d, displacement, &ignored);
    }
    if (rm == 4 && !next(d, &sib)) {
        return false;
    }
    if (mod == 1) {
        displacement = 1;
    } else if (mod == 2 || rm == 5 || (rm == 4 && (sib & 7) == 5)) {
        displacement = 4;
    }
    return displacement == 0 || next_immediate(d, displacement, &ignored);
}

static void set_register(const struct decoder *d, struct instruction *instruction)
{
    unsigned reg = d->modrm >> 3 & 7;

    if (instruction->register_size == 1 && !d->rex && reg >= 4) {
        instruction->reg = reg - 4;
        instruction->high_byte = true;
    } else {
        instruction->reg = reg | (d->rex & REX_R ? 8 : 0);
    }
}

/* VMMCALL and VMCALL: 0F 01 with a ModRM byte of their own. */
static bool decode_hypercall(struct decoder *d, struct instruction *instruction)
{
    uint8_t modrm;

    if (!next(d, &modrm) || (modrm != 0xd9 && modrm != 0xc1)) {
        return false;
    }
    instruction->kind = INSTRUCTION_HYPERCALL;
    return true;
}

static bool decode_operands(struct decoder *d, const struct opcode *opcode, struct instruction *instruction)
{
    uint64_t ignored;

    instruction->kind = opcode->kind;
    instruction->extend = opcode->extend;
    instruction->memory_size = opcode->memory_size ? opcode->memory_size : operand_size(d);
    instruction->register_size = opcode->extend != EXTEND_NONE ? operand_size(d) : instruction->memory_size;
    if (opcode == &opcode_movsxd && operand_size(d) == 2) {
        instruction->memory_size = 2;
    }
    if (opcode->moffs) {
        instruction->reg = VCPU_RAX;
        return next_immediate(d, instruction->address_size, &ignored);
    }
    if (opcode->modrm) {
        if (!next(d, &d->modrm) || !skip_memory_operand(d)) {
            return false;
        }
        set_register(d, instruction);
    }
    if (opcode->kind == INSTRUCTION_STORE_IMM) {
        unsigned size = instruction->memory_size == 8 ? 4 : instruction->memory_size;

        /* Group 11: only /0 is MOV. */
        return (d->modrm & 0x38) == 0 && next_immediate(d, size, &instruction->immediate);
    }
    return true;
}

bool instruction_decode(const uint8_t *bytes, size_t available, unsigned mode_bits,
                        struct instruction *instruction)
{
    struct decoder d = {
        .bytes = bytes,
        .available = available < INSTRUCTION_MAX ? available : INSTRUCTION_MAX,
        .mode_bits = mode_bits,
        .segment = VCPU_SEGMENTS,
    };
    const struct opcode *opcode;
    uint16_t code;
    uint8_t byte;

    memset(instruction, 0, sizeof(*instruction));
    if (!prefixes(&d, &byte) || d.lock) {
        return false; /* LOCK makes each of these instructions undefined */
    }
    code = byte;
    if (byte == 0x0f) {
        if (!next(&d, &byte)) {
            return false;
        }
        code = 0x0f00 | byte;
    }
    instruction->address_size = address_size(&d);
    if (code == 0x0f01) {
        if (!decode_hypercall(&d, instruction)) {
            return false;
        }
    } else {
        opcode = find_opcode(&d, code);
        if (!opcode || !decode_operands(&d, opcode, instruction)) {
            return false;
        }
    }
    instruction->repeat = d.repeat;
    instruction->segment = d.segment == VCPU_SEGMENTS ? VCPU_DS : d.segment;
    instruction->length = (uint8_t)d.used;
    return true;
}
