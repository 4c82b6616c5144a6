/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * From the kernel's bare threads to a running C library.
 *
 * The library sets itself up as under Linux: __libc_start_main gets the vector of arguments,
 * environment and auxiliary values that Linux would leave on the stack, and its system calls arrive
 * at foreign.c. Nothing here may use thread-local data before it has run.
 */
#include <elf.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "causeway/clock.h"
#include "causeway/component.h"
#include "causeway/thread.h"
#include "entropy.h"

#define PAGE_SIZE 4096

uint64_t causeway_clock_frequency;
_Thread_local struct cw_message *causeway_thread_message;
_Thread_local uint32_t causeway_thread_number;

/* The C library's own entry; declared in none of its headers. */
int __libc_start_main(int (*main)(int, char **, char **), int argc, char **argv);

/* Placed by the linker in front of the program headers. */
extern const Elf64_Ehdr __ehdr_start;

_Noreturn void causeway_start_first(uint64_t frequency);

static void thread_live(uint32_t index)
{
    const struct causeway_thread *thread = &causeway_threads[index];
    causeway_thread_number = index;
    causeway_thread_message = thread->message;
    if (thread->number != 0) {
        thread->instance->serve(thread->number);
        return;
    }
    thread->instance->control();
    fflush(NULL);
}

static void *created_thread(void *argument)
{
    thread_live((uint32_t)(uintptr_t)argument);
    return NULL;
}

static void thread_create(uint32_t index)
{
    const struct causeway_thread *thread = &causeway_threads[index];
    pthread_t handle;
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    int error = pthread_attr_setstack(&attributes, thread->stack_base, thread->stack_size);
    if (error == 0)
        error = pthread_create(&handle, &attributes, created_thread, (void *)(uintptr_t)index);
    if (error != 0) {
        fprintf(stderr, "%s: cannot start thread %u: %s (is heap_size large enough?)\n",
                thread->instance->name, thread->number, strerror(error));
        abort();
    }
}

static int first_thread(int argc, char **argv, char **environment)
{
    (void)argc, (void)argv, (void)environment;
    for (uint32_t index = 1; index < causeway_thread_count; index++)
        thread_create(index);
    thread_live(0);
    pthread_exit(NULL);
}

_Noreturn void causeway_start_first(uint64_t frequency)
{
    static uint64_t random[2];
    causeway_clock_frequency = frequency;
    entropy_fill(random);
    const uintptr_t program_headers = (uintptr_t)&__ehdr_start + __ehdr_start.e_phoff;
    static uintptr_t vector[18]; /* argv, NULL, empty environment, auxiliary values */
    uintptr_t values[] = {
        (uintptr_t)causeway_threads[0].instance->name,
        0,
        0,
        AT_PHDR,
        program_headers,
        AT_PHENT,
        sizeof(Elf64_Phdr),
        AT_PHNUM,
        __ehdr_start.e_phnum,
        AT_PAGESZ,
        PAGE_SIZE,
        AT_RANDOM,
        (uintptr_t)random,
        AT_NULL,
        0,
    };
    _Static_assert(sizeof(values) <= sizeof(vector), "vector too short");
    memcpy(vector, values, sizeof(values));
    __libc_start_main(first_thread, 1, (char **)vector);
    __builtin_unreachable();
}
