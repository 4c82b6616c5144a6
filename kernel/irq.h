/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Interrupt lines of devices that components drive. A line that has signalled stays masked until its component
 * has acknowledged it, so a component that does not cannot flood the machine.
 */
#ifndef KERNEL_IRQ_H
#define KERNEL_IRQ_H

#include <stdbool.h>
#include <stdint.h>

#include "notification.h"

#define IRQ_LINES 16u

struct irq {
    const char *name;
    struct notification *notification;
    uint64_t badge;
    uint32_t line;
    bool pending;  /* signalled and not acknowledged: masked */
    bool disabled; /* for good: masked */
};

/* Makes the one irq of `line`, below IRQ_LINES, and unmasks the line. */
void irq_init(struct irq *irq, const char *name, uint32_t line, struct notification *notification,
              uint64_t badge);

/* The line has interrupted: masks it and signals. A line without an irq is masked and otherwise ignored. */
void irq_raise(uint32_t line);

/* Unmasks the line if it is pending; else nothing. */
void irq_acknowledge(struct irq *irq);

/* Masks the line for good, since its component has been stopped. */
void irq_disable(struct irq *irq);

/* By the architecture. */
void arch_irq_mask(uint32_t line);
void arch_irq_unmask(uint32_t line);

#endif
