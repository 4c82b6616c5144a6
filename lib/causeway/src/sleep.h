/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Sleeping and waking of a component's own threads, each on its private notification. Every
 * sleep_wait is ended by exactly one sleep_wake, which may come first.
 */
#ifndef CAUSEWAY_SLEEP_H
#define CAUSEWAY_SLEEP_H

#include "causeway/syscall.h"

/* The calling thread's notification. */
cw_slot sleep_self(void);

/* Sleeps until woken. `self` is what sleep_self returned on this thread. */
void sleep_wait(cw_slot self);

/* Wakes the thread whose sleep_self is `sleeper`. */
void sleep_wake(cw_slot sleeper);

#endif
