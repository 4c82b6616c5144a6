/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A pipe: bytes in memory that a writer and a reader share. Both can write all of it, so neither believes it: each
 * keeps its own position where the other cannot reach it, and checks the other's.
 */
#ifndef PIPE_H
#define PIPE_H

#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>

/* What is in the memory. Positions count all bytes so far, modulo 2^32. */
struct pipe_memory {
    _Atomic uint32_t written; /* by the writer */
    _Atomic uint32_t read;    /* by the reader */
    char bytes[];
};

/* One side's view, private to it. */
struct pipe {
    struct pipe_memory *memory;
    uint32_t capacity; /* bytes, a power of two; the memory has so many behind the positions */
    uint32_t position; /* this side's own */
};

/* Both move as many bytes as there are or as there is room for, and return how many; they never block. -1: the other
   side's position is impossible. */
long pipe_put(struct pipe *pipe, const char *bytes, size_t count);
long pipe_take(struct pipe *pipe, char *bytes, size_t room);

#endif
