/* SPDX-License-Identifier: BSD-2-Clause */
/* Decoding of messages: the first eight bytes say what is read, the rest is the message. */
#include <stdlib.h>
#include <string.h>

#include "camkes/rpc.h"
#include "causeway/thread.h"

#define STEPS 8

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

struct cw_message *cw_message_buffer(void)
{
    static struct cw_message message;
    return &message;
}

static void read_string(struct camkes_rpc *rpc)
{
    char *string = camkes_get_string(rpc);
    if (!string && rpc->error.type == CE_NO_ERROR)
        abort();
    /* It ends, inside its own memory. */
    if (string && strlen(string) >= CAMKES_RPC_BYTES)
        abort();
    free(string);
}

static void read_array(struct camkes_rpc *rpc, size_t size)
{
    size_t count;
    uint8_t *array = camkes_get_array(rpc, &count, size);
    if (array)
        memset(array, 0xaa, count * size);
    else if (count != 0)
        abort();
    free(array);
}

static void read_strings(struct camkes_rpc *rpc)
{
    size_t count;
    char **strings = camkes_get_strings(rpc, &count);
    for (size_t i = 0; strings && i < count; i++) {
        if (strlen(strings[i]) >= CAMKES_RPC_BYTES)
            abort();
    }
    camkes_free_strings(strings, count);
}

static void step(struct camkes_rpc *rpc, uint8_t kind)
{
    uint8_t value[256];
    if (kind < 0x80)
        camkes_get(rpc, value, kind);
    else if (kind < 0xa0)
        read_string(rpc);
    else if (kind < 0xe0)
        read_array(rpc, kind - 0xa0u + 1);
    else
        read_strings(rpc);
    if (rpc->at > rpc->size)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    struct camkes_rpc rpc;
    if (length < STEPS || length - STEPS > CAMKES_RPC_BYTES)
        return 0;
    memcpy(cw_message_buffer(), bytes + STEPS, length - STEPS);
    camkes_rpc_start_reading(&rpc, NULL, (length - STEPS) / sizeof(uint64_t));
    for (size_t i = 0; i < STEPS; i++)
        step(&rpc, bytes[i]);
    camkes_rpc_finished(&rpc);
    return 0;
}
