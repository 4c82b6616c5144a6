/* SPDX-License-Identifier: BSD-2-Clause */
#include "pipe.h"

static size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

static char *byte_at(const struct pipe *pipe, uint32_t position)
{
    return &pipe->memory->bytes[position & (pipe->capacity - 1)];
}

long pipe_put(struct pipe *pipe, const char *bytes, size_t count)
{
    uint32_t filled = pipe->position - atomic_load(&pipe->memory->read);
    if (filled > pipe->capacity)
        return -1;
    count = smaller(count, pipe->capacity - filled);
    for (size_t i = 0; i < count; i++)
        *byte_at(pipe, pipe->position++) = bytes[i];
    atomic_store(&pipe->memory->written, pipe->position);
    return (long)count;
}

long pipe_take(struct pipe *pipe, char *bytes, size_t room)
{
    uint32_t filled = atomic_load(&pipe->memory->written) - pipe->position;
    if (filled > pipe->capacity)
        return -1;
    size_t count = smaller(room, filled);
    for (size_t i = 0; i < count; i++)
        bytes[i] = *byte_at(pipe, pipe->position++);
    atomic_store(&pipe->memory->read, pipe->position);
    return (long)count;
}
