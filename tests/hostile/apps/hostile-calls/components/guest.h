/* SPDX-License-Identifier: BSD-2-Clause */
/* A guest of a few instructions, whose memory the monitor can look at through the guest's eyes. */
#ifndef HOSTILE_GUEST_H
#define HOSTILE_GUEST_H

#include <stdbool.h>
#include <stdint.h>

#include "abi/vcpu.h"

#define GUEST_SPIN       0x1020u /* jumps to itself */
#define GUEST_ENABLE     0x1030u /* STI, then halts for ever */
#define GUEST_HALT_BYTES 0xf4f4f4f4u
#define GUEST_SPIN_BYTES 0x90909090feebu

/* Writes the instructions into RAM, and a state of 32-bit protected mode into the block. */
void guest_begin(void);

/* Fills in the block with that state; all groups count as changed. */
void guest_default_state(struct vcpu_block *block);

/* Resumes and waits for the exit: its kind; VCPU_EXIT_NONE if the kernel refuses or something else arrives. */
enum vcpu_exit_kind guest_run(void);

/* The guest goes on at `address` with interrupts disabled and these registers. */
void guest_set(uint32_t address, uint32_t eax, uint32_t ebx);

/* Whether the guest can read, and reads `wanted` at `address`. */
bool guest_reads(uint32_t address, uint32_t wanted);

/* Whether the guest can write to `address`, and did. */
bool guest_writes(uint32_t address, uint32_t value);

#endif
