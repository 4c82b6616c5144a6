/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The first serial port as the kernel's console: polled, and set up anew only when nobody has. A component may
 * own the port's registers and interrupt; the kernel then only writes in between, for fault reports.
 */
#include "arch.h"
#include "cpu.h"

#define COM1          0x3f8
#define LINE_STATUS   (COM1 + 5)
#define TRANSMIT_IDLE 0x20

void arch_console_put(char c)
{
    /* A machine without the port reads 0xff; a stuck one must not hang the kernel. */
    for (unsigned tries = 0; tries < 100000 && !(cpu_in8(LINE_STATUS) & TRANSMIT_IDLE); tries++)
        cpu_pause();
    cpu_out8(COM1, (uint8_t)c);
}
