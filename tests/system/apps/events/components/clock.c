/* SPDX-License-Identifier: BSD-2-Clause */
#include "clock.h"

#include <camkes.h>

#define RATE_1024_HZ       0x26
#define HOURS_24           0x02
#define PERIODIC_INTERRUPT 0x40

static void write_register(uint8_t number, uint8_t value)
{
    clock_out8(0x70, number);
    clock_out8(0x71, value);
}

void clock_clear(void)
{
    clock_out8(0x70, 0x0c);
    clock_in8(0x71);
}

void clock_start(void)
{
    write_register(0x0a, RATE_1024_HZ);
    write_register(0x0b, HOURS_24 | PERIODIC_INTERRUPT);
    clock_clear();
}

void clock_stop(void)
{
    write_register(0x0b, HOURS_24);
    clock_clear();
}
