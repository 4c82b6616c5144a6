/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The serial server: its clients' calls on one thread, the port's interrupts on another, and a lock over
 * what both use.
 */
#include <camkes.h>
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>

#include "mux.h"
#include "port.h"

static struct mux mux;        /* under lock */
static size_t waiting_client; /* under lock: whose write waits for room in its queue, or MUX_NO_CLIENT */

static seL4_Word badge_of(size_t client)
{
    return stream_enumerate_badge((unsigned)client);
}

/* The client that is calling. */
static size_t sender(void)
{
    seL4_Word badge = stream_get_sender_id();
    size_t client = 0;
    while (badge_of(client) != badge)
        client++;
    return client;
}

void pre_init(void)
{
    enum mux_style chosen = MUX_COLOUR;
    size_t count = stream_num_badges();
    const char **names = calloc(count + 1, sizeof(*names));
    bool known_style = mux_style_parse(style, &chosen);
    if (!names)
        abort();
    for (size_t client = 0; client < count; client++)
        names[client] = stream_client_name(badge_of(client));
    waiting_client = MUX_NO_CLIENT;
    if (!mux_init(&mux, chosen, names, count, get_instance_name()))
        abort();
    if (!known_style)
        mux_note(&mux, "attribute style is none of \"colour\", \"prefix\", \"plain\"; using \"colour\"");
    free(names);
    port_start();
    port_send(&mux);
}

int stream_write(int bytes)
{
    size_t client = sender();
    const volatile char *buffer = stream_buf(badge_of(client));
    if (bytes < 0 || (size_t)bytes > stream_buf_size(badge_of(client)))
        return -EINVAL;
    lock_lock();
    size_t taken = mux_write(&mux, client, buffer, (size_t)bytes);
    port_send(&mux);
    /* The queue was full. The others' writes wait for a moment, too, but not longer than it takes to send
       a line of each client. */
    while (taken == 0 && bytes > 0 && (taken = mux_write(&mux, client, buffer, (size_t)bytes)) == 0) {
        waiting_client = client;
        lock_unlock();
        room_wait();
        lock_lock();
    }
    port_send(&mux);
    lock_unlock();
    return (int)taken;
}

int stream_read(void)
{
    size_t client = sender();
    lock_lock();
    size_t given = mux_read(&mux, client, stream_buf(badge_of(client)), stream_buf_size(badge_of(client)));
    /* A console's unfinished line is shown from now on. */
    port_send(&mux);
    lock_unlock();
    return (int)given;
}

static void signal_input(size_t reader)
{
    for (size_t client = 0; client < mux.count; client++)
        if (reader == client || reader == MUX_ANY_CLIENT)
            stream_emit((unsigned)badge_of(client));
}

void uart_irq_handle(void)
{
    lock_lock();
    size_t reader = port_interrupt(&mux);
    bool room = waiting_client != MUX_NO_CLIENT && ring_room(&mux.clients[waiting_client].output) > 0;
    if (room)
        waiting_client = MUX_NO_CLIENT;
    lock_unlock();
    uart_irq_acknowledge();
    if (room)
        room_post();
    signal_input(reader);
}
