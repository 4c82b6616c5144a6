/* SPDX-License-Identifier: BSD-2-Clause */
#include "irq.h"

#include <stddef.h>

static struct irq *irq_of_line[IRQ_LINES];

void irq_init(struct irq *irq, const char *name, uint32_t line, struct notification *notification,
              uint64_t badge)
{
    *irq = (struct irq){.name = name, .notification = notification, .badge = badge, .line = line};
    irq_of_line[line] = irq;
    arch_irq_unmask(line);
}

void irq_raise(uint32_t line)
{
    arch_irq_mask(line);
    struct irq *irq = irq_of_line[line];
    if (irq == NULL || irq->disabled)
        return;
    irq->pending = true;
    notification_signal(irq->notification, irq->badge);
}

void irq_acknowledge(struct irq *irq)
{
    if (!irq->pending || irq->disabled)
        return;
    irq->pending = false;
    arch_irq_unmask(irq->line);
}

void irq_disable(struct irq *irq)
{
    irq->disabled = true;
    arch_irq_mask(irq->line);
}
