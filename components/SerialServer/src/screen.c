/* SPDX-License-Identifier: BSD-2-Clause */
#include "screen.h"

void screen_line_end(struct screen_line *line)
{
    line->length = 0;
    line->lost = false;
}

void screen_follow(struct screen *screen, char byte)
{
    struct screen_line *line = &screen->line;
    escape_follow(&screen->escape, byte);
    screen->dirty = byte != '\n';
    if (byte == '\n' || byte == '\r')
        screen_line_end(line);
    else if (line->length < SCREEN_PARTIAL)
        line->text[line->length++] = byte;
    else
        line->lost = true;
}

void screen_interrupt(struct screen *screen, struct ring *out)
{
    if (screen->escape != ESCAPE_NONE)
        ring_put(out, ESCAPE_CANCEL);
    if (screen->dirty) {
        ring_put(out, '\r');
        ring_put(out, '\n');
    }
    screen->dirty = false;
}

void screen_restore(struct screen *screen, struct ring *out)
{
    struct screen_line *line = &screen->line;
    if (line->lost) {
        /* Half a sequence would swallow what follows; the terminal was told to drop it. */
        screen->escape = ESCAPE_NONE;
        screen_line_end(line);
        return;
    }
    for (size_t i = 0; i < line->length; i++)
        ring_put(out, line->text[i]);
    screen->dirty = line->length > 0;
}

void screen_switch(struct screen *screen, struct screen_line *left, const struct screen_line *entered)
{
    if (left) {
        *left = screen->line;
        /* It ends within a sequence, and the rest of that would be shown as text. */
        left->lost = left->lost || screen->escape != ESCAPE_NONE;
    }
    screen->line = *entered;
    screen->escape = ESCAPE_NONE;
}
