/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Consuming an event in a process: `fd` is an open node of consumes_event_init. A pending event is taken by whoever
 * asks first; several occurrences before that count once. (read() of eight bytes tells how many there were.)
 *
 * Both functions return 1 if there was an event, 0 if not, and -1 with errno set: ENOENT if the specification has no
 * consumed event with the node's minor number as id, EINTR if a signal came first.
 */
#ifndef CONSUMES_EVENT_H
#define CONSUMES_EVENT_H

#include <sys/types.h>
#include <unistd.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Waits for the event without time limit. */
int consumes_event_wait(int fd);

/* Looks for the event without waiting. */
int consumes_event_poll(int fd);

#ifdef __cplusplus
}
#endif

#endif
