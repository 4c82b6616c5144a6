/* SPDX-License-Identifier: BSD-2-Clause */
#include "fpu.h"

#include "arch.h"
#include "boot_memory.h"
#include "console.h"
#include "cpu.h"
#include "string.h"
#include "thread.h"

#define XCR0_X87    0x01ul
#define XCR0_SSE    0x02ul
#define XCR0_AVX    0x04ul
#define XCR0_AVX512 0xe0ul

#define LEGACY_CONTROL 0 /* FCW in the legacy area */
#define LEGACY_MXCSR   24
#define XSTATE_BV      512 /* in the header: which components are not in their initial state */

#define CPUID_SIZES        0x80000008
#define EBX_ERROR_POINTERS (1u << 2)

static uint64_t mask;
static bool saves_addresses; /* of the last x87 instruction and operand, always */
static uint32_t area_size;
static void *loaded; /* area of the thread whose state the registers hold */

void fpu_init(void)
{
    if (!(cpu_id(1, 0).ecx >> 26 & 1))
        panic("this processor has no XSAVE");
    cpu_write_cr0((cpu_read_cr0() | CR0_MP | CR0_NE) & ~CR0_TS & ~(1ul << 2));
    cpu_write_cr4(cpu_read_cr4() | CR4_OSFXSR | CR4_OSXMMEXCPT | CR4_OSXSAVE);
    struct cpuid offered = cpu_id(0xd, 0);
    mask = (offered.eax | (uint64_t)offered.edx << 32) & (XCR0_X87 | XCR0_SSE | XCR0_AVX | XCR0_AVX512);
    if ((mask & XCR0_AVX512) != XCR0_AVX512)
        mask &= ~XCR0_AVX512;
    cpu_set_xcr0(mask);
    area_size = cpu_id(0xd, 0).ebx;
    saves_addresses =
        cpu_id(0x80000000, 0).eax >= CPUID_SIZES && (cpu_id(CPUID_SIZES, 0).ebx & EBX_ERROR_POINTERS);
}

uint64_t fpu_mask(void)
{
    return mask;
}

bool fpu_xcr0_valid(uint64_t xcr0)
{
    bool avx512 = xcr0 & XCR0_AVX512;
    return (xcr0 & ~mask) == 0 && (xcr0 & XCR0_X87) && (!(xcr0 & XCR0_AVX) || (xcr0 & XCR0_SSE)) &&
           (!avx512 || ((xcr0 & XCR0_AVX512) == XCR0_AVX512 && (xcr0 & XCR0_AVX)));
}

void *fpu_new_area(void)
{
    char *area = boot_memory_objects(1, area_size);
    uint16_t control = 0x37f;
    uint32_t mxcsr = 0x1f80;
    memcpy(area + LEGACY_CONTROL, &control, sizeof control);
    memcpy(area + LEGACY_MXCSR, &mxcsr, sizeof mxcsr);
    uint64_t present = XCR0_SSE; /* so that MXCSR is loaded from here */
    memcpy(area + XSTATE_BV, &present, sizeof present);
    return area;
}

/*
 * Many processors save and load the addresses of the last x87 instruction and its operand only while an exception is
 * pending (AMD64 manual volume 3, CPUID 80000008 EBX: RstrFpErrPtrs): one thread would see another's. FNINIT clears
 * them.
 */
void arch_fpu_switch(struct thread *thread)
{
    if (loaded == thread->arch.fpu)
        return;
    if (loaded)
        __asm__ volatile("xsave64 (%0)" : : "r"(loaded), "a"(-1), "d"(-1) : "memory");
    loaded = thread->arch.fpu;
    if (!saves_addresses)
        __asm__ volatile("fninit");
    __asm__ volatile("xrstor64 (%0)" : : "r"(loaded), "a"(-1), "d"(-1) : "memory");
}
