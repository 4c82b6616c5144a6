/* SPDX-License-Identifier: BSD-2-Clause */
/* Lies about lengths, and changes a message that is on its way. */
#include <camkes.h>
#include <stdlib.h>
#include <string.h>

#include <causeway/thread.h>

#include "check.h"

/* More than this component has. */
#define SLOTS 64

static bool served_meanwhile;

/* While the server's other interface waits for `changed`. */
static void scribble(void *argument)
{
    (void)argument;
    char *back = carried_slow("meanwhile");
    served_meanwhile = back && strcmp(back, "meanwhile") == 0;
    free(back);
    memset(memory, '!', 65536);
    changed_emit();
}

static void test_changed_buffer(void)
{
    if (now_reg_callback(scribble, NULL) != 0)
        check("a callback can be registered", false);
    char *back = joined_slow("as it was sent");
    check("a server works on its own copy of a message", back && strcmp(back, "as it was sent") == 0);
    free(back);
    check("while it waited, its other interface served", served_meanwhile);
}

/* Calls whatever can be called with this first word; the answers that say anything but "refused". */
static int believed(uint64_t length, size_t words)
{
    int count = 0;
    for (cw_slot slot = 1; slot < SLOTS; slot++) {
        cw_message_buffer()->word[0] = length;
        count += cw_call(slot, words) > 0;
    }
    return count;
}

/* The dataport is full of letters, so that no string in it ends, and the other buffer is shorter than any of these.
   The serial server, which has a slot here, too, has no method of such a number. */
static void test_lies(void)
{
    static const uint64_t lengths[] = {0x20ff, 0x100ff, UINT64_MAX, (uint64_t)1 << 63 | 0xff};
    int count = 0;
    memset(memory, 'x', 65536);
    for (size_t i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++)
        count += believed(lengths[i], 1) + believed(lengths[i], 2);
    check("no message that lies about its length is believed", count == 0);
}

int run(void)
{
    test_changed_buffer();
    test_lies();
    char *back = carried_slow("truly");
    check("after all the lies a true call is answered", back && strcmp(back, "truly") == 0);
    free(back);
    done_emit();
    return 0;
}
