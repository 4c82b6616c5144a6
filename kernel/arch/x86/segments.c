/* SPDX-License-Identifier: BSD-2-Clause */
#include "segments.h"

#include "abi/system_table.h"
#include "console.h"
#include "layout.h"
#include "string.h"

#define PORT_BITMAP_BYTES (65536 / 8 + 1) /* the processor may read one byte past the last port's */
#define NO_BITMAP         UINT16_MAX      /* beyond the segment's limit: every port is refused */
#define FAULT_STACK       1               /* interrupt stack table entry */

/* AMD64 manual volume 2, 12.2.5. The bitmaps share one segment, so changing domains is one store. */
static struct {
    uint32_t reserved0;
    uint64_t rsp[3];
    uint64_t reserved1;
    uint64_t ist[7];
    uint64_t reserved2;
    uint16_t reserved3;
    uint16_t port_bitmap;
    uint8_t ports[TABLE_MAX_PORT_DOMAINS][PORT_BITMAP_BYTES];
} __attribute__((packed)) task __attribute__((aligned(128)));

_Static_assert(sizeof task < UINT16_MAX, "the bitmap offset has 16 bits");

static uint64_t gdt[7] = {
    0,
    0x00af9b000000ffff, /* SELECTOR_KERNEL_CODE */
    0x00cf93000000ffff, /* SELECTOR_KERNEL_DATA */
    0x00cff3000000ffff, /* SELECTOR_USER_DATA */
    0x00affb000000ffff, /* SELECTOR_USER_CODE */
};

static struct gate {
    uint16_t offset_low, selector;
    uint8_t stack, type;
    uint16_t offset_middle;
    uint32_t offset_high, reserved;
} idt[VECTOR_COUNT];

struct table_pointer {
    uint16_t limit;
    uint64_t base;
} __attribute__((packed));

extern const char entry_gates[];
extern char kernel_fault_stack_top[];
extern uint64_t entry_frame_end;

static void gate_set(unsigned vector)
{
    uint64_t target = (uint64_t)entry_gates + vector * 16;
    bool own_stack = vector == 2 || vector == 8 || vector == 18; /* NMI, double fault, machine check */
    idt[vector] = (struct gate){
        .offset_low = (uint16_t)target,
        .selector = SELECTOR_KERNEL_CODE,
        .stack = own_stack ? FAULT_STACK : 0,
        .type = 0x8e,
        .offset_middle = (uint16_t)(target >> 16),
        .offset_high = (uint32_t)(target >> 32),
    };
}

void segments_reload_task(void)
{
    uint64_t base = (uint64_t)&task, limit = sizeof task - 1;
    gdt[5] = (limit & 0xffff) | (base & 0xffffff) << 16 | 0x89ul << 40 | (limit >> 16 & 0xf) << 48 |
             (base >> 24 & 0xff) << 56;
    gdt[6] = base >> 32;
    __asm__ volatile("ltr %w0" : : "r"(SELECTOR_TSS) : "memory");
}

void segments_init(void)
{
    for (unsigned v = 0; v < VECTOR_COUNT; v++)
        gate_set(v);
    memset(task.ports, 0xff, sizeof task.ports);
    task.ist[FAULT_STACK - 1] = (uint64_t)kernel_fault_stack_top;
    task.port_bitmap = NO_BITMAP;

    struct table_pointer gdt_pointer = {sizeof gdt - 1, (uint64_t)gdt};
    struct table_pointer idt_pointer = {sizeof idt - 1, (uint64_t)idt};
    __asm__ volatile("lgdt %0; lidt %1; mov %2, %%ds; mov %2, %%es; mov %2, %%ss; mov %3, %%fs; mov %3, %%gs"
                     :
                     : "m"(gdt_pointer), "m"(idt_pointer), "r"(SELECTOR_KERNEL_DATA), "r"(0)
                     : "memory");
    segments_reload_task();
}

void segments_set_frame(struct trap_frame *frame)
{
    entry_frame_end = (uint64_t)(frame + 1);
    task.rsp[0] = (uint64_t)(frame + 1);
}

uint32_t segments_new_ports(void)
{
    static uint32_t used;
    kernel_assert(used < TABLE_MAX_PORT_DOMAINS);
    return used++;
}

void segments_allow_ports(uint32_t ports, uint16_t first, uint16_t last)
{
    for (uint32_t p = first; p <= last; p++)
        task.ports[ports][p / 8] &= (uint8_t) ~(1u << p % 8);
}

void segments_use_ports(uint32_t ports)
{
    uint16_t start = (uint16_t) __builtin_offsetof(typeof(task), ports);
    task.port_bitmap = ports == PORTS_NONE ? NO_BITMAP : (uint16_t)(start + ports * PORT_BITMAP_BYTES);
}
