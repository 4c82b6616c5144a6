/* SPDX-License-Identifier: BSD-2-Clause */
/* The kernel's console, in whole lines. */
#include "causeway/component.h"
#include "lock.h"

static struct lock console_lock;
static char line[256]; /* as much as one kernel call takes */
static size_t line_length;

static void line_flush(void)
{
    cw_console_write(causeway_console, line, line_length);
    line_length = 0;
}

void causeway_console_write(const char *bytes, size_t length)
{
    if (causeway_console == 0)
        return;
    lock_acquire(&console_lock);
    for (size_t i = 0; i < length; i++) {
        line[line_length++] = bytes[i];
        if (bytes[i] == '\n' || line_length == sizeof(line))
            line_flush();
    }
    lock_release(&console_lock);
}
