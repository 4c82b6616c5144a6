/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What lib/causeway needs to know about the program it starts.
 *
 * A program is one instance, or all instances of a group: they share the address space, the C library
 * and the heap. The ADL compiler defines the constants in program.c; they must agree with the domain's
 * records in the system table.
 */
#ifndef CAUSEWAY_COMPONENT_H
#define CAUSEWAY_COMPONENT_H

#include <stddef.h>
#include <stdint.h>

#include "causeway/syscall.h"

/* An instance, as the program starts it. */
struct causeway_instance {
    const char *name; /* full name, NUL-terminated */

    /* The control thread's life, called when the C library is ready and the other threads are running.
       When it returns, the control thread ends and the others go on. */
    void (*control)(void);

    /* The life of the instance's thread `number`, from 1. When it returns, the thread ends. */
    void (*serve)(uint32_t number);

    /* Takes what the instance's threads write to stdout and stderr, in any pieces, from any thread,
       several at once. `bytes` is valid during the call only. Must not use stdio. */
    void (*print)(const char *bytes, size_t length);
};

struct causeway_thread {
    struct cw_message *message; /* the thread's message page */
    void *stack_base;           /* lowest address of its stack, 16-byte aligned */
    size_t stack_size;          /* bytes, multiple of 16, at least 4096 */
    cw_slot notification;       /* SIGNAL and WAIT right, any non-zero badge, used by nobody else: on it
                                   the thread waits for the C library's locks. 0 is allowed in a
                                   program with a single thread */
    const struct causeway_instance *instance;
    uint32_t number; /* among the instance's threads; 0: the control thread */
};

/* In the order of the table; entry 0 is a control thread. */
extern const struct causeway_thread causeway_threads[];
extern const uint32_t causeway_thread_count;

/* Zero-filled memory for malloc: [start, end), both multiples of 4096. */
extern char *const causeway_heap_start;
extern char *const causeway_heap_end;

/* The kernel's console, or 0: where causeway_console_write prints. */
extern const cw_slot causeway_console;

/* Prints on the kernel's console, if the program has it; lib/causeway's own. Collects up to 256
   bytes or a whole line before it prints, so that the lines of several components do not mix. Any
   thread. */
void causeway_console_write(const char *bytes, size_t length);

#endif
