/* SPDX-License-Identifier: BSD-2-Clause */
/* Flags and a stack pointer that a system call takes along to the kernel's door. */
#include "attacks.h"

#include <stdint.h>

#include "abi/syscall.h"

#define FLAG_SINGLE_STEP     0x100ul
#define FLAG_DIRECTION       0x400ul
#define FLAG_NESTED_TASK     0x4000ul
#define FLAG_ALIGNMENT_CHECK 0x40000ul

/* Yields with more flags set than usual, many times, so that some of the calls meet an interrupt. */
static void yield_with(uint64_t flags)
{
    for (int i = 0; i < 1000; i++) {
        uint64_t number = CW_SYS_THREAD_YIELD, slot = CW_SLOT_SELF;
        __asm__ volatile("pushfq; pushfq; orq %2, (%%rsp); popfq; syscall; popfq"
                         : "+a"(number), "+D"(slot)
                         : "r"(flags)
                         : "rcx", "rdx", "r11", "memory", "cc");
    }
}

static void call_with_direction(void)
{
    yield_with(FLAG_DIRECTION);
}

static void call_with_nested_task(void)
{
    yield_with(FLAG_NESTED_TASK);
}

static void call_with_single_step(void)
{
    yield_with(FLAG_SINGLE_STEP);
}

static void call_with_alignment_check(void)
{
    yield_with(FLAG_ALIGNMENT_CHECK);
}

/* The kernel must not touch the caller's stack. */
static void call_with_kernel_stack(void)
{
    for (int i = 0; i < 1000; i++) {
        uint64_t number = CW_SYS_THREAD_YIELD, slot = CW_SLOT_SELF;
        __asm__ volatile("mov %%rsp, %%rbx; mov %2, %%rsp; syscall; mov %%rbx, %%rsp"
                         : "+a"(number), "+D"(slot)
                         : "r"(KERNEL_ADDRESS + 0x1000 * i)
                         : "rbx", "rcx", "rdx", "r11", "memory");
    }
}

const struct attack flag_attacks[] = {
    {"call_with_kernel_stack", call_with_kernel_stack},
    {"call_with_direction", call_with_direction},
    {"call_with_nested_task", call_with_nested_task},
    {"call_with_single_step", call_with_single_step},
    {"call_with_alignment_check", call_with_alignment_check},
    {NULL, NULL},
};
