/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Connectors of an application's own (docs/own-connectors.md): what one end of a connection has. The generated
 * camkes.h declares `extern const struct camkes_end X_end` for an interface X.
 *
 * The memory is shared with the peers, who may write to it at any time and anything: what is read from it is copied
 * once, and the copy is checked.
 */
#ifndef CAMKES_CONNECTOR_H
#define CAMKES_CONNECTOR_H

#include <stddef.h>
#include <stdint.h>

#include "causeway/syscall.h"

/* The name X_name in the connector's code, which is included once for each interface X. */
#define CONNECTOR(name) CAMKES_CONNECTOR_JOIN(CONNECTOR_INTERFACE, name)

/* The attribute `name` of the connector, as the connection sets it: a constant. Not defined if it has no value. */
#define CONNECTOR_ATTRIBUTE(name) CONNECTOR_ATTRIBUTE_##name

#define CAMKES_CONNECTOR_JOIN(interface, name)  CAMKES_CONNECTOR_PASTE(interface, name)
#define CAMKES_CONNECTOR_PASTE(interface, name) interface##_##name

/* An end on the other side. */
struct camkes_peer {
    void *memory;   /* shared with it, camkes_end.size bytes; NULL: none */
    cw_slot signal; /* SIGNAL; 0: it has no notification */
};

struct camkes_end {
    const char *interface;
    unsigned index;       /* its number on its side of the connection, from 0 */
    cw_slot notification; /* WAIT; the bit 1 << i comes from peers[i]; 0: none */
    void *memory;         /* peers[0].memory; a `from` end has the same with all its peers */
    size_t size;          /* bytes of each piece of memory */
    const struct camkes_peer *peers;
    unsigned peer_count; /* at least one */
};

/* Signals one peer; does nothing if there is no such peer or it has no notification. Never blocks. */
static inline void camkes_end_signal(const struct camkes_end *end, unsigned peer)
{
    if (peer < end->peer_count && end->peers[peer].signal != 0)
        cw_signal(end->peers[peer].signal);
}

/* Blocks until peers have signalled, and returns which: bit i is peers[i]. 0: the end has no notification. */
static inline uint64_t camkes_end_wait(const struct camkes_end *end)
{
    uint64_t bits = 0;
    if (end->notification != 0)
        cw_wait(end->notification, &bits);
    return bits;
}

/* As camkes_end_wait, but 0 if nobody has signalled; never blocks. */
static inline uint64_t camkes_end_poll(const struct camkes_end *end)
{
    uint64_t bits = 0;
    if (end->notification != 0)
        cw_poll(end->notification, &bits);
    return bits;
}

#endif
