/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The 8254 interval timer: three counters at 1,193,182 Hz. Counter 0 drives interrupt line 0;
 * counter 2 has its gate and output in port 0x61; counter 1 only counts.
 *
 * Nothing runs in the background: a counter's value and output are computed from the time at which
 * it was loaded. Time is in nanoseconds of the VM (see core/clock.h).
 */
#ifndef VMM_DEVICES_PIT_H
#define VMM_DEVICES_PIT_H

#include <stdbool.h>
#include <stdint.h>

#include "irq_line.h"
#include "port_bus.h"

#define PIT_HZ       1193182u
#define PIT_PORT     0x40
#define PIT_CONTROL  0x43
#define PIT_NMI_PORT 0x61

struct pit_counter {
    uint8_t mode;   /* 0 to 5 */
    uint8_t access; /* 1: low byte, 2: high byte, 3: low then high */
    bool bcd;
    bool gate;
    bool loaded;         /* a full count has been written since the mode was set */
    bool triggered;      /* modes 1 and 5: the gate has risen since */
    bool write_high;     /* access 3: the high byte comes next */
    bool read_high;      /* access 3: the high byte is read next */
    uint8_t write_low;   /* access 3: low byte that waits for its high byte */
    uint8_t latch_reads; /* bytes of the latched count still to read */
    uint16_t latch;
    bool status_latched;
    uint8_t status;
    uint32_t count; /* 1 to 65536 (10000 in BCD) */
    uint64_t start; /* ns when counting began */
    uint64_t held;  /* PIT ticks that had passed when the gate went low */
};

struct pit {
    struct pit_counter counter[3];
    bool speaker;
    bool refresh;        /* port 0x61 bit 4 toggles with every read */
    uint64_t seen_edges; /* rising edges of counter 0's output that the line has been given */
    struct irq_line irq;
    uint64_t (*now)(void *context); /* ns */
    void *context;
};

void pit_init(struct pit *pit, struct irq_line irq, uint64_t (*now)(void *context), void *context);
void pit_reset(struct pit *pit);

/* Adds ports 0x40-0x43 and 0x61. */
int pit_attach(struct pit *pit, struct port_bus *bus);

/* Drives line 0 to where it should be now, with every edge since the last call merged in one. */
void pit_update(struct pit *pit);

/* When pit_update is needed next, in ns; UINT64_MAX if never. */
uint64_t pit_deadline(const struct pit *pit);

#endif
