/* SPDX-License-Identifier: BSD-2-Clause */
/* Registers that a call must keep, and values in them that must not follow it into the kernel. */
#include "caller.h"

#include <string.h>

#define FLAG_CARRY           0x1ul
#define FLAG_DIRECTION       0x400ul
#define FLAG_NESTED_TASK     0x4000ul
#define FLAG_ALIGNMENT_CHECK 0x40000ul
#define FLAG_IDENTIFICATION  0x200000ul

/* Often enough that some of the calls meet an interrupt. */
#define OFTEN 500

/* In the order of `kept`. */
struct registers {
    uint64_t rbx, rbp, rdi, rsi, r8, r9, r10, r12, r13, r14, r15;
};

/* Makes the call with these registers and gives what is in them afterwards; returns RAX. */
static int64_t call_with(uint64_t number, struct registers *r)
{
    __asm__ volatile("push %%rbp; push %[r]\n"
                     "mov 8(%[r]), %%rbp; mov 16(%[r]), %%rdi; mov 24(%[r]), %%rsi; mov 32(%[r]), %%r8\n"
                     "mov 40(%[r]), %%r9; mov 48(%[r]), %%r10; mov 56(%[r]), %%r12; mov 64(%[r]), %%r13\n"
                     "mov 72(%[r]), %%r14; mov 80(%[r]), %%r15; mov (%[r]), %%rbx\n"
                     "syscall\n"
                     "pop %%rcx\n"
                     "mov %%rbx, (%%rcx); mov %%rbp, 8(%%rcx); mov %%rdi, 16(%%rcx); mov %%rsi, 24(%%rcx)\n"
                     "mov %%r8, 32(%%rcx); mov %%r9, 40(%%rcx); mov %%r10, 48(%%rcx); mov %%r12, 56(%%rcx)\n"
                     "mov %%r13, 64(%%rcx); mov %%r14, 72(%%rcx); mov %%r15, 80(%%rcx); pop %%rbp"
                     : "+a"(number)
                     : [r] "c"(r)
                     : "rbx", "rdx", "rdi", "rsi", "r8", "r9", "r10", "r11", "r12", "r13", "r14", "r15",
                       "memory");
    return (int64_t)number;
}

static void registers_are_kept(void)
{
    static const struct {
        const char *text;
        uint64_t number, slot;
        int64_t result;
    } calls[] = {
        {"that succeeds", CW_SYS_THREAD_YIELD, CW_SLOT_SELF, 0},
        {"that is refused", CW_SYS_THREAD_YIELD, 1000, -CW_ENOENT},
        {"on a slot of another kind", CW_SYS_SIGNAL, CW_SLOT_SELF, -CW_EINVAL},
    };

    for (unsigned i = 0; i < COUNT(calls); i++) {
        unsigned wrong = 0;
        for (unsigned n = 0; n < OFTEN; n++) {
            struct registers before = {~1ul, ~2ul, calls[i].slot, ~4ul,  ~5ul, ~6ul,
                                       ~7ul, ~8ul, ~9ul,          ~10ul, n};
            struct registers after = before;
            wrong += call_with(calls[i].number, &after) != calls[i].result;
            wrong += memcmp(&before, &after, sizeof(before)) != 0;
        }
        check(wrong == 0, "a call %s keeps the registers", calls[i].text);
    }
}

/* Yields with more flags set than usual; returns those of them that are lost. */
static uint64_t yield_with_flags(uint64_t flags)
{
    uint64_t lost = 0;

    for (unsigned i = 0; i < OFTEN; i++) {
        uint64_t number = CW_SYS_THREAD_YIELD, after;
        __asm__ volatile("pushfq; pushfq; orq %[flags], (%%rsp); popfq; syscall; pushfq; pop %[after]; popfq"
                         : "+a"(number), [after] "=&r"(after)
                         : "D"(CW_SLOT_SELF), [flags] "r"(flags)
                         : "rcx", "rdx", "r11", "memory", "cc");
        lost |= flags & ~after;
    }
    return lost;
}

static void flags_stay_outside(void)
{
    static const struct {
        const char *text;
        uint64_t flags;
    } sets[] = {
        {"carry", FLAG_CARRY},
        {"direction", FLAG_DIRECTION},
        {"nested task", FLAG_NESTED_TASK},
        {"alignment check", FLAG_ALIGNMENT_CHECK},
        {"identification", FLAG_IDENTIFICATION},
        {"all of them",
         FLAG_CARRY | FLAG_DIRECTION | FLAG_NESTED_TASK | FLAG_ALIGNMENT_CHECK | FLAG_IDENTIFICATION},
    };

    for (unsigned i = 0; i < COUNT(sets); i++)
        check_result((int64_t)yield_with_flags(sets[i].flags), 0, "calls with the flag %s", sets[i].text);
}

/* The kernel must not touch the caller's stack. */
static void stack_stays_outside(void)
{
    static const uint64_t stacks[] = {0,         8, KERNEL_ADDRESS, 0xffff800000000008, NONCANONICAL_ADDRESS,
                                      UINT64_MAX};

    for (unsigned i = 0; i < COUNT(stacks); i++) {
        int64_t wrong = 0;
        for (unsigned n = 0; n < OFTEN; n++) {
            uint64_t number = CW_SYS_THREAD_YIELD;
            __asm__ volatile("mov %%rsp, %%rbx; mov %[stack], %%rsp; syscall; mov %%rbx, %%rsp"
                             : "+a"(number)
                             : "D"(CW_SLOT_SELF), [stack] "r"(stacks[i])
                             : "rbx", "rcx", "rdx", "r11", "memory");
            wrong |= (int64_t)number;
        }
        check_result(wrong, 0, "calls with a stack at %#llx", (unsigned long long)stacks[i]);
    }
}

/* Selectors that a thread may load change the FS base behind the kernel's back. */
static void selectors_stay_outside(void)
{
    unsigned wrong = 0;

    for (unsigned i = 0; i < OFTEN; i++) {
        uint64_t before, after, number = CW_SYS_THREAD_YIELD;
        uint32_t loaded;
        __asm__ volatile(
            "mov %%fs:0, %[before]; mov %%ss, %[loaded]; mov %[loaded], %%ds; mov %[loaded], %%es\n"
            "mov %[loaded], %%gs; syscall; mov %%fs:0, %[after]"
            : "+a"(number), [before] "=&r"(before), [after] "=&r"(after), [loaded] "=&r"(loaded)
            : "D"(CW_SLOT_SELF)
            : "rcx", "rdx", "r11", "memory");
        wrong += before != after;
    }
    check(wrong == 0, "calls with selectors of its own");
}

void attack_registers(void)
{
    registers_are_kept();
    flags_stay_outside();
    stack_stays_outside();
    selectors_stay_outside();
}
