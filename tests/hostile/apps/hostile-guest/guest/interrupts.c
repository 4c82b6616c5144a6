/* SPDX-License-Identifier: BSD-2-Clause */
#include "guest.h"

void interrupts_setup(uint8_t base, uint16_t lines)
{
    out8(0x20, 0x11), out8(0x21, base), out8(0x21, 0x04), out8(0x21, 0x01), out8(0x21, (uint8_t)~lines);
    out8(0xa0, 0x11), out8(0xa1, (uint8_t)(base + 8)), out8(0xa1, 0x02), out8(0xa1, 0x01);
    out8(0xa1, (uint8_t)(~lines >> 8));
    out8(0x4d0, 0), out8(0x4d1, 0); /* edge triggered */
}

void interrupts_start_timer(void)
{
    out8(0x43, 0x34), out8(0x40, 11932 & 0xff), out8(0x40, 11932 >> 8);
}
