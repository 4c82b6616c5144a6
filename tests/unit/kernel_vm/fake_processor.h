/* SPDX-License-Identifier: BSD-2-Clause */
/* The processor as these tests have it: results, masked lines, guests and time are plain variables. */
#ifndef UNIT_FAKE_PROCESSOR_H
#define UNIT_FAKE_PROCESSOR_H

#include <stdbool.h>
#include <stdint.h>

#include "kernel/irq.h"
#include "kernel/thread.h"
#include "kernel/vcpu.h"

extern uint64_t fake_now; /* what arch_now() returns */
extern bool fake_line_masked[IRQ_LINES];
extern unsigned fake_interrupts_taken;    /* calls of arch_take_interrupts() */
extern struct thread *fake_fpu_owner;     /* of the last arch_fpu_switch() */
extern const char *fake_power;            /* "off" or "reset" once the machine has ended */
extern struct vcpu_block *fake_filled_in; /* by the last arch_vcpu_store() */

/* Time 0, all lines masked, empty scheduler, empty console. */
void fake_processor_reset(void);

/* Ends the test unless `thread` has had exactly one result since the last call, and it is this. */
#define expect_result(thread, rax, rdx) fake_expect_result(thread, rax, rdx, __FILE__, __LINE__)
void fake_expect_result(struct thread *thread, int64_t rax, uint64_t rdx, const char *file, int line);

/* Ends the test unless `thread` is in `state` without a result since the last one was expected. */
#define expect_state(thread, state) fake_expect_state(thread, state, __FILE__, __LINE__)
void fake_expect_state(struct thread *thread, enum thread_state state, const char *file, int line);

#endif
