/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef CAUSEWAY_ENTROPY_H
#define CAUSEWAY_ENTROPY_H

#include <stdint.h>

/* Two words that differ from start to start, for the C library's stack and heap canaries: from the
   processor's generator if it has one, else from the time-stamp counter alone. Not for keys. */
void entropy_fill(uint64_t words[2]);

#endif
