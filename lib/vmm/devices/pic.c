/* SPDX-License-Identifier: BSD-2-Clause */
/* References: Intersil 82C59A data sheet; ELCR as in any PCI chipset's ISA bridge. */
#include "pic.h"

#include <string.h>

#define ICW1_ICW4     0x01u
#define ICW1_SINGLE   0x02u
#define ICW1          0x10u /* in a command: this is ICW1 */
#define ICW4_AUTO_EOI 0x02u
#define ICW4_NESTED   0x10u
#define OCW3          0x08u /* in a command: this is OCW3 */
#define OCW3_READ     0x02u
#define OCW3_READ_ISR 0x01u
#define OCW3_POLL     0x04u
#define OCW3_MASK_SET 0x40u
#define OCW3_MASK_ON  0x20u
#define OCW2_EOI      0x20u
#define OCW2_SPECIFIC 0x40u
#define OCW2_ROTATE   0x80u
#define SPURIOUS      7u
#define ELCR_MASTER   0xf8u /* the timer, keyboard and cascade are always edge triggered */
#define ELCR_SLAVE    0xdeu /* the clock and the FPU error too */
#define NO_LINE       8u

enum { MASTER, SLAVE };

static void chip_reset(struct pic_chip *chip)
{
    uint8_t levels = chip->levels, elcr_mask = chip->elcr_mask;

    memset(chip, 0, sizeof(*chip));
    chip->levels = levels;
    chip->elcr_mask = elcr_mask;
    chip->lowest = 7;
}

void pic_reset(struct pic *pic)
{
    for (unsigned i = 0; i < 2; i++) {
        chip_reset(&pic->chip[i]);
        pic->chip[i].mask = 0xff; /* as firmware leaves it: there are no vectors yet */
    }
}

void pic_init(struct pic *pic)
{
    memset(pic, 0, sizeof(*pic));
    pic->chip[MASTER].elcr_mask = ELCR_MASTER;
    pic->chip[SLAVE].elcr_mask = ELCR_SLAVE;
    pic_reset(pic);
}

/* Rank of the most urgent line in `set`: 0 is the top priority, 8 means none. */
static unsigned top_rank(const struct pic_chip *chip, uint8_t set)
{
    for (unsigned rank = 0; rank < 8; rank++) {
        if (set & (1u << ((chip->lowest + 1 + rank) & 7))) {
            return rank;
        }
    }
    return 8;
}

static unsigned rank_line(const struct pic_chip *chip, unsigned rank)
{
    return (chip->lowest + 1 + rank) & 7;
}

/* The line that the chip would present, or NO_LINE. */
static unsigned chip_pending_line(const struct pic_chip *chip, bool master)
{
    uint8_t asking = chip->requests & ~chip->mask;
    uint8_t blocking = chip->in_service;
    unsigned request;

    if (asking == 0) {
        return NO_LINE;
    }
    request = top_rank(chip, asking);
    if (chip->special_mask) {
        /* Masked levels do not hold back others. */
        blocking &= ~chip->mask;
    }
    if (chip->special_nested && master) {
        /* More urgent lines of the slave may interrupt one that is in service. */
        blocking &= ~(1u << PIC_CASCADE);
    }
    return request < top_rank(chip, blocking) ? rank_line(chip, request) : NO_LINE;
}

/* The slave's INTR output is the master's cascade input. */
static void chip_set_line(struct pic_chip *chip, unsigned line, bool level)
{
    uint8_t bit = 1u << line;

    if (chip->elcr & bit) {
        chip->requests = level ? chip->requests | bit : chip->requests & ~bit;
    } else if (level && !(chip->levels & bit)) {
        chip->requests |= bit;
    }
    chip->levels = level ? chip->levels | bit : chip->levels & ~bit;
}

static void cascade_update(struct pic *pic)
{
    struct pic_chip *master = &pic->chip[MASTER];
    uint8_t bit = 1u << PIC_CASCADE;
    bool level = chip_pending_line(&pic->chip[SLAVE], false) != NO_LINE;

    /* The cascade follows the slave's output: a request that the guest masks or ends is gone. */
    master->requests = level ? master->requests | bit : master->requests & ~bit;
    master->levels = level ? master->levels | bit : master->levels & ~bit;
}

void pic_set_line(struct pic *pic, unsigned line, bool level)
{
    if (line < 16 && line != PIC_CASCADE) {
        chip_set_line(&pic->chip[line / 8], line % 8, level);
        cascade_update(pic);
    }
}

bool pic_pending(const struct pic *pic, uint8_t *vector)
{
    unsigned line = chip_pending_line(&pic->chip[MASTER], true);
    unsigned chip = MASTER;

    if (line == NO_LINE) {
        return false;
    }
    if (line == PIC_CASCADE) {
        chip = SLAVE;
        line = chip_pending_line(&pic->chip[SLAVE], false);
        if (line == NO_LINE) {
            line = SPURIOUS;
        }
    }
    *vector = (uint8_t)(pic->chip[chip].vector_base + line);
    return true;
}

static void chip_acknowledge(struct pic_chip *chip, unsigned line)
{
    uint8_t bit = 1u << line;

    if (!(chip->elcr & bit)) {
        chip->requests &= ~bit;
    }
    if (!chip->auto_eoi) {
        chip->in_service |= bit;
    } else if (chip->rotate_on_auto_eoi) {
        chip->lowest = line;
    }
}

uint8_t pic_acknowledge(struct pic *pic)
{
    struct pic_chip *master = &pic->chip[MASTER], *slave = &pic->chip[SLAVE];
    unsigned line = chip_pending_line(master, true);
    uint8_t vector;

    if (line == NO_LINE) {
        return (uint8_t)(master->vector_base + SPURIOUS);
    }
    if (line == PIC_CASCADE) {
        unsigned second = chip_pending_line(slave, false);

        vector = (uint8_t)(slave->vector_base + (second == NO_LINE ? SPURIOUS : second));
        if (second != NO_LINE) {
            chip_acknowledge(slave, second);
        }
    } else {
        vector = (uint8_t)(master->vector_base + line);
    }
    chip_acknowledge(master, line);
    cascade_update(pic);
    return vector;
}

static void chip_end(struct pic_chip *chip, uint8_t command)
{
    bool rotate = command & OCW2_ROTATE;
    unsigned line = command & 7;

    if (!(command & OCW2_EOI)) {
        if (command & OCW2_SPECIFIC) {
            if (rotate) {
                chip->lowest = line; /* set priority */
            }
        } else {
            chip->rotate_on_auto_eoi = rotate;
        }
        return;
    }
    if (!(command & OCW2_SPECIFIC)) {
        uint8_t candidates = chip->special_mask ? chip->in_service & ~chip->mask : chip->in_service;
        unsigned rank = top_rank(chip, candidates);

        if (rank == 8) {
            return;
        }
        line = rank_line(chip, rank);
    }
    chip->in_service &= ~(1u << line);
    if (rotate) {
        chip->lowest = line;
    }
}

static void chip_icw1(struct pic_chip *chip, uint8_t value)
{
    uint8_t elcr = chip->elcr;

    chip_reset(chip);
    chip->elcr = elcr;
    /* Edge detection starts anew, but a level line that is up still asks. */
    chip->requests = chip->levels & elcr;
    chip->icw_step = 1;
    chip->wants_icw4 = value & ICW1_ICW4;
    chip->single = value & ICW1_SINGLE;
}

static void chip_command(struct pic_chip *chip, uint8_t value)
{
    if (value & ICW1) {
        chip_icw1(chip, value);
    } else if (value & OCW3) {
        if (value & OCW3_MASK_SET) {
            chip->special_mask = value & OCW3_MASK_ON;
        }
        chip->poll = value & OCW3_POLL;
        if (value & OCW3_READ) {
            chip->read_in_service = value & OCW3_READ_ISR;
        }
    } else {
        chip_end(chip, value);
    }
}

static void chip_data(struct pic_chip *chip, uint8_t value)
{
    switch (chip->icw_step) {
    case 1:
        chip->vector_base = value & 0xf8;
        chip->icw_step = chip->single ? (chip->wants_icw4 ? 3 : 0) : 2;
        break;
    case 2:
        /* Which line the cascade is on: wired in this machine. */
        chip->icw_step = chip->wants_icw4 ? 3 : 0;
        break;
    case 3:
        chip->auto_eoi = value & ICW4_AUTO_EOI;
        chip->special_nested = value & ICW4_NESTED;
        chip->icw_step = 0;
        break;
    default:
        chip->mask = value;
        break;
    }
}

static void pic_write(void *device, uint16_t port, unsigned size, uint32_t value)
{
    struct pic *pic = device;
    struct pic_chip *chip = &pic->chip[port < PIC_SLAVE_PORT ? MASTER : SLAVE];

    (void)size;
    if (port & 1) {
        chip_data(chip, (uint8_t)value);
    } else {
        chip_command(chip, (uint8_t)value);
    }
    cascade_update(pic);
}

/* A poll is an acknowledge cycle by software: bit 7 says whether there was a request. */
static uint8_t chip_poll(struct pic_chip *chip, bool master)
{
    unsigned line = chip_pending_line(chip, master);

    chip->poll = false;
    if (line == NO_LINE) {
        return SPURIOUS;
    }
    chip_acknowledge(chip, line);
    return (uint8_t)(0x80 | line);
}

static uint32_t pic_read(void *device, uint16_t port, unsigned size)
{
    struct pic *pic = device;
    unsigned index = port < PIC_SLAVE_PORT ? MASTER : SLAVE;
    struct pic_chip *chip = &pic->chip[index];

    (void)size;
    if (chip->poll) {
        uint8_t answer = chip_poll(chip, index == MASTER);

        cascade_update(pic);
        return answer;
    }
    if (port & 1) {
        return chip->mask;
    }
    return chip->read_in_service ? chip->in_service : chip->requests;
}

static uint32_t elcr_read(void *device, uint16_t port, unsigned size)
{
    struct pic *pic = device;

    (void)size;
    return pic->chip[port - PIC_ELCR_PORT].elcr;
}

static void chip_set_elcr(struct pic *pic, unsigned index, uint8_t value)
{
    struct pic_chip *chip = &pic->chip[index];

    chip->elcr = value & chip->elcr_mask;
    chip->requests |= chip->levels & chip->elcr;
    cascade_update(pic);
}

static void elcr_write(void *device, uint16_t port, unsigned size, uint32_t value)
{
    (void)size;
    chip_set_elcr(device, port - PIC_ELCR_PORT, (uint8_t)value);
}

void pic_set_level_triggered(struct pic *pic, unsigned line)
{
    chip_set_elcr(pic, line / 8, (uint8_t)(pic->chip[line / 8].elcr | 1u << line % 8));
}

int pic_attach(struct pic *pic, struct port_bus *bus)
{
    static const uint16_t first[] = {PIC_MASTER_PORT, PIC_SLAVE_PORT};
    struct port_range elcr = {PIC_ELCR_PORT, PIC_ELCR_PORT + 1, 1, elcr_read, elcr_write, pic, false};

    for (unsigned i = 0; i < 2; i++) {
        struct port_range range = {first[i], first[i] + 1, 1, pic_read, pic_write, pic, false};
        int error = port_bus_add(bus, &range);

        if (error) {
            return error;
        }
    }
    return port_bus_add(bus, &elcr);
}

uint8_t pic_vector(const struct pic *pic, unsigned line)
{
    return (uint8_t)((pic->chip[line / 8].vector_base & 0xf8) | line % 8);
}
