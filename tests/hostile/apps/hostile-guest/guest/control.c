/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Control registers and code segments as no processor takes them. A processor answers with a fault at once; an emulator
 * may take them over and refuse the state, or run on with it. Whatever becomes of the guest: the next attack comes in a
 * fresh one. Left out is CR0 without paging, with which an emulator lets the guest run wild for ever.
 */
#include "guest.h"

/* CPUID makes the monitor look at the state, and the next entry use it. */
#define WRITE(name, text)                                                                                    \
    static void name(uint64_t value)                                                                         \
    {                                                                                                        \
        __asm__ volatile("sti; " text "; cpuid; cpuid" : "+a"(value) : : "rbx", "rcx", "rdx", "memory");     \
    }

WRITE(set_cr0, "mov %%rax, %%cr0")
WRITE(clear_cr0, "mov %%cr0, %%rbx; not %%rax; and %%rbx, %%rax; mov %%rax, %%cr0")
WRITE(add_cr0, "mov %%cr0, %%rbx; or %%rbx, %%rax; mov %%rax, %%cr0")
WRITE(add_cr3, "mov %%cr3, %%rbx; or %%rbx, %%rax; mov %%rax, %%cr3")
WRITE(add_cr4, "mov %%cr4, %%rbx; or %%rbx, %%rax; mov %%rax, %%cr4")
WRITE(set_cr4, "mov %%rax, %%cr4")
WRITE(set_efer, "mov $0xc0000080, %%ecx; xor %%edx, %%edx; wrmsr")
WRITE(set_dr7, "mov %%rax, %%dr7")
WRITE(set_code, "push %%rax; lea 1f(%%rip), %%rax; push %%rax; lretq; 1:")

static const struct {
    const char *name;
    void (*run)(uint64_t);
    uint64_t value;
    bool ignored; /* by an emulator, without a fault */
} writes[] = {
    {"paging without protection", clear_cr0, 1, false},
    {"write-through without cache disable", add_cr0, 1ul << 29, false},
    {"everything in CR0", set_cr0, UINT64_MAX, true},
    {"bit 32 of CR0", add_cr0, 1ul << 32, true},
    {"bit 63 of CR3", add_cr3, 1ul << 63, false},
    {"bit 52 of CR3", add_cr3, 1ul << 52, false},
    {"no address extension in long mode", set_cr4, 0, false},
    {"five levels in four-level code", add_cr4, 1ul << 12, false},
    {"bit 30 of CR4", add_cr4, 1ul << 30, false},
    {"bit 63 of CR4", add_cr4, 1ul << 63, false},
    {"everything in CR4", set_cr4, UINT64_MAX, false},
    {"no long mode in EFER", set_efer, 0, false},
    {"only what makes long mode active", set_efer, 0x400, false},
    {"code of two sizes", set_code, CODE_64_AND_32, false},
    {"upper half of DR7", set_dr7, 1ul << 32, false},
};

void end_with_odd_control(void)
{
    unsigned i = state->repeated++;

    if (i + 1 < COUNT(writes))
        state->stage--;
    else
        state->repeated = 0;
    interrupts_setup(TIMER, 1);
    interrupts_start_timer();
    print("guest: tries %s\n", writes[i].name);
    int vector = guest_try(writes[i].run, writes[i].value);
    check(vector == PROTECTION || (vector == -1 && writes[i].ignored), "%s: %d", writes[i].name, vector);
    end_by_keyboard();
}
