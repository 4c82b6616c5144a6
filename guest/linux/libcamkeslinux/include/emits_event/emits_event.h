/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef EMITS_EVENT_H
#define EMITS_EVENT_H

#include <sys/types.h>
#include <unistd.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Emits the event of the open node `fd`, made by emits_event_init. Never waits. Returns 0, or -1 with errno set
 * (ENOENT: the specification has no emitted event with the node's minor number as id).
 */
int emits_event_emit(int fd);

#ifdef __cplusplus
}
#endif

#endif
