/* SPDX-License-Identifier: BSD-2-Clause */
#include "camkes/rpc.h"

#include <string.h>

#include "method_index.h"

void camkes_client_begin(struct camkes_client *client, struct camkes_rpc *rpc, size_t method)
{
    camkes_rpc_start_writing(rpc);
    camkes_put(rpc, &method, method_index_size(client->methods)); /* little-endian: the low bytes */
}

static bool handle(struct camkes_client *client, struct camkes_rpc *rpc)
{
    rpc->error.interface = client->interface;
    camkes_error_handle(atomic_load(&client->handler), &rpc->error);
    return false;
}

/* The rest of the last word is zero, not what an earlier message left there. */
static void pad(struct camkes_rpc *rpc)
{
    memset(rpc->bytes + rpc->at, 0, camkes_rpc_words(rpc) * sizeof(uint64_t) - rpc->at);
}

bool camkes_client_call(struct camkes_client *client, struct camkes_rpc *rpc)
{
    if (rpc->error.type != CE_NO_ERROR)
        return handle(client, rpc);
    pad(rpc);
    int64_t words = cw_call(client->endpoint, camkes_rpc_words(rpc));
    if (words < 0) {
        rpc->error = (camkes_error_t){.type = CE_SYSCALL_FAILED,
                                      .description = words == -CW_ECONNRESET ? "the server has been stopped"
                                                                             : "a call was refused"};
        rpc->error.syscall = CW_SYS_CALL;
        rpc->error.error = (int)-words;
        return handle(client, rpc);
    }
    camkes_rpc_start_reading(rpc, (size_t)words);
    if (words > 0)
        return true;
    rpc->error = (camkes_error_t){.type = CE_MALFORMED_RPC_PAYLOAD,
                                  .description = "the server could not decode a request"};
    return handle(client, rpc);
}

bool camkes_client_end(struct camkes_client *client, struct camkes_rpc *rpc)
{
    return camkes_rpc_finished(rpc) || handle(client, rpc);
}
