/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the guest is told about its processor: the machine's own answer, cut down to what an
 * allow-list names, plus the hypervisor's leaves. There is no local APIC, no MTRR, no machine check,
 * no performance counter, no virtualization and no monitor instruction.
 */
#ifndef VMM_CPU_CPUID_H
#define VMM_CPU_CPUID_H

#include <stdint.h>

/* XCR0 components that a guest may use: x87, SSE, AVX. */
#define CPUID_XCR0_ALLOWED 0x7u

#define CPUID_KVM_BASE     0x40000000u
#define CPUID_KVM_FEATURES (CPUID_KVM_BASE + 1)

struct cpuid_result {
    uint32_t eax, ebx, ecx, edx;
};

typedef void (*cpuid_native_fn)(void *context, uint32_t leaf, uint32_t subleaf, uint32_t result[4]);

/* `cr4` and `xcr0` are the guest's: some bits mirror them. */
struct cpuid_result cpuid_policy(cpuid_native_fn native, void *context, uint32_t leaf, uint32_t subleaf,
                                 uint64_t cr4, uint64_t xcr0);

/* Whether the answer for this leaf depends on XCR0. */
int cpuid_needs_xcr0(uint32_t leaf);

#endif
