/* SPDX-License-Identifier: BSD-2-Clause */
#include <camkes.h>
#include <stdio.h>

struct client {
    int number;
    char *page;
    size_t size;
    int (*reg_callback)(void (*callback)(void *), void *argument);
    void (*answer)(void);
};

/* Tells the guest in its own memory who it is. */
static void serve(void *argument)
{
    struct client *client = argument;

    snprintf(client->page, client->size, "you are guest %d", client->number);
    client->answer();
    client->reg_callback(serve, client);
}

void post_init(void)
{
    static struct client clients[2];

    clients[0] = (struct client){0, page0, page0_get_size(), ping0_reg_callback, pong0_emit};
    clients[1] = (struct client){1, page1, page1_get_size(), ping1_reg_callback, pong1_emit};
    for (int i = 0; i < 2; i++)
        clients[i].reg_callback(serve, &clients[i]);
}
