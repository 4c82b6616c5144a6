/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What lib/causeway needs to know about the component it starts, and the functions on both sides.
 *
 * The ADL compiler defines the constants in the instance's camkes.c; they must agree with the
 * instance's records in the system table. lib/camkes defines the functions camkes_*.
 */
#ifndef CAUSEWAY_COMPONENT_H
#define CAUSEWAY_COMPONENT_H

#include <stddef.h>
#include <stdint.h>

#include "causeway/syscall.h"

struct causeway_thread {
    struct cw_message *message; /* the thread's message page */
    void *stack_base;           /* lowest address of its stack, 16-byte aligned */
    size_t stack_size;          /* bytes, multiple of 16, at least 4096 */
    cw_slot notification;       /* SIGNAL and WAIT right, any non-zero badge, used by nobody else: on it
                                   the thread waits for the C library's locks. 0 is allowed in a
                                   component with a single thread */
};

/* In the order of the table; entry 0 is the control thread. */
extern const struct causeway_thread causeway_threads[];
extern const uint32_t causeway_thread_count;

/* The instance's name, NUL-terminated: argv[0] of the C library. */
extern const char causeway_component_name[];

/* Zero-filled memory for malloc: [start, end), both multiples of 4096. */
extern char *const causeway_heap_start;
extern char *const causeway_heap_end;

/* The kernel's console, or 0: where causeway_console_write prints. */
extern const cw_slot causeway_console;

/* The control thread's life, called when the C library is ready and the other threads are running.
   When it returns, the control thread ends and the others go on. */
void camkes_main(void);

/* The life of thread `index` (1 to causeway_thread_count - 1). When it returns, the thread ends. */
void camkes_thread_main(uint32_t index);

/* Takes what the component writes to stdout and stderr, in any pieces, from any thread, several at
   once. `bytes` is valid during the call only. Must not use stdio. */
void camkes_console_write(const char *bytes, size_t length);

/* Prints on the kernel's console, if the component has it; lib/causeway's own. Collects up to 256
   bytes or a whole line before it prints, so that the lines of several components do not mix. Any
   thread. */
void causeway_console_write(const char *bytes, size_t length);

#endif
