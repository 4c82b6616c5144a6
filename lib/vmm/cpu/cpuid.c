/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * References: AMD64 Architecture Programmer's Manual volume 3, appendix E; Linux,
 * Documentation/virt/kvm/x86/cpuid.rst for the leaves of the KVM interface.
 */
#include "cpuid.h"

#include <stddef.h>
#include <string.h>

#include "abi/guest.h"

#define BIT(n) (1u << (n))

#define ALL      UINT32_MAX
#define ANY_LEAF UINT32_MAX

#define BASIC_MAX    0x0000000du
#define EXTENDED     0x80000000u
#define EXTENDED_MAX 0x80000008u

/* Leaf 1 */
#define ECX_1_SSE3       BIT(0)
#define ECX_1_PCLMUL     BIT(1)
#define ECX_1_SSSE3      BIT(9)
#define ECX_1_FMA        BIT(12)
#define ECX_1_CX16       BIT(13)
#define ECX_1_PCID       BIT(17)
#define ECX_1_SSE41      BIT(19)
#define ECX_1_SSE42      BIT(20)
#define ECX_1_MOVBE      BIT(22)
#define ECX_1_POPCNT     BIT(23)
#define ECX_1_AES        BIT(25)
#define ECX_1_XSAVE      BIT(26)
#define ECX_1_OSXSAVE    BIT(27)
#define ECX_1_AVX        BIT(28)
#define ECX_1_F16C       BIT(29)
#define ECX_1_RDRAND     BIT(30)
#define ECX_1_HYPERVISOR BIT(31)
#define EDX_1_FPU        BIT(0)
#define EDX_1_VME        BIT(1)
#define EDX_1_DE         BIT(2)
#define EDX_1_PSE        BIT(3)
#define EDX_1_TSC        BIT(4)
#define EDX_1_MSR        BIT(5)
#define EDX_1_PAE        BIT(6)
#define EDX_1_CX8        BIT(8)
#define EDX_1_SEP        BIT(11)
#define EDX_1_PGE        BIT(13)
#define EDX_1_CMOV       BIT(15)
#define EDX_1_PAT        BIT(16)
#define EDX_1_PSE36      BIT(17)
#define EDX_1_CLFLUSH    BIT(19)
#define EDX_1_MMX        BIT(23)
#define EDX_1_FXSR       BIT(24)
#define EDX_1_SSE        BIT(25)
#define EDX_1_SSE2       BIT(26)
#define ECX_1                                                                                                \
    (ECX_1_SSE3 | ECX_1_PCLMUL | ECX_1_SSSE3 | ECX_1_FMA | ECX_1_CX16 | ECX_1_PCID | ECX_1_SSE41 |           \
     ECX_1_SSE42 | ECX_1_MOVBE | ECX_1_POPCNT | ECX_1_AES | ECX_1_XSAVE | ECX_1_AVX | ECX_1_F16C |           \
     ECX_1_RDRAND)
#define EDX_1                                                                                                \
    (EDX_1_FPU | EDX_1_VME | EDX_1_DE | EDX_1_PSE | EDX_1_TSC | EDX_1_MSR | EDX_1_PAE | EDX_1_CX8 |          \
     EDX_1_SEP | EDX_1_PGE | EDX_1_CMOV | EDX_1_PAT | EDX_1_PSE36 | EDX_1_CLFLUSH | EDX_1_MMX | EDX_1_FXSR | \
     EDX_1_SSE | EDX_1_SSE2)
#define EBX_1_CLFLUSH_SIZE 0x0000ff00u
#define EBX_1_ONE_CPU      0x00010000u

/* Leaf 7, subleaf 0 */
#define EBX_7_FSGSBASE   BIT(0)
#define EBX_7_BMI1       BIT(3)
#define EBX_7_AVX2       BIT(5)
#define EBX_7_SMEP       BIT(7)
#define EBX_7_BMI2       BIT(8)
#define EBX_7_ERMS       BIT(9)
#define EBX_7_INVPCID    BIT(10)
#define EBX_7_RDSEED     BIT(18)
#define EBX_7_ADX        BIT(19)
#define EBX_7_SMAP       BIT(20)
#define EBX_7_CLFLUSHOPT BIT(23)
#define EBX_7_CLWB       BIT(24)
#define EBX_7_SHA        BIT(29)
#define ECX_7_UMIP       BIT(2)
#define ECX_7_GFNI       BIT(8)
#define ECX_7_VAES       BIT(9)
#define ECX_7_VPCLMUL    BIT(10)
#define EDX_7_FSRM       BIT(4)
#define EBX_7                                                                                                \
    (EBX_7_FSGSBASE | EBX_7_BMI1 | EBX_7_AVX2 | EBX_7_SMEP | EBX_7_BMI2 | EBX_7_ERMS | EBX_7_INVPCID |       \
     EBX_7_RDSEED | EBX_7_ADX | EBX_7_SMAP | EBX_7_CLFLUSHOPT | EBX_7_CLWB | EBX_7_SHA)
#define ECX_7 (ECX_7_UMIP | ECX_7_GFNI | ECX_7_VAES | ECX_7_VPCLMUL)

/* Leaf 0xd, subleaf 1: XSAVEOPT, XSAVEC, XGETBV with ECX = 1. No supervisor state. */
#define EAX_D1 0x7u

/* Leaf 0x80000001 */
#define ECX_81_LAHF     BIT(0)
#define ECX_81_LZCNT    BIT(5)
#define ECX_81_SSE4A    BIT(6)
#define ECX_81_MISALIGN BIT(7)
#define ECX_81_PREFETCH BIT(8)
#define EDX_81_SYSCALL  BIT(11)
#define EDX_81_NX       BIT(20)
#define EDX_81_MMXEXT   BIT(22)
#define EDX_81_PAGE1G   BIT(26)
#define EDX_81_LM       BIT(29)
#define ECX_81          (ECX_81_LAHF | ECX_81_LZCNT | ECX_81_SSE4A | ECX_81_MISALIGN | ECX_81_PREFETCH)
#define EDX_81_SHARED   0x0183a17fu /* bits that repeat those of leaf 1 */
#define EDX_81                                                                                               \
    ((EDX_1 & EDX_81_SHARED) | EDX_81_SYSCALL | EDX_81_NX | EDX_81_MMXEXT | EDX_81_PAGE1G | EDX_81_LM)

#define EDX_87_INVARIANT_TSC BIT(8)
#define EAX_88_ADDRESS_BITS  0x0000ffffu
#define EBX_88_CLZERO        BIT(0)

/* Leaf 0x40000001 */
#define KVM_NOP_IO_DELAY       BIT(1)
#define KVM_CLOCKSOURCE2       BIT(3)
#define KVM_CLOCKSOURCE_STABLE BIT(24)

#define CR4_OSXSAVE 0x00040000u

/* A leaf that is not here is all zero. */
static const struct cpuid_allow {
    uint32_t leaf, subleaf;
    struct cpuid_result mask;
} allowed[] = {
    {0x00000000, ANY_LEAF, {ALL, ALL, ALL, ALL}},
    {0x00000001, ANY_LEAF, {ALL, EBX_1_CLFLUSH_SIZE, ECX_1, EDX_1}},
    {0x00000002, ANY_LEAF, {ALL, ALL, ALL, ALL}},
    {0x00000004, ANY_LEAF, {0x00003fff, ALL, ALL, ALL}}, /* without the numbers of cores */
    {0x00000007, 0, {0, EBX_7, ECX_7, EDX_7_FSRM}},
    {0x0000000d, 0, {CPUID_XCR0_ALLOWED, ALL, ALL, 0}},
    {0x0000000d, 1, {EAX_D1, ALL, 0, 0}},
    {0x0000000d, 2, {ALL, ALL, ALL, 0}},
    {0x80000000, ANY_LEAF, {ALL, ALL, ALL, ALL}},
    {0x80000001, ANY_LEAF, {ALL, 0, ECX_81, EDX_81}},
    {0x80000002, ANY_LEAF, {ALL, ALL, ALL, ALL}},
    {0x80000003, ANY_LEAF, {ALL, ALL, ALL, ALL}},
    {0x80000004, ANY_LEAF, {ALL, ALL, ALL, ALL}},
    {0x80000005, ANY_LEAF, {ALL, ALL, ALL, ALL}},
    {0x80000006, ANY_LEAF, {ALL, ALL, ALL, ALL}},
    {0x80000007, ANY_LEAF, {0, 0, 0, EDX_87_INVARIANT_TSC}},
    {0x80000008, ANY_LEAF, {EAX_88_ADDRESS_BITS, EBX_88_CLZERO, 0, 0}},
};

static const struct cpuid_allow *find(uint32_t leaf, uint32_t subleaf)
{
    for (size_t i = 0; i < sizeof(allowed) / sizeof(allowed[0]); i++) {
        if (allowed[i].leaf == leaf && (allowed[i].subleaf == subleaf || allowed[i].subleaf == ANY_LEAF)) {
            return &allowed[i];
        }
    }
    return NULL;
}

static struct cpuid_result native_masked(cpuid_native_fn native, void *context, uint32_t leaf,
                                         uint32_t subleaf)
{
    const struct cpuid_allow *allow = find(leaf, subleaf);
    uint32_t raw[4];

    if (!allow) {
        return (struct cpuid_result){0};
    }
    native(context, leaf, subleaf, raw);
    return (struct cpuid_result){
        raw[0] & allow->mask.eax,
        raw[1] & allow->mask.ebx,
        raw[2] & allow->mask.ecx,
        raw[3] & allow->mask.edx,
    };
}

/* EBX, ECX, EDX = twelve characters. */
static struct cpuid_result signature(uint32_t max_leaf, const char *text)
{
    struct cpuid_result result = {.eax = max_leaf};

    memcpy(&result.ebx, text, 4);
    memcpy(&result.ecx, text + 4, 4);
    memcpy(&result.edx, text + 8, 4);
    return result;
}

static struct cpuid_result hypervisor_leaf(uint32_t leaf)
{
    switch (leaf) {
    case CPUID_KVM_BASE:
        return signature(CPUID_KVM_FEATURES, "KVMKVMKVM\0\0\0");
    case CPUID_KVM_FEATURES:
        return (struct cpuid_result){.eax = KVM_NOP_IO_DELAY | KVM_CLOCKSOURCE2 | KVM_CLOCKSOURCE_STABLE};
    case CAUSEWAY_CPUID_BASE:
        return signature(CAUSEWAY_CPUID_VERSION, CAUSEWAY_SIGNATURE);
    case CAUSEWAY_CPUID_VERSION:
        return (struct cpuid_result){.eax = CAUSEWAY_ABI_VERSION};
    default:
        return (struct cpuid_result){0};
    }
}

/* Bytes of a standard-format XSAVE area for the components in `xcr0`. */
static uint32_t xsave_size(cpuid_native_fn native, void *context, uint64_t xcr0)
{
    uint32_t size = 512 + 64; /* legacy region and header */

    if (xcr0 & 4) {
        uint32_t avx[4];

        native(context, 0xd, 2, avx);
        size = avx[0] + avx[1] > size ? avx[0] + avx[1] : size;
    }
    return size;
}

/* The whole area in the compacted format: components follow each other without gaps. */
static uint32_t xsavec_size(cpuid_native_fn native, void *context, uint64_t xcr0)
{
    uint32_t size = 512 + 64;

    if (xcr0 & 4) {
        uint32_t avx[4];

        native(context, 0xd, 2, avx);
        size += avx[0];
    }
    return size;
}

static void adjust_xsave(cpuid_native_fn native, void *context, uint32_t subleaf, uint64_t xcr0,
                         struct cpuid_result *result)
{
    uint32_t leaf0[4];

    native(context, 0xd, 0, leaf0);
    if (subleaf == 0) {
        result->ebx = xsave_size(native, context, xcr0);
        result->ecx = xsave_size(native, context, leaf0[0] & CPUID_XCR0_ALLOWED);
    } else if (subleaf == 1) {
        result->ebx = result->eax ? xsavec_size(native, context, xcr0) : 0;
    } else if (subleaf != 2 || !(leaf0[0] & CPUID_XCR0_ALLOWED & BIT(2))) {
        *result = (struct cpuid_result){0};
    }
}

static uint32_t at_most(uint32_t value, uint32_t limit)
{
    return value < limit ? value : limit;
}

int cpuid_needs_xcr0(uint32_t leaf)
{
    return leaf == 0xd;
}

struct cpuid_result cpuid_policy(cpuid_native_fn native, void *context, uint32_t leaf, uint32_t subleaf,
                                 uint64_t cr4, uint64_t xcr0)
{
    struct cpuid_result result;

    if (leaf >> 16 == CPUID_KVM_BASE >> 16) {
        return hypervisor_leaf(leaf);
    }
    result = native_masked(native, context, leaf, subleaf);
    switch (leaf) {
    case 0x00000000:
        result.eax = at_most(result.eax, BASIC_MAX);
        break;
    case 0x00000001:
        result.ebx |= EBX_1_ONE_CPU;
        result.ecx |= ECX_1_HYPERVISOR;
        if ((result.ecx & ECX_1_XSAVE) && (cr4 & CR4_OSXSAVE)) {
            result.ecx |= ECX_1_OSXSAVE;
        }
        break;
    case 0x0000000d:
        adjust_xsave(native, context, subleaf, xcr0, &result);
        break;
    case EXTENDED:
        result.eax = at_most(result.eax, EXTENDED_MAX);
        break;
    default:
        break;
    }
    return result;
}
