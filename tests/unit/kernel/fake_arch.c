/* SPDX-License-Identifier: BSD-2-Clause */
#include "fake_arch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "kernel/scheduler.h"

#define POOL  32
#define SLICE 1000

static struct thread threads[POOL];
static struct cw_message messages[POOL];
static unsigned used;

bool fake_line_masked[IRQ_LINES];

void arch_irq_mask(uint32_t line)
{
    fake_line_masked[line] = true;
}

void arch_irq_unmask(uint32_t line)
{
    fake_line_masked[line] = false;
}

void thread_set_result(struct thread *thread, int64_t rax, uint64_t rdx)
{
    assert_null(thread->vcpu);
    thread->arch.rax = rax;
    thread->arch.rdx = rdx;
    thread->arch.results++;
}

static struct thread *make(uint8_t priority, bool vcpu)
{
    assert_true(used < POOL);
    struct thread *thread = &threads[used];
    /* Nobody looks into a vCPU here; it only must not be NULL. */
    thread_init(thread, "test", NULL, priority, vcpu ? NULL : &messages[used],
                vcpu ? (struct vcpu *)thread : NULL);
    used++;
    scheduler_ready(thread);
    return thread;
}

struct thread *fake_thread(uint8_t priority)
{
    return make(priority, false);
}

struct thread *fake_vcpu(uint8_t priority)
{
    return make(priority, true);
}

void fake_reset(void)
{
    used = 0;
    memset(messages, 0, sizeof messages);
    memset(fake_line_masked, true, sizeof fake_line_masked);
    scheduler_init(SLICE);
}

void fake_expect_result(struct thread *thread, int64_t rax, uint64_t rdx, const char *file, int line)
{
    if (thread->state != THREAD_READY || thread->arch.results != 1 || thread->arch.rax != rax ||
        thread->arch.rdx != rdx) {
        print_error("state %d, %u results, rax %ld, rdx %#lx\n", thread->state, thread->arch.results,
                    (long)thread->arch.rax, (unsigned long)thread->arch.rdx);
        _fail(file, line);
    }
    thread->arch.results = 0;
}

void fake_expect_state(struct thread *thread, enum thread_state state, const char *file, int line)
{
    if (thread->state != state || thread->arch.results != 0) {
        print_error("state %d, %u results\n", thread->state, thread->arch.results);
        _fail(file, line);
    }
}
