/* SPDX-License-Identifier: BSD-2-Clause */
/* The first 4 GiB one to one, for user mode too; a gate for every vector, all on one stack that is for them alone. */
#include "guest.h"

#define PRESENT 0x1ul
#define WRITE   0x2ul
#define USER    0x4ul
#define LARGE   0x80ul
#define CR0_WP  0x10000ul

static uint64_t tables[7][512] __attribute__((aligned(4096)));

static struct gate {
    uint16_t offset_low, selector;
    uint8_t stack, type;
    uint16_t offset_middle;
    uint32_t offset_high, reserved;
} gates[256];

static struct {
    uint32_t reserved0;
    uint64_t rsp[3];
    uint64_t reserved1;
    uint64_t ist[7];
    uint64_t reserved2;
    uint16_t reserved3, port_bitmap;
} __attribute__((packed)) task;

static uint64_t segments[SEGMENTS_END / 8] = {
    [KERNEL_CODE / 8] = 0x00af9b000000ffff,    [KERNEL_DATA / 8] = 0x00cf93000000ffff,
    [USER_DATA / 8] = 0x00cff3000000ffff,      [USER_CODE / 8] = 0x00affb000000ffff,
    [CODE_64_AND_32 / 8] = 0x00ef9b000000ffff, [CODE_ABSENT / 8] = 0x00af1b000000ffff,
    [CODE_32 / 8] = 0x00cf9b000000ffff,        [CODE_16 / 8] = 0x008f9b000000ffff,
};

static void make_tables(void)
{
    uint64_t *small = tables[6];

    tables[0][0] = (uintptr_t)tables[1] | PRESENT | WRITE | USER;
    for (unsigned i = 0; i < 4; i++)
        tables[1][i] = (uintptr_t)tables[2 + i] | PRESENT | WRITE | USER;
    for (uint64_t i = 0; i < 4 * 512; i++)
        tables[2 + i / 512][i % 512] = i << 21 | PRESENT | WRITE | USER | LARGE;
    for (uint64_t i = 0; i < 512; i++)
        small[i] = (READ_ONLY + i * PAGE) | PRESENT | USER | (i ? WRITE : 0);
    tables[2][READ_ONLY >> 21] = (uintptr_t)small | PRESENT | WRITE | USER;
    __asm__ volatile("mov %0, %%cr3" : : "r"(tables[0]) : "memory");
    uint64_t cr0;
    __asm__ volatile("mov %%cr0, %0; or %1, %0; mov %0, %%cr0" : "=&r"(cr0) : "r"(CR0_WP));
}

static void set_gate(unsigned vector, const void *handler, uint8_t type)
{
    uintptr_t target = (uintptr_t)handler;

    gates[vector] = (struct gate){.offset_low = (uint16_t)target,
                                  .selector = KERNEL_CODE,
                                  .stack = 1,
                                  .type = type,
                                  .offset_middle = (uint16_t)(target >> 16),
                                  .offset_high = (uint32_t)(target >> 32)};
}

void machine_setup(void)
{
    make_tables();
    uint64_t base = (uintptr_t)&task;
    segments[TASK / 8] =
        (sizeof(task) - 1) | (base & 0xffffff) << 16 | 0x89ul << 40 | (base >> 24 & 0xff) << 56;
    segments[TASK_HIGH / 8] = base >> 32;
    task.rsp[0] = (uintptr_t)trap_stack_end;
    task.ist[0] = (uintptr_t)trap_stack_end;
    task.port_bitmap = sizeof(task);
    for (unsigned vector = 0; vector < 256; vector++)
        set_gate(vector, guest_stubs + 16 * vector, vector == SYSTEM_CALL ? 0xee : 0x8e);
    struct table_pointer gdt = {sizeof(segments) - 1, (uintptr_t)segments},
                         idt = {sizeof(gates) - 1, (uintptr_t)gates};
    __asm__ volatile("lgdt %0; lidt %1; mov %2, %%ds; mov %2, %%es; mov %2, %%ss; ltr %w3\n"
                     "pushq $8; lea 1f(%%rip), %%rax; push %%rax; lretq; 1:"
                     :
                     : "m"(gdt), "m"(idt), "r"(KERNEL_DATA), "r"(TASK)
                     : "rax", "memory");
}

/* The handler of the exception raises it again, with a new stack each time, so that this never ends. */
void machine_loop_in_exceptions(void)
{
    set_gate(UNDEFINED, looping_handler, 0x8e);
    __asm__ volatile("cli; ud2");
}

void machine_move_trap_stack(uint64_t end)
{
    task.ist[0] = end;
}
