/* SPDX-License-Identifier: BSD-2-Clause */
/* Instructions that only the kernel may use. */
#include "attacks.h"

#include <stdint.h>

static void disable_interrupts(void)
{
    __asm__ volatile("cli");
}

static void halt_processor(void)
{
    __asm__ volatile("hlt");
}

static void read_page_table_root(void)
{
    uint64_t root;

    __asm__ volatile("mov %%cr3, %0" : "=r"(root));
}

static void write_control_register(void)
{
    __asm__ volatile("mov %0, %%cr0" : : "r"(0ul));
}

static void read_model_register(void)
{
    uint32_t low, high;

    __asm__ volatile("rdmsr" : "=a"(low), "=d"(high) : "c"(0xc0000080));
}

static void write_model_register(void)
{
    __asm__ volatile("wrmsr" : : "a"(0), "d"(0), "c"(0xc0000082));
}

static void load_descriptor_table(void)
{
    struct {
        uint16_t limit;
        uint64_t base;
    } __attribute__((packed)) table = {0};

    __asm__ volatile("lgdt %0" : : "m"(table));
}

static void swap_kernel_base(void)
{
    __asm__ volatile("swapgs");
}

static void set_extended_state(void)
{
    __asm__ volatile("xsetbv" : : "a"(1), "d"(0), "c"(0));
}

static void flush_translation(void)
{
    __asm__ volatile("invlpg (%0)" : : "r"(0ul));
}

static void run_guest(void)
{
    __asm__ volatile("vmrun" : : "a"(0ul));
}

static void make_hypercall(void)
{
    __asm__ volatile("vmmcall" : : "a"(0x43570010ul), "b"(1ul));
}

/* The processor ignores these bits in user mode; port 0x80 tells whether it did. */
static void gain_port_level(void)
{
    __asm__ volatile("pushfq; orq $0x3000, (%%rsp); popfq; outb %%al, $0x80" : : "a"(0) : "memory", "cc");
}

static void return_to_kernel_segment(void)
{
    __asm__ volatile("pushq $0x08; leaq 1f(%%rip), %%rax; pushq %%rax; lretq; 1:" : : : "rax", "memory");
}

static void allow_user_access(void)
{
    __asm__ volatile(".byte 0x0f, 0x01, 0xcb"); /* STAC */
}

const struct attack processor_attacks[] = {
    {"disable_interrupts", disable_interrupts},
    {"halt_processor", halt_processor},
    {"read_page_table_root", read_page_table_root},
    {"write_control_register", write_control_register},
    {"read_model_register", read_model_register},
    {"write_model_register", write_model_register},
    {"load_descriptor_table", load_descriptor_table},
    {"swap_kernel_base", swap_kernel_base},
    {"set_extended_state", set_extended_state},
    {"flush_translation", flush_translation},
    {"run_guest", run_guest},
    {"make_hypercall", make_hypercall},
    {"gain_port_level", gain_port_level},
    {"return_to_kernel_segment", return_to_kernel_segment},
    {"allow_user_access", allow_user_access},
    {NULL, NULL},
};
