/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef FIRST_LOOK_H
#define FIRST_LOOK_H

#define FIRST_LOOK_THREADS  2
#define FIRST_LOOK_POINTERS 4096 /* FNSTENV's 28 bytes, behind struct registers */
#define FIRST_LOOK_SIZE     4160

#ifndef __ASSEMBLER__
#include "registers.h"

struct first_look {
    struct registers registers;
    uint16_t environment[32]; /* of the x87 unit: control, status, tags; addresses of the last instruction */
};

/* What each thread, by its index, found at its first instruction. */
extern struct first_look first_looks[FIRST_LOOK_THREADS];
#endif

#endif
