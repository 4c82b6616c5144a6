/* SPDX-License-Identifier: BSD-2-Clause */
#include "camkes/rpc.h"

#include "method_index.h"

void camkes_client_begin(struct camkes_client *client, struct camkes_rpc *rpc, size_t method)
{
    if (client->lock)
        camkes_semaphore_wait(client->lock);
    camkes_rpc_start_writing(rpc, client->buffer);
    camkes_put(rpc, &method, method_index_size(client->methods)); /* little-endian: the low bytes */
}

/* A reply can be garbage, or more than the heap holds. */
static bool is_servers_fault(const camkes_error_t *error)
{
    return error->type == CE_MALFORMED_RPC_PAYLOAD || error->type == CE_ALLOCATION_FAILURE;
}

/* The call is over. The handler runs without the lock: it may make calls of its own. */
static bool finish(struct camkes_client *client, struct camkes_rpc *rpc)
{
    if (client->lock)
        camkes_semaphore_post(client->lock);
    if (rpc->error.type == CE_NO_ERROR)
        return true;
    rpc->error.interface = client->interface;
    if (is_servers_fault(&rpc->error))
        camkes_error_handle_partner(atomic_load(&client->handler), &rpc->error);
    else
        camkes_error_handle(atomic_load(&client->handler), &rpc->error);
    return false;
}

bool camkes_client_call(struct camkes_client *client, struct camkes_rpc *rpc)
{
    if (rpc->error.type != CE_NO_ERROR)
        return finish(client, rpc);
    int64_t words = cw_call(client->endpoint, camkes_rpc_end_writing(rpc));
    if (words < 0) {
        rpc->error = (camkes_error_t){.type = CE_SYSCALL_FAILED,
                                      .description = words == -CW_ECONNRESET ? "the server has been stopped"
                                                                             : "a call was refused"};
        rpc->error.syscall = CW_SYS_CALL;
        rpc->error.error = (int)-words;
        return finish(client, rpc);
    }
    if (words > 0) {
        camkes_rpc_start_reading(rpc, client->buffer, (size_t)words);
        return true;
    }
    rpc->error = (camkes_error_t){.type = CE_MALFORMED_RPC_PAYLOAD,
                                  .description = "the server could not decode a request"};
    return finish(client, rpc);
}

bool camkes_client_end(struct camkes_client *client, struct camkes_rpc *rpc)
{
    (void)camkes_rpc_finished(rpc);
    return finish(client, rpc);
}
