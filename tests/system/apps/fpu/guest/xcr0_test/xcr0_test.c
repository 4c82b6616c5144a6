// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * xcr0_test: a guest kernel that switches the vector registers off and on by XCR0, tries values that no processor
 * takes, and leaves the machine in each state. What it has put into the registers must be there afterwards.
 *
 * Loading the module runs the test and writes "xcr0_test: N rounds, W wrong" to the kernel log.
 */
#include <linux/module.h>
#include <linux/string.h>
#include <asm/fpu/api.h>
#include <asm/processor.h>

#define ROUNDS 300
#define EXITS  40

static u64 xcr0_read(void)
{
    u32 low, high;

    asm volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
    return (u64)high << 32 | low;
}

/* Whether the processor has taken the value. */
static bool xcr0_write(u64 value)
{
    bool taken = false;

    asm volatile("1: xsetbv\n"
                 "movb $1, %0\n"
                 "2:\n" _ASM_EXTABLE(1b, 2b)
                 : "+qm"(taken)
                 : "a"((u32)value), "d"((u32)(value >> 32)), "c"(0));
    return taken;
}

static void leave_machine(void)
{
    for (unsigned int i = 0; i < EXITS; i++)
        cpuid_eax(0x40000000);
}

/* One stay in each state; returns how many things were wrong. */
static unsigned int round_trip(u64 enabled, unsigned int round)
{
    static const u64 states[] = {1, 3, 7}, refused[] = {0, 2, 4, 5, 6, 1ull << 63, 0x107};
    u8 wanted[16], low[16], high[16];
    unsigned int wrong = 0;

    memset(wanted, 0x11 + round % 64, sizeof(wanted));
    asm volatile("movdqu %0, %%xmm3\n"
                 "vinsertf128 $1, %%xmm3, %%ymm3, %%ymm3"
                 :
                 : "m"(wanted));
    for (size_t i = 0; i < ARRAY_SIZE(states); i++) {
        wrong += !xcr0_write(states[i]);
        leave_machine();
        wrong += xcr0_read() != states[i];
    }
    for (size_t i = 0; i < ARRAY_SIZE(refused); i++)
        wrong += xcr0_write(refused[i]);
    wrong += !xcr0_write(enabled);
    asm volatile("movdqu %%xmm3, %0\n"
                 "vextractf128 $1, %%ymm3, %1"
                 : "=m"(low), "=m"(high));
    wrong += memcmp(wanted, low, sizeof(low)) != 0;
    wrong += memcmp(wanted, high, sizeof(high)) != 0;
    return wrong;
}

static int __init xcr0_test_init(void)
{
    unsigned int wrong = 0;

    if (!boot_cpu_has(X86_FEATURE_AVX))
        return -ENODEV;
    for (unsigned int round = 0; round < ROUNDS; round++) {
        kernel_fpu_begin();
        wrong += round_trip(xcr0_read(), round);
        kernel_fpu_end();
    }
    pr_info("xcr0_test: %u rounds, %u wrong\n", ROUNDS, wrong);
    return 0;
}

static void __exit xcr0_test_exit(void)
{
}

module_init(xcr0_test_init);
module_exit(xcr0_test_exit);
MODULE_DESCRIPTION("Test of the register state that a guest switches off and on");
MODULE_LICENSE("Dual BSD/GPL");
