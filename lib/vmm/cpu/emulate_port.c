/* SPDX-License-Identifier: BSD-2-Clause */
#include "emulate.h"
#include "paging.h"

#define RFLAGS_DF 0x400u

uint64_t register_merge(uint64_t old, uint64_t value, unsigned size)
{
    uint64_t mask;

    if (size >= 8) {
        return value;
    }
    if (size == 4) {
        return value & UINT32_MAX;
    }
    mask = ((uint64_t)1 << (8 * size)) - 1;
    return (old & ~mask) | (value & mask);
}

void emulate_port(const struct port_bus *bus, struct vcpu_block *block)
{
    uint16_t port = block->exit.port.number;
    unsigned size = block->exit.port.size;
    uint64_t *rax = &block->gpr[VCPU_RAX];

    if (block->exit.port.flags & VCPU_PORT_IN) {
        *rax = register_merge(*rax, port_bus_read(bus, port, size), size);
        block->changed |= VCPU_CHANGED_GPR;
    } else {
        port_bus_write(bus, port, size, (uint32_t)*rax);
    }
}

static uint64_t address_mask(unsigned address_size)
{
    return address_size >= 8 ? UINT64_MAX : ((uint64_t)1 << (8 * address_size)) - 1;
}

/* The memory operand of a string form. */
struct operand {
    unsigned segment, address_size;
};

static struct operand operand_of(const struct guest_memory *memory, const struct vcpu_block *block)
{
    struct operand operand = {block->exit.port.segment, block->exit.port.address_size};
    struct instruction instruction;

    if (emulate_decode(memory, block, &instruction) && instruction.kind == INSTRUCTION_PORT_STRING) {
        operand = (struct operand){instruction.segment, instruction.address_size};
    }
    if (block->exit.port.flags & VCPU_PORT_IN) {
        operand.segment = VCPU_ES; /* whatever a prefix says */
    }
    return operand;
}

/* One element at `offset` in `segment`. False: `*fault` is to be raised, nothing happened. */
static bool port_string_element(const struct guest_memory *memory, const struct port_bus *bus,
                                struct vcpu_block *block, unsigned segment, uint64_t offset,
                                struct cpu_fault *fault)
{
    bool in = block->exit.port.flags & VCPU_PORT_IN;
    unsigned size = block->exit.port.size;
    unsigned access = paging_privilege(block) | (in ? PAGING_WRITE : 0);
    struct paging_span span;
    uint8_t bytes[4] = {0};
    uint64_t linear;

    if (!segment_linear(block, segment, offset, size, in, &linear, fault) ||
        !paging_span(memory, block, linear, size, access, &span, fault)) {
        return false;
    }
    if (in) {
        uint32_t value = port_bus_read(bus, block->exit.port.number, size);

        for (unsigned i = 0; i < size; i++) {
            bytes[i] = (uint8_t)(value >> (8 * i));
        }
        paging_span_write(&span, bytes);
    } else {
        paging_span_read(&span, bytes);
        port_bus_write(bus, block->exit.port.number, size,
                       bytes[0] | bytes[1] << 8 | bytes[2] << 16 | (uint32_t)bytes[3] << 24);
    }
    return true;
}

void emulate_port_string(const struct guest_memory *memory, const struct port_bus *bus,
                         struct vcpu_block *block)
{
    const struct vcpu_exit *exit = &block->exit;
    struct operand operand = operand_of(memory, block);
    unsigned address_size = operand.address_size;
    uint64_t mask = address_mask(address_size);
    bool repeat = exit->port.flags & VCPU_PORT_REPEAT;
    uint64_t *pointer = &block->gpr[exit->port.flags & VCPU_PORT_IN ? VCPU_RDI : VCPU_RSI];
    uint64_t *counter = &block->gpr[VCPU_RCX];
    uint64_t step = block->rflags & RFLAGS_DF ? -(uint64_t)exit->port.size : exit->port.size;
    unsigned length = emulate_instruction_length(memory, block);
    struct cpu_fault fault;

    if (operand.segment >= VCPU_LDTR) {
        return; /* the kernel names one of the six data segments */
    }
    for (unsigned i = 0; i < (repeat ? EMULATE_BURST : 1); i++) {
        if (repeat && (*counter & mask) == 0) {
            break;
        }
        if (!port_string_element(memory, bus, block, operand.segment, *pointer & mask, &fault)) {
            vcpu_raise(block, &fault);
            return;
        }
        *pointer = register_merge(*pointer, *pointer + step, address_size);
        if (repeat) {
            *counter = register_merge(*counter, *counter - 1, address_size);
        }
        block->changed |= VCPU_CHANGED_GPR;
    }
    if (!repeat || (*counter & mask) == 0) {
        vcpu_skip(block, length);
    }
}
