/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the terminal shows on its last line: the unfinished line of the console in the foreground, so
 * that it can be drawn again when another line came in between.
 */
#ifndef SERIAL_SCREEN_H
#define SERIAL_SCREEN_H

#include <stdbool.h>
#include <stddef.h>

#include "escape.h"
#include "ring.h"

#define SCREEN_PARTIAL 1024

/* What a console wrote since its last line's end or '\r'. */
struct screen_line {
    char text[SCREEN_PARTIAL];
    size_t length;
    bool lost; /* it wrote more than that: it cannot be drawn again */
};

struct screen {
    struct screen_line line; /* of the console in the foreground */
    bool dirty;              /* the cursor is not at the start of a fresh line */
    enum escape escape;
};

/* Follows a byte of the console in the foreground to the terminal. */
void screen_follow(struct screen *screen, char byte);

/* Puts on `out` what brings the cursor to the start of a fresh line: at most 3 bytes. */
void screen_interrupt(struct screen *screen, struct ring *out);

/* Puts the unfinished line on `out` again, after screen_interrupt and whole lines: at most SCREEN_PARTIAL
   bytes. */
void screen_restore(struct screen *screen, struct ring *out);

/* Another console comes into the foreground: `left` takes the unfinished line of the one before, if there was one; the
   next screen_restore draws `entered`. */
void screen_switch(struct screen *screen, struct screen_line *left, const struct screen_line *entered);

/* The line has ended. */
void screen_line_end(struct screen_line *line);

#endif
