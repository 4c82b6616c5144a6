/* SPDX-License-Identifier: BSD-2-Clause */
/* The writer's end. This file is part of the glue code, once for each interface. */
#include "pipe.h"

_Static_assert(sizeof(struct pipe_memory) + CONNECTOR_ATTRIBUTE(capacity) <= CONNECTOR_SIZE,
               "the capacity is larger than the memory");

int CONNECTOR(write)(const void *bytes, size_t count)
{
    static struct pipe pipe = {.capacity = CONNECTOR_ATTRIBUTE(capacity)};
    const struct camkes_end *end = &CONNECTOR(end);
    const char *rest = bytes;
    pipe.memory = end->memory;
    while (count > 0) {
        long done = pipe_put(&pipe, rest, count);
        if (done < 0)
            return -1;
        if (done == 0)
            camkes_end_wait(end);
        else
            camkes_end_signal(end, 0);
        rest += done;
        count -= (size_t)done;
    }
    return 0;
}
