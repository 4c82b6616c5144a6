/* SPDX-License-Identifier: BSD-2-Clause */
/* Follows a terminal's escape sequences (ECMA-48, section 5) through a run of bytes. */
#ifndef SERIAL_ESCAPE_H
#define SERIAL_ESCAPE_H

#include <stdbool.h>

enum escape {
    ESCAPE_NONE,    /* outside a sequence */
    ESCAPE_STARTED, /* after ESC */
    ESCAPE_CONTROL, /* after ESC [: parameters, until a byte from @ to ~ */
};

#define ESCAPE_BYTE   '\033'
#define ESCAPE_CANCEL '\030' /* CAN: a terminal drops the sequence that it is in */

/* The state after `byte`. True if the byte was part of a sequence. */
bool escape_follow(enum escape *state, char byte);

#endif
