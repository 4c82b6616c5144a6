/* SPDX-License-Identifier: BSD-2-Clause */
/* The time-stamp counter's frequency and the local APIC's one-shot timer. */
#ifndef ARCH_CLOCK_H
#define ARCH_CLOCK_H

void clock_init(void);

/* Ends the local APIC interrupt in service. */
void clock_acknowledge(void);

#endif
