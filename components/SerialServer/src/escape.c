/* SPDX-License-Identifier: BSD-2-Clause */
#include "escape.h"

bool escape_follow(enum escape *state, char character)
{
    const unsigned char byte = (unsigned char)character;
    if (byte == ESCAPE_BYTE) {
        *state = ESCAPE_STARTED;
        return true;
    }
    enum escape before = *state;
    if (before == ESCAPE_NONE)
        return false;
    if (byte < ' ') {
        /* Terminals obey most of these inside a sequence, too; a line's end is never part of one. */
        *state = ESCAPE_NONE;
        return false;
    }
    bool first = before == ESCAPE_STARTED;
    if (first && byte == '[')
        *state = ESCAPE_CONTROL;
    else if (byte >= (first ? '0' : '@'))
        *state = ESCAPE_NONE;
    return true;
}
