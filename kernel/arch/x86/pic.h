/* SPDX-License-Identifier: BSD-2-Clause */
/* The two 8259 interrupt controllers (Intel 8259A data sheet), with lines 0-15 on VECTOR_IRQ_BASE. */
#ifndef ARCH_PIC_H
#define ARCH_PIC_H

#include <stdbool.h>
#include <stdint.h>

void pic_init(void);

/*
 * Called with each interrupt from the controllers: false if it was spurious. The line is masked and
 * acknowledged to the controllers; arch_irq_unmask() lets it in again.
 */
bool pic_take(uint32_t line);

#endif
