/* SPDX-License-Identifier: BSD-2-Clause */
/* The reader's end. This file is part of the glue code, once for each interface. */
#include "pipe.h"

_Static_assert((CONNECTOR_ATTRIBUTE(capacity) & (CONNECTOR_ATTRIBUTE(capacity) - 1)) == 0,
               "the capacity is no power of two");

static struct pipe CONNECTOR(pipes)[CONNECTOR_PEERS];

/* Takes what fits into a buffer. False: there is nothing more to take. */
static bool CONNECTOR(serve)(unsigned writer)
{
    char bytes[256];
    struct pipe *pipe = &CONNECTOR(pipes)[writer];
    long count = pipe->memory ? pipe_take(pipe, bytes, sizeof(bytes)) : 0;
    if (count > 0) {
        CONNECTOR(received)(writer, bytes, (size_t)count);
        camkes_end_signal(&CONNECTOR(end), writer);
    } else if (count < 0) {
        pipe->memory = NULL;
        CONNECTOR(broken)(writer);
    }
    return count > 0;
}

/* In turn, so that no writer can keep the reader from the others. */
int CONNECTOR(_run)(void)
{
    const struct camkes_end *end = &CONNECTOR(end);
    for (unsigned i = 0; i < CONNECTOR_PEERS; i++)
        CONNECTOR(pipes)[i] = (struct pipe){end->peers[i].memory, CONNECTOR_ATTRIBUTE(capacity), 0};
    for (uint64_t ready = 0;;) {
        ready |= ready ? camkes_end_poll(end) : camkes_end_wait(end);
        for (unsigned i = 0; i < CONNECTOR_PEERS; i++) {
            if ((ready >> i & 1) && !CONNECTOR(serve)(i))
                ready &= ~(1ull << i);
        }
    }
    return 0;
}
