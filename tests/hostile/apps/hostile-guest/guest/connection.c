/* SPDX-License-Identifier: BSD-2-Clause */
/* A connection on PCI: garbage in configuration space, base addresses anywhere, its event page by all instructions. */
#include "guest.h"

#define ADDRESS_PORT 0xcf8
#define DATA_PORT    0xcfc
#define COMMAND      0x04
#define BARS         0x10
#define LINE         0x3c
#define DECODE       0x2u   /* in COMMAND: memory */
#define SILENT       0x400u /* in COMMAND: no interrupts */
#define BOX_SIZE     16384u
#define PLACE        0xd0000000u /* of the event page; the dataport is behind it */
#define BOX          (PLACE + BOX_SIZE)

static unsigned device;

static uint32_t read32(uint32_t address)
{
    return *(volatile uint32_t *)(uintptr_t)address;
}

static void write32(uint32_t address, uint32_t value)
{
    *(volatile uint32_t *)(uintptr_t)address = value;
}

static void out32(uint16_t port, uint32_t value)
{
    __asm__ volatile("outl %0, %w1" : : "a"(value), "d"(port));
}

static uint32_t in32(uint16_t port)
{
    uint32_t value;

    __asm__ volatile("inl %w1, %0" : "=a"(value) : "d"(port));
    return value;
}

static void select(unsigned of, unsigned offset)
{
    out32(ADDRESS_PORT, 1u << 31 | of << 11 | offset);
}

static uint32_t config_read(unsigned offset)
{
    select(device, offset);
    return in32(DATA_PORT);
}

static void config_write(unsigned offset, uint32_t value)
{
    select(device, offset);
    out32(DATA_PORT, value);
}

static bool find(void)
{
    for (device = 1; device < 32; device++)
        if (config_read(0) == (CAUSEWAY_CONNECTION_DEVICE << 16 | CAUSEWAY_CONNECTION_VENDOR))
            return true;
    return false;
}

static void place(uint32_t page, uint32_t box)
{
    config_write(COMMAND, SILENT);
    config_write(BARS, page);
    config_write(BARS + 4, box);
    config_write(COMMAND, DECODE | SILENT);
}

static void write_garbage(unsigned rounds)
{
    for (unsigned i = 0; i < rounds; i++) {
        uint16_t port = (uint16_t)(DATA_PORT + random_number() % 4);
        uint32_t value = (uint32_t)random_number();
        select(random_number() % 4 ? device : random_number() % 32, random_number() % 64 * 4);
        if (random_number() % 2)
            out32(DATA_PORT, value);
        else
            out8(port, (uint8_t)value);
    }
}

/* In RAM, at its end, on each other, odd, in the last pages, anywhere. Whatever decodes there is also touched. */
static void move_about(unsigned rounds)
{
    for (unsigned i = 0; i < rounds; i++) {
        const uint32_t places[] = {FREE,
                                   STATE,
                                   RAM_END - PAGE,
                                   RAM_END,
                                   PLACE,
                                   BOX,
                                   PLACE + 1,
                                   0xfec00000u,
                                   0xfee00000u,
                                   0u - BOX_SIZE,
                                   UINT32_MAX,
                                   0,
                                   (uint32_t)random_number()};
        uint32_t at = places[random_number() % COUNT(places)];
        config_write(BARS + 4 * (random_number() % 2), at);
        if (random_number() % 3 == 0)
            config_write(COMMAND, (uint32_t)random_number() | SILENT);
        if (at >= RAM_END)
            write32(at & ~3u, read32(at & ~3u));
    }
}

static unsigned wrong_words(uint32_t from, uint32_t bytes)
{
    unsigned wrong = 0;

    for (uint32_t i = 0; i < bytes; i += 4)
        wrong += read32(from + i) != CONSTANT_MARK;
    return wrong;
}

static void attack_places(void)
{
    for (uint32_t at = FREE; at < FREE_END; at += PAGE)
        write32(at, at);
    write_garbage(5000);
    move_about(5000);
    place(PLACE, BOX);
    check(wrong_words(BOX, BOX_SIZE) == 0, "the dataport is where it was put after all");
    place(PLACE, FREE);
    check(read32(BOX) == UINT32_MAX && read32(FREE) == FREE, "nothing is laid over RAM: %x, %x", read32(BOX),
          read32(FREE));
    place(PLACE, PLACE);
    check(read32(PLACE + CAUSEWAY_CONNECTION_NAME) != CONSTANT_MARK, "two at one place: the first has it");
    unsigned lost = 0;
    for (uint32_t at = FREE; at < FREE_END; at += PAGE)
        lost += read32(at) != at;
    check(lost == 0, "all of memory is as it was: %d", (int)lost);
}

static void attack_page(void)
{
    char name[4];

    place(PLACE, BOX);
    for (unsigned i = 0; i < 64; i++)
        memory_attack(PLACE + i);
    memory_attack(PLACE + BOX_SIZE - 4);
    memory_attack(PLACE + BOX_SIZE - 1);
    memory_attack(BOX);
    memory_attack(BOX + BOX_SIZE - 2);
    for (unsigned i = 0; i < sizeof(name); i++)
        name[i] = *(volatile char *)(uintptr_t)(PLACE + CAUSEWAY_CONNECTION_NAME + i);
    check(__builtin_memcmp(name, "box", 4) == 0, "the name is as it was");
    check(read32(PLACE + CAUSEWAY_CONNECTION_EMIT) == 0 && read32(PLACE + 0x40) == 0,
          "other registers read as 0");
    check(read32(PLACE + 1) == UINT32_MAX, "an odd access reads as ones");
    check(wrong_words(BOX, BOX_SIZE) == 0, "the dataport is as it was");
    for (unsigned i = 0; i < 20000; i++)
        write32(PLACE + CAUSEWAY_CONNECTION_EMIT, (uint32_t)random_number());
    check(true, "20000 events");
}

static void wait_with_interrupts(uint64_t times)
{
    __asm__ volatile("sti");
    for (volatile uint64_t i = 0; i < times; i++)
        ;
}

/* The handler does not do what would end the interrupt: a guest that lets this happen does not get on. */
static void attack_line(unsigned line)
{
    unsigned ended = 0;

    interrupts_setup(TIMER, (uint16_t)(1u << line | 1u << 2));
    out8(0x4d0, (uint8_t)(1u << line)), out8(0x4d1, (uint8_t)(1u << line >> 8));
    write32(PLACE + CAUSEWAY_CONNECTION_CONSUME, 1);
    config_write(COMMAND, DECODE);
    for (unsigned i = 0; i < 400; i++)
        ended += guest_try(wait_with_interrupts, 1000000) == TIMER;
    config_write(COMMAND, DECODE | SILENT);
    interrupts_setup(TIMER, 0);
    check(ended == 400, "an interrupt that is never served comes again: %d", (int)ended);
}

void attack_connection(void)
{
    bool found = find();
    unsigned line = config_read(LINE) & 15; /* before the garbage */

    check(found, "there is a connection: device %d", (int)device);
    if (!found)
        return;
    attack_places();
    attack_page();
    attack_line(line);
}
