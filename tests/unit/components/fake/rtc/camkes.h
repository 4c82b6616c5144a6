/* SPDX-License-Identifier: BSD-2-Clause */
/* In the place of the clock's generated header: ports that the test defines. */
#ifndef FAKE_CAMKES_H
#define FAKE_CAMKES_H

#include <stdint.h>

uint8_t cmos_in8_offset(uint16_t offset);
void cmos_out8_offset(uint16_t offset, uint8_t value);
uint64_t rtc_time(void);

#endif
