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

static void decode(const uint8_t *steps, const struct camkes_rpc_buffer *buffer, size_t words)
{
    struct camkes_rpc rpc;
    camkes_rpc_start_reading(&rpc, buffer, words);
    for (size_t i = 0; i < STEPS; i++)
        step(&rpc, steps[i]);
    camkes_rpc_finished(&rpc);
}

/* The same bytes as a message, and in a buffer of just their number; the message beside it may say that there are
   more. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length)
{
    static uint8_t shared[CAMKES_RPC_BYTES];
    if (length < STEPS || length - STEPS > CAMKES_RPC_BYTES)
        return 0;
    size_t size = length - STEPS;
    memset(cw_message_buffer(), 0, sizeof(struct cw_message));
    memcpy(cw_message_buffer(), bytes + STEPS, size);
    decode(bytes, NULL, size / sizeof(uint64_t));
    memcpy(shared, bytes + STEPS, size);
    uint8_t *copy = malloc(size + 1);
    struct camkes_rpc_buffer buffer = {shared, copy, size};
    if (bytes[0] & 1)
        cw_message_buffer()->word[0] = size;
    if (copy)
        decode(bytes, &buffer, 1);
    free(copy);
    return 0;
}
