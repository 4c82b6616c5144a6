/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef GUEST_UTILITIES_NODE_H
#define GUEST_UTILITIES_NODE_H

#define NODE_MAX_ID 255u

/*
 * Makes the character device file `path` with mode 0600, so that it is root's until somebody decides otherwise. A file
 * that is this very device already is left as it is. Returns 0, or -1 with errno set (EEXIST: the path is something
 * else).
 */
int node_create(const char *path, unsigned major, unsigned minor);

/*
 * The whole of consumes_event_init and emits_event_init: makes a node of `device` for each argument, the nth for id n.
 * `kind` is how the messages call the event. Returns the exit status.
 */
int event_nodes_create(const char *device, const char *kind, int argc, char *argv[]);

#endif
