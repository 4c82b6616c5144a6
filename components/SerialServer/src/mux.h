/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Many streams on one terminal.
 *
 * Each client has a queue of its own, and the queues take turns, a line or a few hundred bytes at a time:
 * who writes without end fills only its own queue. Clients are numbered from 0. Nothing here locks, waits
 * or touches the port.
 */
#ifndef SERIAL_MUX_H
#define SERIAL_MUX_H

#include <stdbool.h>
#include <stddef.h>

#include "ring.h"
#include "screen.h"

#define MUX_QUEUE      4096u  /* bytes of output kept for a client */
#define MUX_INPUT      8192u  /* bytes of input kept for a client: a pasted page, while the guest is busy */
#define MUX_LINE       1024u  /* a longer line is printed in pieces of so many bytes */
#define MUX_CHUNK      256u   /* of the foreground console's output, per turn */
#define MUX_NAME       64u    /* characters of a name that are shown */
#define MUX_NEXT_KEY   '\034' /* Ctrl-\ */
#define MUX_NO_CLIENT  SIZE_MAX
#define MUX_ANY_CLIENT (SIZE_MAX - 1)

enum mux_style {
    MUX_COLOUR, /* every client's lines have a colour of their own */
    MUX_PREFIX, /* lines begin with the client's name */
    MUX_PLAIN,
};

struct mux_client {
    const char *name;
    struct ring output;
    uint32_t lines; /* line ends in `output` */
    struct ring input;
    struct screen_line unfinished; /* of a console that had the terminal before */
    bool console;                  /* has read */
    bool input_lost;               /* since the last read */
};

struct mux {
    enum mux_style style;
    struct mux_client *clients; /* the last one is the server's own voice */
    size_t count;               /* without that one */
    size_t foreground;          /* the console that has the terminal, or MUX_NO_CLIENT */
    size_t turn;                /* who printed last */
    struct ring unread;         /* what was typed before there was a console */
    struct ring staged;         /* next bytes for the port */
    struct screen screen;
};

/* The style of that name. False: there is none. */
bool mux_style_parse(const char *name, enum mux_style *style);

/* Starts with `count` clients; names[i] (client i's, to be shown) must stay. `own_name` is the server's.
   False: no memory. */
bool mux_init(struct mux *mux, enum mux_style style, const char *const *names, size_t count,
              const char *own_name);

/* Takes output of a client, as much as its queue has room for; returns how much. The bytes may be changed
   by the client at any time: each is read once. */
size_t mux_write(struct mux *mux, size_t client, const volatile char *bytes, size_t length);

/* Gives a client what was typed for it, at most `length` bytes; returns how many. Makes it a console. */
size_t mux_read(struct mux *mux, size_t client, volatile char *bytes, size_t length);

/* Takes a byte that was typed. Returns the client that has new input, MUX_ANY_CLIENT if there is no console
   yet, or MUX_NO_CLIENT. */
size_t mux_type(struct mux *mux, char byte);

/* Prints a line of the server's own: text without line end. Dropped if too many wait already. */
void mux_note(struct mux *mux, const char *text);

/* The next byte for the port. False: there is none. */
bool mux_next(struct mux *mux, char *byte);

#endif
