/* SPDX-License-Identifier: BSD-2-Clause */
#include "fake_processor.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "fake_machine.h"
#include "kernel/arch.h"
#include "kernel/scheduler.h"

#define SLICE 1000

uint64_t fake_now;
bool fake_line_masked[IRQ_LINES];
unsigned fake_interrupts_taken;
struct thread *fake_fpu_owner;
const char *fake_power;
struct vcpu_block *fake_filled_in;

void fake_processor_reset(void)
{
    fake_now = 0;
    fake_interrupts_taken = 0;
    fake_fpu_owner = NULL;
    fake_power = NULL;
    fake_filled_in = NULL;
    memset(fake_line_masked, true, sizeof fake_line_masked);
    fake_machine_reset();
    scheduler_init(SLICE);
}

uint64_t arch_now(void)
{
    return fake_now;
}

void arch_irq_mask(uint32_t line)
{
    fake_line_masked[line] = true;
}

void arch_irq_unmask(uint32_t line)
{
    fake_line_masked[line] = false;
}

static __attribute__((noreturn)) void end_machine(const char *how)
{
    fake_power = how;
    mock_assert(false, how, __FILE__, __LINE__);
    abort();
}

void arch_power_off(void)
{
    end_machine("off");
}

void arch_power_reset(void)
{
    end_machine("reset");
}

void arch_thread_set_tls(struct thread *thread, uint64_t base)
{
    thread->arch.tls = base;
}

void arch_fpu_switch(struct thread *thread)
{
    fake_fpu_owner = thread;
}

void arch_take_interrupts(void)
{
    fake_interrupts_taken++;
}

void thread_set_result(struct thread *thread, int64_t rax, uint64_t rdx)
{
    assert_null(thread->vcpu);
    thread->arch.rax = rax;
    thread->arch.rdx = rdx;
    thread->arch.results++;
}

void arch_vcpu_init(struct vcpu *vcpu)
{
    vcpu->arch = (struct arch_vcpu){.initialised = 1};
}

enum vcpu_outcome arch_vcpu_enter(struct vcpu *vcpu)
{
    vcpu->arch.entered++;
    return (enum vcpu_outcome)vcpu->arch.outcome;
}

enum vcpu_field arch_vcpu_load(struct vcpu *vcpu, const struct vcpu_block *block)
{
    vcpu->arch.loaded++;
    vcpu->arch.loaded_groups = block->changed;
    return (enum vcpu_field)vcpu->arch.refuse;
}

void arch_vcpu_store(const struct vcpu *vcpu, struct vcpu_block *block)
{
    assert_ptr_equal(block, vcpu->block);
    fake_filled_in = block;
}

bool arch_vcpu_injectable(const struct vcpu *vcpu)
{
    return vcpu->arch.injectable;
}

void arch_vcpu_inject(struct vcpu *vcpu, uint8_t vector)
{
    assert_true(vcpu->arch.injectable);
    vcpu->arch.injectable = false;
    vcpu->arch.injected++;
    vcpu->arch.vector = vector;
}

void fake_expect_result(struct thread *thread, int64_t rax, uint64_t rdx, const char *file, int line)
{
    if (thread->arch.results != 1 || thread->arch.rax != rax || thread->arch.rdx != rdx) {
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
