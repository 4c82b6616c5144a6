/* SPDX-License-Identifier: BSD-2-Clause */
/* Accesses to memory that is not there, by many instructions. */
#include "guest.h"

/* With the address in RAX, and room for whatever else is changed. */
#define FORM(name, text)                                                                                     \
    static void name(uint64_t address)                                                                       \
    {                                                                                                        \
        uint64_t scratch = 0;                                                                                \
        __asm__ volatile("push %%rbp; mov %%rsp, %%rbp; " text "; mov %%rbp, %%rsp; pop %%rbp"               \
                         : "+a"(address), "+b"(scratch)                                                      \
                         :                                                                                   \
                         : "rcx", "rdx", "rsi", "rdi", "r8", "memory", "cc");                                \
        loaded = scratch;                                                                                    \
    }

static volatile uint64_t loaded;

FORM(load8, "movb (%%rax), %%bl")
FORM(load16, "movw (%%rax), %%bx")
FORM(load32, "movl (%%rax), %%ebx")
FORM(load64, "movq (%%rax), %%rbx")
FORM(load_zero8, "movzbl (%%rax), %%ebx")
FORM(load_sign16, "movswq (%%rax), %%rbx")
FORM(store8, "movb %%bl, (%%rax)")
FORM(store16, "movw %%bx, (%%rax)")
FORM(store32, "movl $0x12345678, (%%rax)")
FORM(store64, "movq %%rbx, (%%rax)")
FORM(store_sib, "mov %%rax, %%rsi; xor %%ecx, %%ecx; movl %%ebx, 0(%%rsi,%%rcx,8)")
FORM(move_out, "mov %%rax, %%rdi; mov $0xa00000, %%esi; mov $300, %%ecx; cld; rep movsb")
FORM(move_in, "mov %%rax, %%rsi; mov $0xa00000, %%edi; mov $300, %%ecx; cld; rep movsq")
FORM(move_down, "mov %%rax, %%rdi; mov $0xa00000, %%esi; mov $30, %%ecx; std; rep movsl; cld")
FORM(fill, "mov %%rax, %%rdi; mov $300, %%ecx; cld; rep stosq")
FORM(add, "addl $1, (%%rax)")
FORM(locked_add, "lock addl $1, (%%rax)")
FORM(exchange, "xchg %%rbx, (%%rax)")
FORM(compare_exchange, "mov %%rax, %%rdi; lock cmpxchg %%rbx, (%%rdi)")
FORM(compare_exchange16, "mov %%rax, %%rdi; lock cmpxchg16b (%%rdi)")
FORM(bit_set, "lock btsq $3, (%%rax)")
FORM(compare, "cmpl $0, (%%rax)")
FORM(load_string, "mov %%rax, %%rsi; cld; lodsq")
FORM(scan_string, "mov %%rax, %%rdi; mov $10, %%ecx; cld; repne scasb")
FORM(compare_string, "mov %%rax, %%rdi; mov $0xa00000, %%esi; mov $10, %%ecx; cld; repe cmpsb")
FORM(push_from, "pushq (%%rax)")
FORM(pop_to, "pushq %%rbx; popq (%%rax)")
FORM(push_there, "lea 64(%%rax), %%rsp; push %%rbx")
FORM(call_through, "call *(%%rax)")
FORM(call_there, "call *%%rax")
FORM(load_gdt, "sgdt -16(%%rsp); lgdt (%%rax); lgdt -16(%%rsp)")
FORM(store_gdt, "sgdt (%%rax)")
FORM(load_selector, "movw (%%rax), %%ds")
FORM(store_task, "str (%%rax)")
FORM(save_state, "fxsave (%%rax)")
FORM(load_state, "fxrstor (%%rax)")
FORM(load_float, "fldl (%%rax); fstp %%st(0)")
FORM(store_float, "fld1; fstpl (%%rax)")
FORM(load_vector, "movups (%%rax), %%xmm0")
FORM(store_vector, "movups %%xmm0, (%%rax)")
FORM(store_unmovable, "movnti %%rbx, (%%rax)")
FORM(flush, "clflush (%%rax)")
FORM(prefetch, "prefetcht0 (%%rax)")
FORM(multiply, "imull $3, (%%rax), %%ebx")
FORM(divide, "xor %%edx, %%edx; mov %%rax, %%rdi; mov $1, %%eax; divl (%%rdi)")
FORM(swap_bytes, "movbe (%%rax), %%ebx")
FORM(interrupt_return, "mov %%rax, %%rsp; iretq")
FORM(long_prefix, ".byte 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x66, 0x8b, 0x18")

#define ONES8  0xffu
#define ONES16 0xffffu
#define ONES32 0xffffffffu
#define ANY    1u /* not compared */

static const struct form {
    const char *name;
    void (*run)(uint64_t);
    uint64_t loads;
} forms[] = {
#define LOADS(name, value)                                                                                   \
    {                                                                                                        \
#name, name, value                                                                                   \
    }
#define DOES(name)                                                                                           \
    {                                                                                                        \
#name, name, ANY                                                                                     \
    }
    LOADS(load8, ONES8),
    LOADS(load16, ONES16),
    LOADS(load32, ONES32),
    LOADS(load64, UINT64_MAX),
    LOADS(load_zero8, ONES8),
    LOADS(load_sign16, UINT64_MAX),
    DOES(store8),
    DOES(store16),
    DOES(store32),
    DOES(store64),
    DOES(store_sib),
    DOES(move_out),
    DOES(move_in),
    DOES(move_down),
    DOES(fill),
    DOES(add),
    DOES(locked_add),
    DOES(exchange),
    DOES(compare_exchange),
    DOES(compare_exchange16),
    DOES(bit_set),
    DOES(compare),
    DOES(load_string),
    DOES(scan_string),
    DOES(compare_string),
    DOES(push_from),
    DOES(pop_to),
    DOES(push_there),
    DOES(call_through),
    DOES(call_there),
    DOES(load_gdt),
    DOES(store_gdt),
    DOES(load_selector),
    DOES(store_task),
    DOES(save_state),
    DOES(load_state),
    DOES(load_float),
    DOES(store_float),
    DOES(load_vector),
    DOES(store_vector),
    DOES(store_unmovable),
    DOES(flush),
    DOES(prefetch),
    DOES(multiply),
    DOES(divide),
    DOES(swap_bytes),
    DOES(interrupt_return),
    DOES(long_prefix),
#undef LOADS
#undef DOES
};

static const struct place {
    const char *name;
    uint64_t address;
    bool whole; /* all of an access lies there */
} places[] = {
    {"no memory", NO_RAM, true},
    {"odd", NO_RAM + 0x1001, true},
    {"behind the end of memory", RAM_END, true},
    {"across the end of memory", RAM_END - 1, false},
    {"the interrupt controller's place", 0xfee00000, true},
    {"the last bytes of 4 GiB", NO_MAPPING - 8, true},
};

static void attack_form(const struct form *form, const struct place *place)
{
    int vector = guest_try(form->run, place->address);
    bool known = vector == -1 || vector == UNDEFINED || vector == PROTECTION || vector == PAGE_FAULT ||
                 vector == 11 || vector == 12 || vector == 0 || vector == 7;
    bool right = form->loads == ANY || !place->whole || (vector == -1 && loaded == form->loads);

    if (!known || !right || place == places)
        check(known && right, "%s, %s: %d, loads %l", form->name, place->name, vector, loaded);
    __asm__ volatile("mov %0, %%ds; mov %0, %%es" : : "r"(0x10));
}

void memory_attack(uint64_t address)
{
    for (unsigned i = 0; i < COUNT(forms); i++)
        guest_try(forms[i].run, address);
    __asm__ volatile("mov %0, %%ds; mov %0, %%es" : : "r"(KERNEL_DATA));
}

/* The dataport that may only be read: what is written to it is lost. */
static void attack_constant(void)
{
    unsigned changed = 0;

    memory_attack(CONSTANT);
    memory_attack(CONSTANT + 0x1000);
    memory_attack(CONSTANT + 0xfffc);
    for (unsigned i = 0; i < 65536 / 4; i++)
        changed += ((volatile uint32_t *)(uintptr_t)CONSTANT)[i] != CONSTANT_MARK;
    check(changed == 0, "a dataport that may only be read does not change: %d", (int)changed);
}

void attack_memory(void)
{
    for (unsigned p = 0; p < COUNT(places); p++)
        for (unsigned i = 0; i < COUNT(forms); i++)
            attack_form(&forms[i], &places[p]);
    attack_constant();
}
