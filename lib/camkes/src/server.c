/* SPDX-License-Identifier: BSD-2-Clause */
#include "camkes/rpc.h"

#include <string.h>

#include "method_index.h"

static _Thread_local seL4_Word sender;

seL4_Word camkes_server_sender(void)
{
    return sender;
}

static void dispatch(struct camkes_server *server, struct camkes_rpc *rpc)
{
    size_t method = 0;
    camkes_get(rpc, &method, method_index_size(server->methods));
    if (method < server->methods) {
        server->method[method](rpc);
        return;
    }
    rpc->error = (camkes_error_t){.type = CE_INVALID_METHOD_INDEX,
                                  .description = "a request names a method that does not exist"};
    rpc->error.upper_bound = server->methods - 1;
    rpc->error.invalid_index = method;
}

size_t camkes_server_answer(struct camkes_server *server, size_t words, seL4_Word badge)
{
    struct camkes_rpc rpc;
    sender = badge;
    camkes_rpc_start_reading(&rpc, words);
    dispatch(server, &rpc);
    if (rpc.error.type != CE_NO_ERROR) {
        rpc.error.interface = server->interface;
        camkes_error_handle(atomic_load(&server->handler), &rpc.error);
        return 0;
    }
    size_t reply = camkes_rpc_words(&rpc);
    if (reply == 0)
        reply = 1;
    memset(rpc.bytes + rpc.at, 0, reply * sizeof(uint64_t) - rpc.at);
    return reply;
}

void camkes_server_serve(void *server)
{
    struct camkes_server *self = server;
    uint64_t badge;
    int64_t words = cw_receive(self->endpoint, &badge);
    while (words >= 0) {
        size_t reply = camkes_server_answer(self, (size_t)words, badge);
        words = cw_reply_receive(self->endpoint, reply, &badge);
    }
}
