/* SPDX-License-Identifier: BSD-2-Clause */
/* Resets, and states from which a processor can only shut down. */
#include "guest.h"

#define OFTEN 60

static void load_handlers(uint64_t base, uint16_t limit)
{
    struct table_pointer table = {limit, base};

    __asm__ volatile("lidt %0" : : "m"(table));
}

static void load_segments(uint64_t base, uint16_t limit)
{
    struct table_pointer table = {limit, base};

    __asm__ volatile("lgdt %0" : : "m"(table));
}

static void wait_for_end(void)
{
    for (unsigned i = 0; i < 100000; i++)
        in8(0x80);
}

void end_by_keyboard(void)
{
    out8(0x64, 0xfe);
    wait_for_end();
}

void end_by_control_port(void)
{
    out8(0xcf9, 2);
    out8(0xcf9, 6);
    wait_for_end();
}

void end_by_system_port(void)
{
    out8(0x92, 1);
    wait_for_end();
}

void end_without_handlers(void)
{
    load_handlers(0, 0);
    __asm__ volatile("ud2");
}

static void wait_for_interrupt(void)
{
    interrupts_setup(TIMER, 1);
    interrupts_start_timer();
    for (unsigned i = 0; i < 100; i++)
        __asm__ volatile("sti; hlt");
}

/* The event that shuts the guest down comes from the monitor, and must not meet the guest's successor. */
void end_by_interrupt(void)
{
    load_handlers(0, 0);
    wait_for_interrupt();
}

void end_without_tables(void)
{
    __asm__ volatile("mov %0, %%cr3" : : "r"((uintptr_t)FREE_END - PAGE) : "memory");
}

void end_with_tables_nowhere(void)
{
    __asm__ volatile("mov %0, %%cr3" : : "r"((uint64_t)NO_RAM) : "memory");
}

void end_with_constant_tables(void)
{
    __asm__ volatile("mov %0, %%cr3" : : "r"((uint64_t)CONSTANT) : "memory");
}

void end_with_handlers_nowhere(void)
{
    load_handlers(NO_RAM, 0xfff);
    __asm__ volatile("ud2");
}

void end_with_segments_nowhere(void)
{
    load_segments(NO_RAM, 0xfff);
    __asm__ volatile("ud2");
}

void end_with_stack_nowhere(void)
{
    machine_move_trap_stack(NO_RAM + PAGE);
    __asm__ volatile("ud2");
}

void end_with_constant_stack(void)
{
    machine_move_trap_stack(CONSTANT + PAGE);
    __asm__ volatile("ud2");
}

void end_by_interrupt_without_stack(void)
{
    machine_move_trap_stack(NO_RAM + PAGE);
    wait_for_interrupt();
}

/* Many times in a row. */
void end_again_and_again(void)
{
    if (++state->repeated < OFTEN)
        state->stage--;
    end_without_handlers();
}
