/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Floating-point and vector state. The kernel itself uses none, so the registers hold one thread's state until
 * another thread runs; they are then saved and loaded completely (never lazily on a trap: that leaks).
 */
#ifndef ARCH_FPU_H
#define ARCH_FPU_H

#include <stdbool.h>
#include <stdint.h>

void fpu_init(void);

/* A fresh save area, in the state after reset. Boot only. */
void *fpu_new_area(void);

/* Components of XCR0 that are saved; no thread and no guest may enable others. */
uint64_t fpu_mask(void);

/* Whether a guest may have this XCR0 (Intel manual volume 1, 13.3): known, with x87, AVX only with SSE. */
bool fpu_xcr0_valid(uint64_t xcr0);

#endif
