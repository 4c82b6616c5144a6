/* SPDX-License-Identifier: BSD-2-Clause */
#include "garbage.h"

#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "abi/guest.h"

#define COMMAND 0x04u
#define BAR0    0x10u
#define BAR1    0x14u
#define HEADER  0x40u

static uint32_t sink;

static void store(volatile uint8_t *at, unsigned size, uint32_t value)
{
    if (size == 1)
        *at = (uint8_t)value;
    else if (size == 2)
        *(volatile uint16_t *)at = (uint16_t)value;
    else if (size == 4)
        *(volatile uint32_t *)at = value;
    else
        *(volatile unsigned long *)at = value;
}

static void load(const volatile uint8_t *at, unsigned size)
{
    if (size == 1)
        sink += *at;
    else if (size == 2)
        sink += *(const volatile uint16_t *)at;
    else if (size == 4)
        sink += *(const volatile uint32_t *)at;
    else
        sink += (uint32_t) * (const volatile unsigned long *)at;
}

void garbage_event_page(const struct device *device)
{
    srand(1);
    for (unsigned i = 0; i < 20000; i++) {
        unsigned size = 1u << rand() % 4, bound = i % 2 ? 64 : (unsigned)device->page_size - 8;
        volatile uint8_t *at = device->page + (unsigned)rand() % bound;

        if (rand() % 4)
            load(at, size);
        else
            store(at, size, (uint32_t)rand());
    }
    /* Whatever the counter has been set to, it is the driver's again. */
    *(volatile uint32_t *)(device->page + CAUSEWAY_CONNECTION_CONSUME) = 0;
}

bool strange_instruction_is_refused(const struct device *device)
{
    int status = 0;
    pid_t child = fork();

    if (child == 0) {
        __asm__ volatile("lock incl %0" : "+m"(*(volatile uint32_t *)device->page));
        _exit(0);
    }
    return child > 0 && waitpid(child, &status, 0) == child && WIFSIGNALED(status) &&
           WTERMSIG(status) == SIGILL;
}

/* The addresses first, then what makes them count. */
static void header_restore(const struct device *device, const uint32_t header[HEADER / 4])
{
    config_write(device, COMMAND, 2, 0);
    for (unsigned offset = BAR0; offset < HEADER; offset += 4)
        config_write(device, offset, 4, header[offset / 4]);
    config_write(device, COMMAND, 2, header[COMMAND / 4] & 0xffff);
}

static void header_save(const struct device *device, uint32_t header[HEADER / 4])
{
    for (unsigned offset = 0; offset < HEADER; offset += 4)
        header[offset / 4] = config_read(device, offset);
}

bool garbage_config(const struct device *device)
{
    uint32_t header[HEADER / 4], after[HEADER / 4];
    bool same = true;

    header_save(device, header);
    srand(2);
    for (unsigned i = 0; i < 4000; i++) {
        unsigned size = 1u << rand() % 3, offset = (unsigned)rand() % 256 & ~(size - 1);

        config_write(device, offset, size, rand() % 3 ? (uint32_t)rand() : UINT32_MAX);
    }
    header_restore(device, header);
    header_save(device, after);
    for (unsigned i = 0; i < HEADER / 4; i++)
        same = same && header[i] == after[i];
    return same;
}

bool garbage_addresses(const struct device *device, const struct device *other)
{
    uint32_t header[HEADER / 4], others[HEADER / 4];

    header_save(device, header);
    header_save(other, others);
    const uint32_t places[] = {
        0,
        0x1000,
        0x9f000,
        0xa0000,
        0x100000,
        0x1234567,
        0x7ffffff,
        0x8000000, /* RAM and its end */
        0xfee00000,
        0xfec00000,
        0xffff0000,
        UINT32_MAX,
        header[BAR0 / 4],
        header[BAR1 / 4],
        others[BAR0 / 4],
        others[BAR1 / 4] + 0x1000,
        0xd0000001,
    };
    for (unsigned i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
        for (unsigned j = 0; j < sizeof(places) / sizeof(places[0]); j++) {
            config_write(device, BAR0, 4, places[i]);
            config_write(device, BAR1, 4, places[j]);
            store(device->page, 4, 1); /* where the process still sees it */
        }
    }
    for (unsigned i = 0; i < 0x800; i++) /* a dataport that wanders leaves no tables behind */
        config_write(device, BAR1, 4, 0xb0000000u + i * 0x100000u % 0x40000000u);
    header_restore(device, header);
    return device->page[CAUSEWAY_CONNECTION_NAME] != 0xff;
}
