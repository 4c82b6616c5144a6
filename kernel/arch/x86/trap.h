/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef ARCH_TRAP_H
#define ARCH_TRAP_H

#include <stdint.h>

/* Handles one hardware interrupt by its vector, wherever it interrupted. */
void trap_interrupt(uint64_t vector);

/* After a stay in a guest: whatever thread ran last, its FS base is gone. */
void trap_forget_thread(void);

#endif
