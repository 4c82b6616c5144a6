/* SPDX-License-Identifier: BSD-2-Clause */
/* Segments that are not there or not what they should be, and the other code sizes of long mode. */
#include "guest.h"

#define INSTRUCTION(name, text)                                                                              \
    static void name(uint64_t argument)                                                                      \
    {                                                                                                        \
        __asm__ volatile(text "; cpuid" : "+a"(argument) : : "rbx", "rcx", "rdx", "memory");                 \
    }

INSTRUCTION(load_ds, "mov %%eax, %%ds")
INSTRUCTION(load_ss, "mov %%eax, %%ss")
INSTRUCTION(load_fs, "mov %%eax, %%fs")
INSTRUCTION(load_ldt, "lldt %%ax")
INSTRUCTION(load_task, "ltr %%ax")
INSTRUCTION(jump, "jmp *%%rax")
INSTRUCTION(far_return, "push %%rax; lea 1f(%%rip), %%rax; push %%rax; lretq; 1:")
INSTRUCTION(interrupt_return, "push $0; push $0; push $2; push %%rax; push $0; iretq")

/* These go on in code of another size, which comes back by INT 0x80. */
INSTRUCTION(far_code32, "push %%rax; lea compatible_code32(%%rip), %%rax; push %%rax; lretq")
INSTRUCTION(far_code16, "push %%rax; push $0x6000; lretq")

static void attack_code_sizes(void)
{
    volatile uint8_t *there = (volatile uint8_t *)(uintptr_t)FREE;

    there[0] = there[3] = 0;
    int vector = guest_try(far_code32, CODE_32);
    check(vector == SYSTEM_CALL && trap_rax == (uint32_t)-CW_ENOSYS, "a hypercall from 32-bit code: %d, %l",
          vector, trap_rax);
    check(trap_rdi == FREE + 3 && trap_rcx == 0 && there[0] == 0xff && there[2] == 0xff && there[3] == 0,
          "port strings of 32-bit code: %l, %l", trap_rdi, trap_rcx);

    volatile uint8_t *low = (volatile uint8_t *)(uintptr_t)0x6000;
    for (unsigned i = 0; i < (uintptr_t)(compatible_code16_end - compatible_code16); i++)
        low[i] = (uint8_t)compatible_code16[i];
    vector = guest_try(far_code16, CODE_16);
    check(vector == SYSTEM_CALL && trap_rdi == 0x77777002 && (uint16_t)trap_rcx == 0,
          "port strings of 16-bit code: %d, %l, %l", vector, trap_rdi, trap_rcx);
}

void attack_segments(void)
{
    static const struct {
        const char *name;
        void (*run)(uint64_t);
        uint64_t argument;
        int vector;
    } attacks[] = {
        {"DS behind the table", load_ds, 0xfff8, PROTECTION},
        {"DS in no local table", load_ds, 0xc, PROTECTION},
        {"a task in DS", load_ds, TASK, PROTECTION},
        {"no SS", load_ss, 0, -1},
        {"an SS for user mode", load_ss, USER_DATA, PROTECTION},
        {"code in SS", load_ss, KERNEL_CODE, PROTECTION},
        {"code in FS", load_fs, KERNEL_CODE, -1},
        {"no local table", load_ldt, 0, -1},
        {"data as local table", load_ldt, KERNEL_DATA, PROTECTION},
        {"a busy task", load_task, TASK, PROTECTION},
        {"a jump to no address", jump, NO_ADDRESS, PROTECTION},
        {"a jump to nowhere", jump, NO_MAPPING, PAGE_FAULT},
        {"a jump to no memory", jump, NO_RAM, UNDEFINED},
        {"a return to no segment", far_return, 0, PROTECTION},
        {"a return to data", far_return, KERNEL_DATA, PROTECTION},
        {"a return to half a task", far_return, TASK_HIGH, PROTECTION},
        {"a return to absent code", far_return, CODE_ABSENT, ABSENT},
        {"a return behind the table", far_return, SEGMENTS_END, PROTECTION},
        {"an IRET to no segment", interrupt_return, 0, PROTECTION},
        {"an IRET to data", interrupt_return, KERNEL_DATA, PROTECTION},
        {"an IRET to absent code", interrupt_return, CODE_ABSENT, ABSENT},
    };

    for (unsigned i = 0; i < COUNT(attacks); i++) {
        int vector = guest_try(attacks[i].run, attacks[i].argument);
        check(vector == attacks[i].vector, "%s: %d", attacks[i].name, vector);
        __asm__ volatile("mov %0, %%ds; mov %0, %%es; mov %0, %%ss; mov %1, %%fs"
                         :
                         : "r"(KERNEL_DATA), "r"(0));
    }
    attack_code_sizes();
}
