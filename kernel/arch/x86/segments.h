/* SPDX-License-Identifier: BSD-2-Clause */
/* Descriptor tables: GDT, IDT and the task state segment with the domains' I/O-port bitmaps. */
#ifndef ARCH_SEGMENTS_H
#define ARCH_SEGMENTS_H

#include <stdbool.h>
#include <stdint.h>

#include "arch_thread.h"

#define PORTS_NONE UINT32_MAX /* a domain that may use no I/O port at all */

void segments_init(void);

/* Where entries from user mode save registers: the end of the frame of the thread that runs next. */
void segments_set_frame(struct trap_frame *frame);

/* A new bitmap that allows nothing; its index. At most TABLE_MAX_PORT_DOMAINS times. */
uint32_t segments_new_ports(void);
void segments_allow_ports(uint32_t ports, uint16_t first, uint16_t last);

/* Makes a bitmap, or PORTS_NONE, the one that the processor asks. */
void segments_use_ports(uint32_t ports);

/* Loads the task register again, for code that has been through a guest. */
void segments_reload_task(void);

#endif
