/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The two cascaded 8259A interrupt controllers of a PC with the edge/level registers (ELCR) of its
 * chipset. Lines 0 to 15; the second controller sits on line 2 of the first.
 *
 * Delivery is in two steps, because a processor may refuse an interrupt: pic_pending says which
 * vector the controller would give, pic_acknowledge is the processor's INTA cycle and commits to it.
 */
#ifndef VMM_DEVICES_PIC_H
#define VMM_DEVICES_PIC_H

#include <stdbool.h>
#include <stdint.h>

#include "port_bus.h"

#define PIC_MASTER_PORT 0x20
#define PIC_SLAVE_PORT  0xa0
#define PIC_ELCR_PORT   0x4d0
#define PIC_CASCADE     2

struct pic_chip {
    uint8_t requests;    /* IRR */
    uint8_t in_service;  /* ISR */
    uint8_t mask;        /* IMR */
    uint8_t levels;      /* state of the input lines */
    uint8_t elcr;        /* bit set: the line is level triggered */
    uint8_t elcr_mask;   /* lines that may be level triggered at all */
    uint8_t vector_base; /* ICW2 */
    uint8_t lowest;      /* line of lowest priority; 7 unless rotated */
    uint8_t icw_step;    /* 0: ready; 1 to 3: ICW2 to ICW4 comes next */
    bool wants_icw4, single;
    bool read_in_service; /* OCW3: which register a read gives */
    bool poll;            /* OCW3: the next read is a poll command */
    bool special_mask, special_nested;
    bool auto_eoi, rotate_on_auto_eoi;
};

struct pic {
    struct pic_chip chip[2];
};

void pic_init(struct pic *pic);
void pic_reset(struct pic *pic);

/* Adds ports 0x20-0x21, 0xa0-0xa1 and 0x4d0-0x4d1. */
int pic_attach(struct pic *pic, struct port_bus *bus);

/* Drives line 0 to 15. */
void pic_set_line(struct pic *pic, unsigned line, bool level);

/* Makes a line level triggered, as firmware does by the ELCR; those of timer, cascade and clock stay edge triggered. */
void pic_set_level_triggered(struct pic *pic, unsigned line);

/* The vector that the controllers have been given for a line, whatever its state. */
uint8_t pic_vector(const struct pic *pic, unsigned line);

/* Whether the first controller raises INTR; if so `*vector` is what an INTA cycle would return now. */
bool pic_pending(const struct pic *pic, uint8_t *vector);

/* The INTA cycle. Returns the vector; the spurious one if nothing is pending. */
uint8_t pic_acknowledge(struct pic *pic);

#endif
