/* SPDX-License-Identifier: BSD-2-Clause */
/* What goes through the queue of letters. */
#pragma once

#include <stdint.h>

typedef struct {
    uint32_t number;
    char text[60];
} letter_t;
