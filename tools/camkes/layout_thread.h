/* SPDX-License-Identifier: BSD-2-Clause */
/* The threads, stacks, heap and start-up slots of a domain. Used by layout.c only. */
#ifndef CAMKES_LAYOUT_THREAD_H
#define CAMKES_LAYOUT_THREAD_H

#include "layout.h"

#define LAYOUT_DEFAULT_PRIORITY 254
#define LAYOUT_DEFAULT_STACK    0x10000u
#define LAYOUT_DEFAULT_HEAP     0x100000u

/*
 * Gives the domain its control thread, its interface threads in the order of the connections, and
 * the heap. Settings: priority, _priority, X_priority, _stack_size, X_stack_size, heap_size.
 */
void layout_threads(struct plan *plan, struct plan_member *member);

#endif
