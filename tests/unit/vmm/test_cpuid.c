/* SPDX-License-Identifier: BSD-2-Clause */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "cpu/cpuid.h"

#define CR4_OSXSAVE 0x40000u

/* A processor that can do everything, and whose AVX state lies at byte 576. */
static void generous(void *context, uint32_t leaf, uint32_t subleaf, uint32_t result[4])
{
    (void)context;
    memset(result, 0xff, 16);
    if (leaf == 0xd && subleaf == 0) {
        result[0] = 0xe7;
        result[1] = result[2] = 2696;
        result[3] = 0;
    } else if (leaf == 0xd && subleaf == 2) {
        result[0] = 256;
        result[1] = 576;
        result[2] = result[3] = 0;
    }
}

/* One that can do nothing beyond the first leaf. */
static void poor(void *context, uint32_t leaf, uint32_t subleaf, uint32_t result[4])
{
    (void)context;
    (void)leaf;
    (void)subleaf;
    memset(result, 0, 16);
}

static struct cpuid_result ask(uint32_t leaf, uint32_t subleaf)
{
    return cpuid_policy(generous, NULL, leaf, subleaf, CR4_OSXSAVE, 7);
}

static void assert_zero(uint32_t leaf, uint32_t subleaf)
{
    struct cpuid_result result = ask(leaf, subleaf);

    if (result.eax | result.ebx | result.ecx | result.edx) {
        fail_msg("leaf 0x%x.%x is not zero", leaf, subleaf);
    }
}

static void what_a_guest_must_not_see(void **state)
{
    struct cpuid_result one = ask(1, 0), seven = ask(7, 0), extended = ask(0x80000001, 0);

    (void)state;
    assert_int_equal(one.ecx & (1u << 3), 0);       /* MONITOR */
    assert_int_equal(one.ecx & (1u << 5), 0);       /* virtualization, one vendor's */
    assert_int_equal(one.ecx & (1u << 21), 0);      /* x2APIC */
    assert_int_equal(one.ecx & (1u << 24), 0);      /* deadline timer */
    assert_int_equal(one.edx & (1u << 7), 0);       /* MCE */
    assert_int_equal(one.edx & (1u << 9), 0);       /* APIC */
    assert_int_equal(one.edx & (1u << 12), 0);      /* MTRR */
    assert_int_equal(one.edx & (1u << 14), 0);      /* MCA */
    assert_int_equal(seven.ebx & (1u << 1), 0);     /* TSC_ADJUST */
    assert_int_equal(seven.ebx & (1u << 16), 0);    /* AVX-512 */
    assert_int_equal(seven.ecx & (1u << 22), 0);    /* RDPID */
    assert_int_equal(seven.edx & 0xfc000000, 0);    /* speculation control registers */
    assert_int_equal(extended.ecx & (1u << 2), 0);  /* the other's */
    assert_int_equal(extended.edx & (1u << 27), 0); /* RDTSCP */
    assert_int_equal(extended.edx & (1u << 9), 0);
}

static void what_linux_needs(void **state)
{
    struct cpuid_result one = ask(1, 0), extended = ask(0x80000001, 0);

    (void)state;
    /* FPU PSE TSC MSR PAE CX8 PGE CMOV FXSR SSE SSE2; NX, long mode, SYSCALL */
    assert_int_equal(one.edx & 0x0700a179, 0x0700a179);
    assert_int_equal(extended.edx & 0x20100800, 0x20100800);
    assert_int_equal(one.ecx >> 31, 1);    /* under a hypervisor */
    assert_int_equal(one.ebx, 0x0001ff00); /* one processor, number 0 */
    assert_int_equal(ask(0, 0).eax, 0xd);
    assert_int_equal(ask(0x80000000, 0).eax, 0x80000008);
}

static void leaves_that_do_not_exist_are_zero(void **state)
{
    static const uint32_t leaves[] = {3,          5,          6,          0xa,        0xb,
                                      0xe,        0x40000002, 0x400000ff, 0x40000102, 0x80000009,
                                      0x8000000a, 0x8000001e, 0xc0000000, 0xffffffff};

    (void)state;
    for (size_t i = 0; i < sizeof(leaves) / sizeof(leaves[0]); i++) {
        assert_zero(leaves[i], 0);
    }
    assert_zero(7, 1);
    assert_zero(0xd, 3);
    assert_zero(0xd, 63);
}

static void nothing_is_invented(void **state)
{
    struct cpuid_result one = cpuid_policy(poor, NULL, 1, 0, CR4_OSXSAVE, 1);

    (void)state;
    assert_int_equal(one.ecx, 1u << 31); /* OSXSAVE needs XSAVE */
    assert_int_equal(one.edx, 0);
    assert_int_equal(cpuid_policy(poor, NULL, 0xd, 2, 0, 1).eax, 0);
    assert_int_equal(cpuid_policy(poor, NULL, 0x80000000, 0, 0, 1).eax, 0);
}

static void osxsave_mirrors_cr4(void **state)
{
    (void)state;
    assert_int_equal(cpuid_policy(generous, NULL, 1, 0, 0, 1).ecx >> 27 & 1, 0);
    assert_int_equal(cpuid_policy(generous, NULL, 1, 0, CR4_OSXSAVE, 1).ecx >> 27 & 1, 1);
}

static void xsave_sizes_follow_xcr0(void **state)
{
    (void)state;
    assert_int_equal(ask(0xd, 0).eax, 7);
    assert_int_equal(ask(0xd, 0).ebx, 832);
    assert_int_equal(ask(0xd, 0).ecx, 832);
    assert_int_equal(cpuid_policy(generous, NULL, 0xd, 0, 0, 3).ebx, 576);
    assert_int_equal(ask(0xd, 1).eax, 7); /* no XSAVES */
    assert_int_equal(ask(0xd, 1).ebx, 832);
    assert_int_equal(ask(0xd, 1).ecx, 0);
    assert_int_equal(ask(0xd, 2).eax, 256);
    assert_int_equal(ask(0xd, 2).ebx, 576);
    assert_true(cpuid_needs_xcr0(0xd));
    assert_false(cpuid_needs_xcr0(1));
}

static void assert_signature(uint32_t leaf, uint32_t most, const char *text)
{
    struct cpuid_result result = ask(leaf, 0);

    assert_int_equal(result.eax, most);
    assert_memory_equal(&result.ebx, text, 4);
    assert_memory_equal(&result.ecx, text + 4, 4);
    assert_memory_equal(&result.edx, text + 8, 4);
}

static void hypervisor_leaves(void **state)
{
    (void)state;
    assert_signature(0x40000000, 0x40000001, "KVMKVMKVM\0\0\0");
    assert_int_equal(ask(0x40000001, 0).eax, 1u << 1 | 1u << 3 | 1u << 24);
    assert_signature(0x40000100, 0x40000101, "CausewayGABI");
    assert_int_equal(ask(0x40000101, 0).eax, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_a_guest_must_not_see),
        cmocka_unit_test(what_linux_needs),
        cmocka_unit_test(leaves_that_do_not_exist_are_zero),
        cmocka_unit_test(nothing_is_invented),
        cmocka_unit_test(osxsave_mirrors_cr4),
        cmocka_unit_test(xsave_sizes_follow_xcr0),
        cmocka_unit_test(hypervisor_leaves),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
