/* SPDX-License-Identifier: BSD-2-Clause */
/* What a server knows of its clients. */
#ifndef CAMKES_CLIENTS_H
#define CAMKES_CLIENTS_H

#include <stddef.h>

#include "sel4/sel4.h"

struct camkes_procedure;

struct camkes_server_client {
    seL4_Word badge;
    const char *name; /* the client's instance; with the interface if that is not its output */
    void *buffer;     /* shared with the client: hostile. NULL: there is none */
    size_t size;      /* bytes of it */
    cw_slot signal;   /* SIGNAL on the client's notification; 0: it takes none */
    const struct camkes_procedure *procedure; /* what it calls; NULL: what all call */
};

struct camkes_clients {
    const struct camkes_server_client *client;
    unsigned count;
};

/* NULL: no client has this badge. */
const struct camkes_server_client *camkes_clients_find(const struct camkes_clients *clients, seL4_Word badge);

/* NULL and 0 for an unknown badge; a signal to an unknown or deaf client does nothing. */
void *camkes_clients_buffer(const struct camkes_clients *clients, seL4_Word badge);
size_t camkes_clients_size(const struct camkes_clients *clients, seL4_Word badge);
const char *camkes_clients_name(const struct camkes_clients *clients, seL4_Word badge);
void camkes_clients_signal(const struct camkes_clients *clients, seL4_Word badge);

seL4_Word camkes_clients_largest(const struct camkes_clients *clients);

/* The badge of client n in the order of the specification; 0 beyond the last. */
seL4_Word camkes_clients_badge(const struct camkes_clients *clients, unsigned n);

#endif
