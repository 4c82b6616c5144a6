/* SPDX-License-Identifier: BSD-2-Clause */
#include "camkes/rpc.h"

#include "method_index.h"

static _Thread_local seL4_Word sender;

seL4_Word camkes_server_sender(void)
{
    return sender;
}

static void dispatch(const struct camkes_procedure *procedure, struct camkes_rpc *rpc)
{
    size_t method = 0;
    camkes_get(rpc, &method, method_index_size(procedure->methods));
    if (method < procedure->methods) {
        procedure->method[method](rpc);
        return;
    }
    rpc->error = (camkes_error_t){.type = CE_INVALID_METHOD_INDEX,
                                  .description = "a request names a method that does not exist"};
    rpc->error.upper_bound = procedure->methods - 1;
    rpc->error.invalid_index = method;
}

size_t camkes_server_answer(struct camkes_server *server, size_t words, seL4_Word badge)
{
    const struct camkes_procedure *procedure = server->procedure;
    struct camkes_rpc_buffer buffer = {.copy = server->copy};
    struct camkes_rpc rpc;
    if (server->clients) {
        const struct camkes_server_client *client = camkes_clients_find(server->clients, badge);
        if (!client)
            return 0;
        buffer.shared = client->buffer;
        buffer.size = client->size;
        procedure = procedure ? procedure : client->procedure;
    }
    sender = badge;
    camkes_rpc_start_reading(&rpc, server->copy ? &buffer : NULL, words);
    dispatch(procedure, &rpc);
    if (rpc.error.type == CE_NO_ERROR)
        return camkes_rpc_end_writing(&rpc);
    rpc.error.interface = server->interface;
    /* Also what does not fit, be it the heap or the reply: the client may have asked for much. */
    camkes_error_handle_partner(atomic_load(&server->handler), &rpc.error);
    return 0;
}

int camkes_server_handle_message(struct camkes_server *server, seL4_MessageInfo_t *info, seL4_Word badge)
{
    if (info->words[0] > CW_MESSAGE_WORDS || badge >> 32 != server->number)
        return -1;
    *info = seL4_MessageInfo_new(0, 0, 0, camkes_server_answer(server, info->words[0], (uint32_t)badge));
    return 0;
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
