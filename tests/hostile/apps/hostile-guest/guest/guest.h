/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef HOSTILE_GUEST_H
#define HOSTILE_GUEST_H

#include <stdbool.h>
#include <stdint.h>

#include "abi/error.h"
#include "abi/guest.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

#define PAGE       4096u
#define RAM_END    0x2000000u  /* 32 MiB */
#define NO_RAM     0xc0000000u /* mapped by the guest's tables, and nothing behind it */
#define NO_MAPPING 0x100000000u
#define NO_ADDRESS 0x0000900000000000u
#define READ_ONLY  0x1000000u /* a page that the guest's own tables write-protect */

/* Where the guest has its dataports and its event page. */
#define STATE    0x800000u
#define CONSTANT 0x810000u
#define SHARED   0x830000u
#define EVENTS   0x840000u

/* Memory that nobody else uses. */
#define FREE     0xa00000u
#define FREE_END 0x1000000u

#define CONSTANT_MARK 0xc0057a47u

/* Selectors of machine.c. */
enum {
    KERNEL_CODE = 0x08,
    KERNEL_DATA = 0x10,
    USER_DATA = 0x1b,
    USER_CODE = 0x23,
    TASK = 0x28,
    TASK_HIGH = 0x30,
    CODE_64_AND_32 = 0x38,
    CODE_ABSENT = 0x40,
    CODE_32 = 0x48,
    CODE_16 = 0x50,
    SEGMENTS_END = 0x58,
};

enum {
    DEBUG = 1,
    UNDEFINED = 6,
    ABSENT = 11,
    PROTECTION = 13,
    PAGE_FAULT = 14,
    TIMER = 0x20,
    SYSTEM_CALL = 0x80
};

/* In the dataport, which a restart of the guest does not erase. */
struct state {
    uint32_t stage, boots, checks, failed, ends, repeated;
};
#define state ((volatile struct state *)(uintptr_t)STATE)

/* entry.S */
int guest_try(void (*attack)(uint64_t), uint64_t argument);
void guest_user(uint64_t code);
extern volatile uint64_t trap_vector, trap_error, trap_rip, trap_rax, trap_rcx, trap_rdi, trap_cr2;
extern volatile uint32_t interrupts;
extern char guest_stubs[], looping_handler[], trap_stack_end[], try_return[];
extern char compatible_code16[], compatible_code16_end[];
extern char user_hypercall[], user_port[], user_string[], user_flag[], user_msr[], user_control[],
    user_table[], user_halt[], user_vmrun[];

/* machine.c: page tables, segments and interrupt gates. */
void machine_setup(void);
void machine_loop_in_exceptions(void);
void machine_move_trap_stack(uint64_t end);

/* memory.c: everything that can be done to an address. */
void memory_attack(uint64_t address);

/* interrupts.c: the interrupt controllers, all lines but `mask` masked; the timer, 100 times a second. */
void interrupts_setup(uint8_t base, uint16_t lines);
void interrupts_start_timer(void);

/* print.c: %s, %d, %x, %l (64-bit hexadecimal). */
void print(const char *format, ...);
void check(bool good, const char *format, ...);
uint64_t random_number(void);

/* The attacks, one file each. */
void attack_cpuid(void);
void attack_registers(void);
void attack_instructions(void);
void attack_segments(void);
void attack_ports(void);
void attack_port_strings(void);
void attack_memory(void);
void attack_opcodes(void);
void attack_calls(void);
void attack_user_mode(void);
void attack_dataports(void);
void attack_events(void);
void attack_connection(void);

/* ends.c: ways to end a guest; it is to start anew, as if it were the first time. */
void end_by_keyboard(void);
void end_by_control_port(void);
void end_by_system_port(void);
void end_without_handlers(void);
void end_by_interrupt(void);
void end_without_tables(void);
void end_with_tables_nowhere(void);
void end_with_constant_tables(void);
void end_with_handlers_nowhere(void);
void end_with_segments_nowhere(void);
void end_with_stack_nowhere(void);
void end_with_constant_stack(void);
void end_by_interrupt_without_stack(void);
void end_again_and_again(void);

/* control.c */
void end_with_odd_control(void);

static inline void out8(uint16_t port, uint8_t value)
{
    __asm__ volatile("outb %0, %1" : : "a"(value), "Nd"(port));
}

static inline uint8_t in8(uint16_t port)
{
    uint8_t value;

    __asm__ volatile("inb %1, %0" : "=a"(value) : "Nd"(port));
    return value;
}

struct table_pointer {
    uint16_t limit;
    uint64_t base;
} __attribute__((packed));

static inline int64_t hypercall(uint64_t number, uint64_t a, uint64_t b, uint64_t c)
{
    __asm__ volatile("vmmcall" : "+a"(number) : "b"(a), "c"(b), "d"(c) : "memory");
    return (int64_t)number;
}

#endif
