/* SPDX-License-Identifier: BSD-2-Clause */
/* The other guest: memory that both see, a bell that rings there, and one that rings here. */
#ifndef PEER_H
#define PEER_H

#include <stddef.h>

struct peer {
    char *text;
    size_t size; /* bytes at `text` */
    int ring;    /* file descriptors */
    int rung;
};

/* Opens the connectors' device nodes. Ends the program with a message if one is missing. */
struct peer peer_open(void);

/* Rings the other guest's bell. */
void peer_ring(const struct peer *peer);

/* Waits until the other guest has rung. */
void peer_wait(const struct peer *peer);

#endif
