/* SPDX-License-Identifier: BSD-2-Clause */
#include "camkes/clients.h"

const struct camkes_server_client *camkes_clients_find(const struct camkes_clients *clients, seL4_Word badge)
{
    for (unsigned i = 0; i < clients->count; i++) {
        if (clients->client[i].badge == badge)
            return &clients->client[i];
    }
    return NULL;
}

void *camkes_clients_buffer(const struct camkes_clients *clients, seL4_Word badge)
{
    const struct camkes_server_client *client = camkes_clients_find(clients, badge);
    return client ? client->buffer : NULL;
}

size_t camkes_clients_size(const struct camkes_clients *clients, seL4_Word badge)
{
    const struct camkes_server_client *client = camkes_clients_find(clients, badge);
    return client ? client->size : 0;
}

const char *camkes_clients_name(const struct camkes_clients *clients, seL4_Word badge)
{
    const struct camkes_server_client *client = camkes_clients_find(clients, badge);
    return client ? client->name : NULL;
}

void camkes_clients_signal(const struct camkes_clients *clients, seL4_Word badge)
{
    const struct camkes_server_client *client = camkes_clients_find(clients, badge);
    if (client && client->signal)
        cw_signal(client->signal);
}

seL4_Word camkes_clients_largest(const struct camkes_clients *clients)
{
    seL4_Word largest = 0;
    for (unsigned i = 0; i < clients->count; i++) {
        if (clients->client[i].badge > largest)
            largest = clients->client[i].badge;
    }
    return largest;
}

seL4_Word camkes_clients_badge(const struct camkes_clients *clients, unsigned n)
{
    return n < clients->count ? clients->client[n].badge : 0;
}
