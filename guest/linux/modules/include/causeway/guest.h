/* SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause */
/*
 * How a module finds the Causeway monitor and calls it. The contract is abi/guest.h.
 */
#ifndef CAUSEWAY_GUEST_H
#define CAUSEWAY_GUEST_H

#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/string.h>
#include <linux/types.h>
#include <asm/alternative.h>
#include <asm/cpufeature.h>
#include <asm/io.h>
#include <asm/processor.h>

#include "abi/guest.h"

/*
 * Returns 0 on a Causeway guest whose ABI version is ours, else -ENODEV. Without the signature a hypercall would
 * be an invalid opcode, so every module asks first.
 */
static inline int causeway_guest_find(void)
{
    u32 signature[3];
    u32 highest, version, zero[3];

    if (!boot_cpu_has(X86_FEATURE_HYPERVISOR))
        return -ENODEV;
    cpuid(CAUSEWAY_CPUID_BASE, &highest, &signature[0], &signature[1], &signature[2]);
    if (highest < CAUSEWAY_CPUID_VERSION || memcmp(signature, CAUSEWAY_SIGNATURE, sizeof(signature)) != 0)
        return -ENODEV;
    cpuid(CAUSEWAY_CPUID_VERSION, &version, &zero[0], &zero[1], &zero[2]);
    return version == CAUSEWAY_ABI_VERSION ? 0 : -ENODEV;
}

/*
 * Makes hypercall `number`. Returns its result: a negative errno, or a value that the call defines. The memory
 * clobber makes what was written to shared memory before visible to whoever the call wakes.
 */
static inline long causeway_call(unsigned long number, unsigned long a, unsigned long b, unsigned long c)
{
    long result;

    asm volatile(ALTERNATIVE("vmcall", "vmmcall", X86_FEATURE_VMMCALL)
                 : "=a"(result)
                 : "a"(number), "b"(a), "c"(b), "d"(c)
                 : "memory");
    return result;
}

/*
 * Returns the physical address of directly mapped kernel memory in the form of a hypercall argument. A 32-bit guest
 * has 32-bit arguments; its directly mapped memory lies below 4 GiB.
 */
static inline unsigned long causeway_address(const volatile void *memory)
{
    return (unsigned long)virt_to_phys((volatile void *)memory);
}

#endif
