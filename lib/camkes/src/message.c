/* SPDX-License-Identifier: BSD-2-Clause */
/* Writing and reading the bytes of a message. */
#include "camkes/rpc.h"

#include <stdlib.h>
#include <string.h>

#include "causeway/thread.h"

void camkes_rpc_start_writing(struct camkes_rpc *rpc, const struct camkes_rpc_buffer *buffer)
{
    *rpc = (struct camkes_rpc){.buffer = buffer};
    rpc->bytes = buffer ? buffer->shared : (uint8_t *)cw_message_buffer()->word;
    rpc->size = buffer ? buffer->size : CAMKES_RPC_BYTES;
}

static bool failed(const struct camkes_rpc *rpc)
{
    return rpc->error.type != CE_NO_ERROR;
}

static void fail_malformed(struct camkes_rpc *rpc, const char *description)
{
    rpc->error = (camkes_error_t){.type = CE_MALFORMED_RPC_PAYLOAD, .description = description};
    rpc->error.length = rpc->size;
    rpc->error.current_index = rpc->at;
}

static void take_copy(struct camkes_rpc *rpc, size_t words)
{
    uint64_t length = cw_message_buffer()->word[0];
    if (words != 1 || length > rpc->buffer->size) {
        fail_malformed(rpc, "a message does not say how long it is, or is longer than its buffer");
        return;
    }
    memcpy(rpc->buffer->copy, rpc->buffer->shared, length);
    rpc->bytes = rpc->buffer->copy;
    rpc->size = length;
}

void camkes_rpc_start_reading(struct camkes_rpc *rpc, const struct camkes_rpc_buffer *buffer, size_t words)
{
    camkes_rpc_start_writing(rpc, buffer);
    if (buffer)
        take_copy(rpc, words);
    else if (words < CW_MESSAGE_WORDS)
        rpc->size = words * sizeof(uint64_t);
}

void camkes_put(struct camkes_rpc *rpc, const void *value, size_t size)
{
    if (failed(rpc))
        return;
    if (size > rpc->size - rpc->at) {
        rpc->error =
            (camkes_error_t){.type = CE_BUFFER_LENGTH_EXCEEDED,
                             .description = "the arguments or results of a call are too long for a message"};
        rpc->error.current_length = rpc->at;
        rpc->error.target_length = rpc->at + size;
        return;
    }
    if (size > 0)
        memcpy(rpc->bytes + rpc->at, value, size);
    rpc->at += size;
}

void camkes_put_string(struct camkes_rpc *rpc, const char *string)
{
    camkes_put(rpc, string ? string : "", string ? strlen(string) + 1 : 1);
}

void camkes_put_array(struct camkes_rpc *rpc, const void *elements, size_t count, size_t size)
{
    size_t bytes;
    camkes_put(rpc, &count, sizeof(count));
    if (__builtin_mul_overflow(count, size, &bytes))
        bytes = SIZE_MAX;
    camkes_put(rpc, elements, bytes);
}

void camkes_put_strings(struct camkes_rpc *rpc, char *const *strings, size_t count)
{
    camkes_put(rpc, &count, sizeof(count));
    for (size_t i = 0; i < count && !failed(rpc); i++)
        camkes_put_string(rpc, strings[i]);
}

void camkes_get(struct camkes_rpc *rpc, void *value, size_t size)
{
    if (!failed(rpc) && size > rpc->size - rpc->at)
        fail_malformed(rpc, "a message is shorter than its contents");
    if (failed(rpc)) {
        memset(value, 0, size);
        return;
    }
    memcpy(value, rpc->bytes + rpc->at, size);
    rpc->at += size;
}

/* Heap memory for what the message holds; at least one byte, so that NULL always means failure. */
static void *allocate(struct camkes_rpc *rpc, size_t size)
{
    void *memory = malloc(size > 0 ? size : 1);
    if (!memory) {
        rpc->error = (camkes_error_t){.type = CE_ALLOCATION_FAILURE,
                                      .description = "no memory for the arguments or results of a call"};
        rpc->error.alloc_bytes = size;
    }
    return memory;
}

char *camkes_get_string(struct camkes_rpc *rpc)
{
    if (failed(rpc))
        return NULL;
    const uint8_t *end = memchr(rpc->bytes + rpc->at, 0, rpc->size - rpc->at);
    if (!end) {
        fail_malformed(rpc, "a string in a message has no end");
        return NULL;
    }
    size_t size = (size_t)(end + 1 - (rpc->bytes + rpc->at));
    char *string = allocate(rpc, size);
    if (string)
        camkes_get(rpc, string, size);
    return string;
}

/* Reads a count of things of at least `size` bytes each, of which the message must hold so many. */
static size_t get_count(struct camkes_rpc *rpc, size_t size)
{
    size_t count;
    camkes_get(rpc, &count, sizeof(count));
    if (count > (rpc->size - rpc->at) / size) {
        fail_malformed(rpc, "an array in a message is longer than the message");
        return 0;
    }
    return count;
}

void *camkes_get_array(struct camkes_rpc *rpc, size_t *count, size_t size)
{
    *count = get_count(rpc, size);
    if (failed(rpc))
        return NULL;
    void *elements = allocate(rpc, *count * size);
    if (elements)
        camkes_get(rpc, elements, *count * size);
    else
        *count = 0;
    return elements;
}

char **camkes_get_strings(struct camkes_rpc *rpc, size_t *count)
{
    *count = 0;
    size_t announced = get_count(rpc, 1); /* a string takes at least its NUL */
    if (failed(rpc))
        return NULL;
    char **strings = allocate(rpc, announced * sizeof(*strings));
    for (size_t i = 0; i < announced && !failed(rpc); i++) {
        strings[i] = camkes_get_string(rpc);
        if (strings[i])
            *count = i + 1;
    }
    if (!failed(rpc))
        return strings;
    camkes_free_strings(strings, *count);
    *count = 0;
    return NULL;
}

void camkes_free_strings(char **strings, size_t count)
{
    for (size_t i = 0; strings && i < count; i++)
        free(strings[i]);
    free(strings);
}

bool camkes_rpc_finished(struct camkes_rpc *rpc)
{
    /* A message without contents has a word all the same. */
    size_t used = rpc->at > 0 || rpc->size == 0 ? rpc->at : 1;
    if (!failed(rpc) && rpc->size - used >= sizeof(uint64_t))
        fail_malformed(rpc, "a message is longer than its contents");
    return !failed(rpc);
}

/* The rest of the last word is zero, not what an earlier message left there. */
size_t camkes_rpc_end_writing(struct camkes_rpc *rpc)
{
    size_t words = rpc->at > 0 ? (rpc->at + sizeof(uint64_t) - 1) / sizeof(uint64_t) : 1;
    if (rpc->buffer) {
        cw_message_buffer()->word[0] = rpc->at;
        return 1;
    }
    memset(rpc->bytes + rpc->at, 0, words * sizeof(uint64_t) - rpc->at);
    return words;
}
