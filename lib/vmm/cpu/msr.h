/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The guest's model-specific registers: an allow-list of those that are part of the vCPU's state, of
 * those that answer with a fixed value because operating systems read them without asking, and of
 * the paravirtual clock. Any other access is a general protection fault in the guest.
 */
#ifndef VMM_CPU_MSR_H
#define VMM_CPU_MSR_H

#include <stdbool.h>
#include <stdint.h>

#include "abi/vcpu.h"

#define MSR_TSC         0x00000010u
#define MSR_EFER        0xc0000080u
#define MSR_WALL_CLOCK  0x4b564d00u
#define MSR_SYSTEM_TIME 0x4b564d01u

/* MSRs that the caller implements. False: #GP. */
struct msr_special {
    bool (*read)(void *context, uint32_t index, uint64_t *value);
    bool (*write)(void *context, uint32_t index, uint64_t value);
    void *context;
};

/* All groups of the block must be valid. False: to be answered by #GP, nothing has changed. */
bool msr_read(const struct vcpu_block *block, const struct msr_special *special, uint32_t index,
              uint64_t *value);
bool msr_write(struct vcpu_block *block, const struct msr_special *special, uint32_t index, uint64_t value);

#endif
