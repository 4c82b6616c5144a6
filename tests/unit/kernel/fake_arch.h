/* SPDX-License-Identifier: BSD-2-Clause */
/* The architecture as the unit tests have it: results and masked lines are recorded. */
#ifndef UNIT_FAKE_ARCH_H
#define UNIT_FAKE_ARCH_H

#include "kernel/irq.h"
#include "kernel/thread.h"

extern bool fake_line_masked[IRQ_LINES];

/* Makes a READY component thread with a message page of its own, from a pool that `fake_reset` empties. */
struct thread *fake_thread(uint8_t priority);

/* Makes a READY vCPU thread. */
struct thread *fake_vcpu(uint8_t priority);

/* Forgets all threads and empties the scheduler. */
void fake_reset(void);

/* Ends the test unless `thread` is READY and its only result since the last call is this. */
#define expect_result(thread, rax, rdx) fake_expect_result(thread, rax, rdx, __FILE__, __LINE__)
void fake_expect_result(struct thread *thread, int64_t rax, uint64_t rdx, const char *file, int line);

/* Ends the test unless `thread` is in this state without a result since the last one was expected. */
#define expect_state(thread, state) fake_expect_state(thread, state, __FILE__, __LINE__)
void fake_expect_state(struct thread *thread, enum thread_state state, const char *file, int line);

#endif
