/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the ADL compiler would generate for a test component with TEST_THREADS threads, a heap of 1 MiB
 * and output on the kernel's console. Included once by each such component.
 */
#ifndef TEST_COMPONENT_H
#define TEST_COMPONENT_H

#include <stdio.h>

#include "causeway/component.h"
#include "causeway/thread.h"

#define TEST_STACK 16384

static _Alignas(4096) char test_stacks[TEST_THREADS][TEST_STACK];
static _Alignas(4096) struct cw_message test_messages[TEST_THREADS];
static _Alignas(4096) char test_heap[1 << 20];

/* Each test has these two of its own. */
static void test_control(void);
static void test_serve(uint32_t number);

static void test_print(const char *bytes, size_t length);

static const struct causeway_instance test_instance = {
    .name = "test", .control = test_control, .serve = test_serve, .print = test_print};

#define TEST_THREAD(i)                                                                                       \
    {                                                                                                        \
        .message = &test_messages[i], .stack_base = test_stacks[i], .stack_size = TEST_STACK,                \
        .notification = i + 1, .instance = &test_instance, .number = i                                       \
    }

const uint32_t causeway_thread_count = TEST_THREADS;
char *const causeway_heap_start = test_heap;
char *const causeway_heap_end = test_heap + sizeof(test_heap);
const cw_slot causeway_console = 50;

static void test_print(const char *bytes, size_t length)
{
    __asm__ volatile("pxor %%xmm15, %%xmm15" : : : "xmm15");
    causeway_console_write(bytes, length);
}

/* Ends the run with status 1 and says which check failed. */
#define CHECK(condition)                                                                                     \
    do {                                                                                                     \
        if (!(condition)) {                                                                                  \
            printf("%s:%d: not so: %s\n", __FILE__, __LINE__, #condition);                                   \
            cw_power_off(1);                                                                                 \
        }                                                                                                    \
    } while (0)

#endif
