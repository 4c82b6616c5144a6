/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Carries out instructions on the guest's behalf: accesses to guest physical addresses without
 * memory, where a device of the memory bus may answer, and IN, OUT and their string forms. What the
 * guest gets wrong becomes an exception in the guest.
 */
#ifndef VMM_CPU_EMULATE_H
#define VMM_CPU_EMULATE_H

#include <stdbool.h>

#include <vmm/guest_memory.h>
#include "abi/vcpu.h"

#include "devices/memory_bus.h"
#include "decode.h"
#include "devices/port_bus.h"

/* One exit carries out at most this many elements of a repeated string instruction, then lets the
   guest run (and take interrupts) with the count that is left. */
#define EMULATE_BURST 256

/*
 * VCPU_EXIT_MEMORY. All groups of the block must be valid. Returns false if the instruction is none
 * that the monitor knows, and has then raised #UD. An access that runs over a page's end reaches no
 * device.
 */
bool emulate_memory_access(const struct guest_memory *memory, const struct memory_bus *bus,
                           struct vcpu_block *block);

/*
 * VCPU_EXIT_PORT with VCPU_PORT_STRING. All groups of the block must be valid. Prefixes that change
 * segment or address size are looked up in the instruction, because not every processor tells.
 */
void emulate_port_string(const struct guest_memory *memory, const struct port_bus *bus,
                         struct vcpu_block *block);

/* VCPU_EXIT_PORT without VCPU_PORT_STRING. */
void emulate_port(const struct port_bus *bus, struct vcpu_block *block);

/* The instruction at RIP; needs all groups of the block. False: cannot be fetched, or is unknown. */
bool emulate_decode(const struct guest_memory *memory, const struct vcpu_block *block,
                    struct instruction *instruction);

/*
 * Length of the instruction that caused the exit: as the kernel tells, or found out from guest
 * memory, which needs all groups of the block. 0: cannot be found.
 */
unsigned emulate_instruction_length(const struct guest_memory *memory, const struct vcpu_block *block);

/* Merges a value of `size` bytes into a general register as the processor does: 4 bytes clear the
   upper half, 1 and 2 leave the rest. */
uint64_t register_merge(uint64_t old, uint64_t value, unsigned size);

#endif
