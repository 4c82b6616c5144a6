/* SPDX-License-Identifier: BSD-2-Clause */
/* A device's end of an interrupt line: what it drives is the level, the controller does the rest. */
#ifndef VMM_DEVICES_IRQ_LINE_H
#define VMM_DEVICES_IRQ_LINE_H

#include <stdbool.h>

struct irq_line {
    void (*set)(void *context, unsigned line, bool level);
    void *context;
    unsigned line;
};

static inline void irq_line_set(const struct irq_line *irq, bool level)
{
    irq->set(irq->context, irq->line, level);
}

#endif
