/* SPDX-License-Identifier: BSD-2-Clause */
/* The periodic interrupt of the PC's clock chip (MC146818), 1,024 times a second. */
#pragma once

void clock_start(void);
void clock_stop(void);

/* Lets the chip interrupt again. */
void clock_clear(void);
