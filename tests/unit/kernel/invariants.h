/* SPDX-License-Identifier: BSD-2-Clause */
/* A second opinion on accepted tables: what the rest of the kernel relies on, found by brute force. */
#ifndef UNIT_INVARIANTS_H
#define UNIT_INVARIANTS_H

#include <stddef.h>

/* NULL if every invariant holds for an image of `size` bytes, else the text of one that does not. Quadratic. */
const char *invariant_broken(const void *image, size_t size);

#endif
