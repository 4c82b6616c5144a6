/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The paravirtual clock of the KVM interface (Linux, Documentation/virt/kvm/x86/msr.rst): the guest
 * names an address, the monitor writes there how to compute nanoseconds from the time-stamp
 * counter. With one processor and a counter of constant rate, writing it once is enough.
 */
#ifndef VMM_CPU_KVMCLOCK_H
#define VMM_CPU_KVMCLOCK_H

#include <stdbool.h>
#include <stdint.h>

#include <vmm/guest_memory.h>

#include "core/clock.h"

struct kvmclock {
    uint64_t system_time; /* the MSR's value: address and, in bit 0, enable */
};

/* Writes to the two MSRs. False: the address is not RAM, or not aligned, or a reserved bit is set. */
bool kvmclock_write_system_time(struct kvmclock *kvmclock, const struct guest_memory *memory,
                                const struct clock *clock, uint64_t tsc_offset, uint64_t value);

/* `wall_base_ns`: nanoseconds since 1970 at VM time 0. */
bool kvmclock_write_wall_clock(const struct guest_memory *memory, uint64_t wall_base_ns, uint64_t value);

/* Writes the structure anew after a change of `tsc_offset`. */
void kvmclock_refresh(const struct kvmclock *kvmclock, const struct guest_memory *memory,
                      const struct clock *clock, uint64_t tsc_offset);

#endif
