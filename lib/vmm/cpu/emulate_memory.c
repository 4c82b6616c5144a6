/* SPDX-License-Identifier: BSD-2-Clause */
#include "emulate.h"

#include "decode.h"
#include "paging.h"

#define RFLAGS_DF 0x400u
#define PAGE      4096u

static unsigned mode_bits(const struct vcpu_block *block)
{
    if (block->mode & VCPU_MODE_CODE64) {
        return 64;
    }
    return block->mode & VCPU_MODE_CODE32 ? 32 : 16;
}

/* Fetches as many bytes of the current instruction as can be had. */
static size_t fetch(const struct guest_memory *memory, const struct vcpu_block *block, uint8_t *bytes,
                    struct cpu_fault *fault)
{
    uint64_t linear = block->rip + (block->mode & VCPU_MODE_CODE64 ? 0 : block->segment[VCPU_CS].base);
    size_t first = PAGE - linear % PAGE;
    unsigned access = PAGING_FETCH | paging_privilege(block);
    struct paging_span span;

    if (!(block->mode & VCPU_MODE_CODE64)) {
        linear &= UINT32_MAX;
    }
    if (first < INSTRUCTION_MAX) {
        /* The second page counts only if it is there: the instruction may end before it. */
        struct cpu_fault ignored;

        if (paging_span(memory, block, linear, INSTRUCTION_MAX, access, &span, &ignored)) {
            paging_span_read(&span, bytes);
            return INSTRUCTION_MAX;
        }
    } else {
        first = INSTRUCTION_MAX;
    }
    if (!paging_span(memory, block, linear, first, access, &span, fault)) {
        return 0;
    }
    paging_span_read(&span, bytes);
    return first;
}

bool emulate_decode(const struct guest_memory *memory, const struct vcpu_block *block,
                    struct instruction *instruction)
{
    uint8_t bytes[INSTRUCTION_MAX];
    struct cpu_fault fault;
    size_t available = fetch(memory, block, bytes, &fault);

    return instruction_decode(bytes, available, mode_bits(block), instruction);
}

unsigned emulate_instruction_length(const struct guest_memory *memory, const struct vcpu_block *block)
{
    struct instruction instruction;

    if (block->exit.instruction_length != 0) {
        return block->exit.instruction_length;
    }
    return emulate_decode(memory, block, &instruction) ? instruction.length : 0;
}

static uint64_t sign_extend(uint64_t value, unsigned size)
{
    unsigned unused = 64 - 8 * size;

    return (uint64_t)((int64_t)(value << unused) >> unused);
}

static void load(const struct memory_bus *bus, struct vcpu_block *block,
                 const struct instruction *instruction)
{
    uint64_t *reg = &block->gpr[instruction->reg];
    unsigned size = instruction->memory_size;
    uint64_t value = memory_bus_read(bus, block->exit.memory.address, size);

    if (instruction->extend == EXTEND_SIGN) {
        value = sign_extend(value, size);
    }
    if (instruction->high_byte) {
        *reg = (*reg & ~(uint64_t)0xff00) | (value & 0xff) << 8;
    } else {
        *reg = register_merge(*reg, value, instruction->register_size);
    }
    block->changed |= VCPU_CHANGED_GPR;
}

static void store(const struct memory_bus *bus, const struct vcpu_block *block,
                  const struct instruction *instruction)
{
    uint64_t value = block->gpr[instruction->reg];

    if (instruction->kind == INSTRUCTION_STORE_IMM) {
        value = instruction->immediate;
    } else if (instruction->high_byte) {
        value >>= 8;
    }
    memory_bus_write(bus, block->exit.memory.address, instruction->memory_size, value);
}

static void element_read(const struct memory_bus *bus, const struct paging_span *span, uint8_t *bytes)
{
    unsigned size = (unsigned)span->piece[0].size;
    uint64_t value;

    if (span->piece[0].data || span->piece[1].size != 0) {
        paging_span_read(span, bytes);
        return;
    }
    value = memory_bus_read(bus, span->piece[0].physical, size);
    for (unsigned i = 0; i < size; i++) {
        bytes[i] = (uint8_t)(value >> (8 * i));
    }
}

static void element_write(const struct memory_bus *bus, const struct paging_span *span, const uint8_t *bytes)
{
    unsigned size = (unsigned)span->piece[0].size;
    uint64_t value = 0;

    if (span->piece[0].data || span->piece[1].size != 0) {
        paging_span_write(span, bytes);
        return;
    }
    for (unsigned i = 0; i < size; i++) {
        value |= (uint64_t)bytes[i] << (8 * i);
    }
    memory_bus_write(bus, span->piece[0].physical, size, value);
}

/* One element of MOVS or STOS. Nothing is read or written unless both operands can be. */
static bool string_element(const struct guest_memory *memory, const struct memory_bus *bus,
                           struct vcpu_block *block, const struct instruction *instruction, uint64_t mask,
                           struct cpu_fault *fault)
{
    unsigned size = instruction->memory_size, user = paging_privilege(block);
    struct paging_span source, target;
    uint64_t linear;
    uint8_t bytes[8];

    for (unsigned i = 0; i < size; i++) {
        bytes[i] = (uint8_t)(block->gpr[VCPU_RAX] >> (8 * i));
    }
    if (instruction->kind == INSTRUCTION_MOVS) {
        if (!segment_linear(block, instruction->segment, block->gpr[VCPU_RSI] & mask, size, false, &linear,
                            fault) ||
            !paging_span(memory, block, linear, size, user, &source, fault)) {
            return false;
        }
    }
    if (!segment_linear(block, VCPU_ES, block->gpr[VCPU_RDI] & mask, size, true, &linear, fault) ||
        !paging_span(memory, block, linear, size, user | PAGING_WRITE, &target, fault)) {
        return false;
    }
    if (instruction->kind == INSTRUCTION_MOVS) {
        element_read(bus, &source, bytes);
    }
    element_write(bus, &target, bytes);
    return true;
}

/* Returns whether the instruction is complete. */
static bool string_move(const struct guest_memory *memory, const struct memory_bus *bus,
                        struct vcpu_block *block, const struct instruction *instruction)
{
    unsigned address_size = instruction->address_size;
    uint64_t mask = address_size == 8 ? UINT64_MAX : ((uint64_t)1 << (8 * address_size)) - 1;
    uint64_t step =
        block->rflags & RFLAGS_DF ? -(uint64_t)instruction->memory_size : instruction->memory_size;
    uint64_t *gpr = block->gpr;
    struct cpu_fault fault;

    for (unsigned i = 0; i < (instruction->repeat ? EMULATE_BURST : 1); i++) {
        if (instruction->repeat && (gpr[VCPU_RCX] & mask) == 0) {
            break;
        }
        if (!string_element(memory, bus, block, instruction, mask, &fault)) {
            vcpu_raise(block, &fault);
            return false;
        }
        gpr[VCPU_RDI] = register_merge(gpr[VCPU_RDI], gpr[VCPU_RDI] + step, address_size);
        if (instruction->kind == INSTRUCTION_MOVS) {
            gpr[VCPU_RSI] = register_merge(gpr[VCPU_RSI], gpr[VCPU_RSI] + step, address_size);
        }
        if (instruction->repeat) {
            gpr[VCPU_RCX] = register_merge(gpr[VCPU_RCX], gpr[VCPU_RCX] - 1, address_size);
        }
        block->changed |= VCPU_CHANGED_GPR;
    }
    return !instruction->repeat || (gpr[VCPU_RCX] & mask) == 0;
}

bool emulate_memory_access(const struct guest_memory *memory, const struct memory_bus *bus,
                           struct vcpu_block *block)
{
    static const struct cpu_fault undefined = {.vector = CPU_INVALID_OPCODE};
    uint8_t bytes[INSTRUCTION_MAX];
    struct instruction instruction;
    struct cpu_fault fault;
    size_t available;

    if (block->exit.memory.flags & VCPU_MEMORY_FETCH) {
        vcpu_raise(block, &undefined); /* all ones are no instruction */
        return false;
    }
    available = fetch(memory, block, bytes, &fault);
    if (available == 0) {
        vcpu_raise(block, &fault);
        return true;
    }
    if (!instruction_decode(bytes, available, mode_bits(block), &instruction) ||
        instruction.kind > INSTRUCTION_STOS) {
        vcpu_raise(block, &undefined);
        return false;
    }
    if (instruction.kind == INSTRUCTION_LOAD) {
        load(bus, block, &instruction);
    } else if (instruction.kind == INSTRUCTION_STORE || instruction.kind == INSTRUCTION_STORE_IMM) {
        store(bus, block, &instruction);
    } else if (!string_move(memory, bus, block, &instruction)) {
        return true;
    }
    vcpu_skip(block, instruction.length);
    return true;
}
