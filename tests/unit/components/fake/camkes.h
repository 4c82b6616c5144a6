/* SPDX-License-Identifier: BSD-2-Clause */
/* In the place of the generated header, for port.c: a serial port made of test code. */
#ifndef FAKE_CAMKES_H
#define FAKE_CAMKES_H

#include <stdint.h>

uint8_t uart_in8_offset(uint16_t offset);
void uart_out8_offset(uint16_t offset, uint8_t value);

#endif
