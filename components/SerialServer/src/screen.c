/* SPDX-License-Identifier: BSD-2-Clause */
#include "screen.h"

static void drop_partial(struct screen *screen)
{
    screen->length = 0;
    screen->lost = false;
}

void screen_follow(struct screen *screen, char byte)
{
    escape_follow(&screen->escape, byte);
    screen->dirty = byte != '\n';
    if (byte == '\n' || byte == '\r')
        drop_partial(screen);
    else if (screen->length < SCREEN_PARTIAL)
        screen->partial[screen->length++] = byte;
    else
        screen->lost = true;
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
    if (screen->lost) {
        /* Half a sequence would swallow what follows; the terminal was told to drop it. */
        screen->escape = ESCAPE_NONE;
        drop_partial(screen);
        return;
    }
    for (size_t i = 0; i < screen->length; i++)
        ring_put(out, screen->partial[i]);
    screen->dirty = screen->length > 0;
}

void screen_forget(struct screen *screen)
{
    drop_partial(screen);
    screen->escape = ESCAPE_NONE;
}
