/* SPDX-License-Identifier: BSD-2-Clause */
#include "mux.h"

#include <stdlib.h>
#include <string.h>

#define STAGED 8192u /* a line of MUX_LINE with all its decoration, and the screen's last line */

_Static_assert(STAGED > MUX_LINE + SCREEN_PARTIAL + MUX_NAME + 64, "one turn fits");
_Static_assert(MUX_QUEUE > MUX_LINE, "a full queue has something to print");

bool mux_style_parse(const char *name, enum mux_style *style)
{
    static const char *const names[] = {
        [MUX_COLOUR] = "colour", [MUX_PREFIX] = "prefix", [MUX_PLAIN] = "plain"};
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        if (strcmp(name, names[i]) == 0) {
            *style = (enum mux_style)i;
            return true;
        }
    }
    return false;
}

bool mux_init(struct mux *mux, enum mux_style style, const char *const *names, size_t count,
              const char *own_name)
{
    *mux = (struct mux){.style = style, .count = count, .foreground = MUX_NO_CLIENT};
    mux->clients = calloc(count + 1, sizeof(*mux->clients));
    if (!mux->clients || !ring_init(&mux->unread, MUX_INPUT) || !ring_init(&mux->staged, STAGED))
        return false;
    for (size_t i = 0; i <= count; i++) {
        struct mux_client *client = &mux->clients[i];
        client->name = i < count ? names[i] : own_name;
        if (!ring_init(&client->output, MUX_QUEUE) || !ring_init(&client->input, MUX_INPUT))
            return false;
    }
    return true;
}

size_t mux_write(struct mux *mux, size_t client, const volatile char *bytes, size_t length)
{
    struct mux_client *writer = &mux->clients[client];
    size_t taken = 0;
    while (taken < length && ring_room(&writer->output) > 0) {
        char byte = bytes[taken++];
        ring_put(&writer->output, byte);
        writer->lines += byte == '\n';
    }
    return taken;
}

void mux_note(struct mux *mux, const char *text)
{
    size_t length = strlen(text);
    if (ring_room(&mux->clients[mux->count].output) <= length)
        return;
    mux_write(mux, mux->count, text, length);
    mux_write(mux, mux->count, "\n", 1);
}

/* ---- Input ---- */

static void bring_to_front(struct mux *mux, size_t client)
{
    struct screen_line *left =
        mux->foreground == MUX_NO_CLIENT ? NULL : &mux->clients[mux->foreground].unfinished;
    screen_switch(&mux->screen, left, &mux->clients[client].unfinished);
    mux->foreground = client;
}

size_t mux_read(struct mux *mux, size_t client, volatile char *bytes, size_t length)
{
    struct mux_client *reader = &mux->clients[client];
    size_t given = 0;
    reader->console = true;
    if (mux->foreground == MUX_NO_CLIENT) {
        bring_to_front(mux, client);
        while (ring_used(&mux->unread) > 0)
            ring_put(&reader->input, ring_take(&mux->unread));
    }
    while (given < length && ring_used(&reader->input) > 0)
        bytes[given++] = ring_take(&reader->input);
    reader->input_lost = false;
    return given;
}

/* The console after the one in the foreground; the same if there is no other. */
static size_t next_console(const struct mux *mux)
{
    size_t client = mux->foreground;
    do
        client = (client + 1) % mux->count;
    while (!mux->clients[client].console);
    return client;
}

static size_t switch_console(struct mux *mux)
{
    char text[MUX_NAME + 32] = "the terminal belongs to ";
    bring_to_front(mux, next_console(mux));
    strncat(text, mux->clients[mux->foreground].name, MUX_NAME);
    mux_note(mux, text);
    /* It is next, or the console would go on in the other one's line. */
    mux->turn = mux->count - 1;
    return MUX_NO_CLIENT;
}

size_t mux_type(struct mux *mux, char byte)
{
    if (mux->foreground == MUX_NO_CLIENT) {
        if (ring_room(&mux->unread) > 0)
            ring_put(&mux->unread, byte);
        return MUX_ANY_CLIENT;
    }
    if (byte == MUX_NEXT_KEY && next_console(mux) != mux->foreground)
        return switch_console(mux);
    struct mux_client *reader = &mux->clients[mux->foreground];
    if (ring_room(&reader->input) > 0) {
        ring_put(&reader->input, byte);
    } else if (!reader->input_lost) {
        reader->input_lost = true;
        mux_note(mux, "input lost: the console does not read it");
    }
    return mux->foreground;
}

/* ---- Output ---- */

static void stage(struct mux *mux, const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++)
        ring_put(&mux->staged, text[i]);
}

static void stage_string(struct mux *mux, const char *text)
{
    stage(mux, text, strlen(text));
}

static void stage_mark(struct mux *mux, size_t client)
{
    static const char *const colours[] = {"\033[36m", "\033[33m", "\033[32m",
                                          "\033[35m", "\033[34m", "\033[31m"};
    if (mux->style == MUX_COLOUR)
        stage_string(mux, colours[client % (sizeof(colours) / sizeof(colours[0]))]);
    if (mux->style == MUX_PREFIX) {
        stage(mux, mux->clients[client].name, strnlen(mux->clients[client].name, MUX_NAME));
        stage_string(mux, ": ");
    }
}

/* Whether a byte after `before` is text. UTF-8 passes, but not the controls that it, too, can spell. */
static bool is_text(unsigned char byte, unsigned char before)
{
    bool spelled_control = before == 0xc2 && byte < 0xa0;
    return (byte >= ' ' || byte == '\t') && byte != '\177' && !spelled_control;
}

/* Takes a line without its end, or MUX_LINE bytes of a longer one. What could steer the terminal is left
   out: a component may write text, not pretend to be another or clear the screen. */
static size_t take_line(struct mux_client *client, char line[MUX_LINE])
{
    enum escape escape = ESCAPE_NONE;
    size_t length = 0;
    char before = 0;
    for (uint32_t taken = 0; taken < MUX_LINE && ring_used(&client->output) > 0; taken++) {
        char byte = ring_take(&client->output);
        bool sequence = escape_follow(&escape, byte);
        if (byte == '\n') {
            client->lines--;
            break;
        }
        if (!sequence && is_text((unsigned char)byte, (unsigned char)before))
            line[length++] = byte;
        before = byte;
    }
    return length;
}

static bool stage_line(struct mux *mux, size_t client)
{
    struct mux_client *writer = &mux->clients[client];
    char line[MUX_LINE];
    if (writer->lines == 0 && ring_used(&writer->output) < MUX_LINE)
        return false;
    size_t length = take_line(writer, line);
    screen_line_end(&writer->unfinished);
    screen_interrupt(&mux->screen, &mux->staged);
    stage_mark(mux, client);
    stage(mux, line, length);
    if (mux->style == MUX_COLOUR)
        stage_string(mux, "\033[0m");
    stage_string(mux, "\r\n");
    screen_restore(&mux->screen, &mux->staged);
    return true;
}

static bool stage_console(struct mux *mux)
{
    struct mux_client *writer = &mux->clients[mux->foreground];
    size_t taken = 0;
    for (; taken < MUX_CHUNK && ring_used(&writer->output) > 0; taken++) {
        char byte = ring_take(&writer->output);
        writer->lines -= byte == '\n';
        screen_follow(&mux->screen, byte);
        ring_put(&mux->staged, byte);
    }
    return taken > 0;
}

/* Lets the next client in turn that has something to print put it on the empty stage. */
static bool stage_next(struct mux *mux)
{
    for (size_t i = 1; i <= mux->count + 1; i++) {
        size_t client = (mux->turn + i) % (mux->count + 1);
        if (client == mux->foreground ? stage_console(mux) : stage_line(mux, client)) {
            mux->turn = client;
            return true;
        }
    }
    return false;
}

bool mux_next(struct mux *mux, char *byte)
{
    if (ring_used(&mux->staged) == 0 && !stage_next(mux))
        return false;
    *byte = ring_take(&mux->staged);
    return true;
}
