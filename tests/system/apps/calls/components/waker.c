/* SPDX-License-Identifier: BSD-2-Clause */
/* Signals whom a client asks for. */
#include <camkes.h>
#include <stdio.h>
#include <string.h>

void calls_wake(int client)
{
    calls_emit((unsigned)client);
}

void calls_leave(const char *text)
{
    (void)text;
    calls_emit((unsigned)calls_get_sender_id());
}

void buffers_wake(int client)
{
    buffers_emit((unsigned)client);
}

/* Leaves the text and the caller's name in its buffer. */
void buffers_leave(const char *text)
{
    seL4_Word client = buffers_get_sender_id();
    snprintf(buffers_buf(client), buffers_buf_size(client), "%s for %s", text, buffers_client_name(client));
    buffers_emit((unsigned)client);
}
