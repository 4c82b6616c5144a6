/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The groups of checks. They need root rights, the three modules, and a specification as `plan` says.
 */
#ifndef GUEST_CONNECTOR_TEST_TESTS_H
#define GUEST_CONNECTOR_TEST_TESTS_H

#include <stdbool.h>
#include <stddef.h>

struct plan {
    unsigned dataport;  /* id of a dataport that may be read and written; 0: none */
    size_t size;        /* its size in bytes */
    unsigned read_only; /* id of a dataport that may only be read; 0: none */
    size_t read_only_size;
    unsigned emit, consume; /* ids of an emitted event and of the consumed one that answers it; 0: none */
    unsigned absent;        /* an id that the specification does not have */
    bool hypercalls;        /* whether the processor knows hypercalls, even if user mode may not make them */
};

/* Returns a file open with `flags` on a fresh node of `device` with the minor number `minor`, or -1 with errno set. */
int node_open(const char *device, unsigned minor, int flags);

/* Returns the path of a node that node_open() has made; it is valid until the next call. */
const char *node_path(const char *device, unsigned minor);

/* Nodes without a meaning, users without rights, user mode that makes hypercalls. */
void access_test(const struct plan *plan);

/* Dataports before and after allocation, as far as one process can tell. */
void dataport_test(const struct plan *plan);

/* Mappings: bounds, rights, fork, lifetime. */
void mapping_test(const struct plan *plan);

/* Events with one process: poll, select, epoll, read. */
void event_test(const struct plan *plan);

/* Events with several: blocked calls, signals, closed files, killed processes. */
void blocking_test(const struct plan *plan);

/* `count` round trips: emit, wait for the answer. Reports the first that does not come back. */
void rounds_test(const struct plan *plan, unsigned long count);

/* Memory that does not come back, warnings that the kernel has noted. */
void leak_test(const struct plan *plan);

#endif
