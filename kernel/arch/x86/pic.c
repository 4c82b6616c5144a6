/* SPDX-License-Identifier: BSD-2-Clause */
#include "pic.h"

#include "cpu.h"
#include "arch.h"
#include "irq.h"
#include "layout.h"

#define MASTER 0x20
#define SLAVE  0xa0
#define DATA   1

#define ICW1_INIT 0x11 /* edge, cascade, ICW4 follows */
#define ICW4_8086 0x01
#define OCW2_EOI  0x20
#define OCW3_ISR  0x0b /* next read: in-service register */
#define CASCADE   2

#define ELCR 0x4d0

static uint16_t mask = 0xffff & ~(1u << CASCADE);

static void pic_write_mask(void)
{
    cpu_out8(MASTER + DATA, (uint8_t)mask);
    cpu_out8(SLAVE + DATA, (uint8_t)(mask >> 8));
}

static void controller_init(uint16_t port, uint8_t vector, uint8_t cascade)
{
    cpu_out8(port, ICW1_INIT);
    cpu_out8(port + DATA, vector);
    cpu_out8(port + DATA, cascade);
    cpu_out8(port + DATA, ICW4_8086);
}

void pic_init(void)
{
    controller_init(MASTER, VECTOR_IRQ_BASE, 1 << CASCADE);
    controller_init(SLAVE, VECTOR_IRQ_BASE + 8, CASCADE);
    pic_write_mask();
}

void arch_irq_set_trigger(uint32_t line, bool level)
{
    uint16_t port = (uint16_t)(ELCR + line / 8);
    uint8_t bit = (uint8_t)(1u << line % 8), value = cpu_in8(port);
    cpu_out8(port, level ? value | bit : value & (uint8_t)~bit);
}

void arch_irq_mask(uint32_t line)
{
    mask |= (uint16_t)(1u << line);
    pic_write_mask();
}

void arch_irq_unmask(uint32_t line)
{
    mask &= (uint16_t) ~(1u << line);
    pic_write_mask();
}

static bool in_service(uint32_t line)
{
    uint16_t port = line < 8 ? MASTER : SLAVE;
    cpu_out8(port, OCW3_ISR);
    return cpu_in8(port) >> line % 8 & 1;
}

/* A request that vanished before it was taken shows up as line 7 or 15 without its in-service bit. */
bool pic_take(uint32_t line)
{
    bool real = (line != 7 && line != 15) || in_service(line);
    if (real)
        arch_irq_mask(line);
    if (line >= 8 && real)
        cpu_out8(SLAVE, OCW2_EOI);
    if (line >= 8 || real)
        cpu_out8(MASTER, OCW2_EOI);
    return real;
}
