/* SPDX-License-Identifier: BSD-2-Clause */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "fake_processor.h"
#include "abi/error.h"
#include "kernel/endpoint.h"
#include "kernel/scheduler.h"

#define BADGE 77

static struct vcpu vcpu;
static struct vcpu_block block;
static struct endpoint endpoint;
static struct thread monitor;
static struct cw_message message;

static int setup(void **state)
{
    (void)state;
    fake_processor_reset();
    memset(&block, 0, sizeof block);
    endpoint_init(&endpoint, "exits", 1);
    thread_init(&monitor, "monitor", NULL, 200, &message, NULL);
    scheduler_ready(&monitor);
    vcpu_init(&vcpu, "guest", NULL, 100, NULL, &endpoint, BADGE, &block);
    return 0;
}

/* Resumes the vCPU and lets the guest stay once, which ends with `outcome`. */
static void stay(enum vcpu_outcome outcome)
{
    if (vcpu.thread.state == THREAD_BLOCKED_EXIT)
        assert_int_equal(vcpu_resume(&vcpu), 0);
    vcpu.arch.outcome = outcome;
    vcpu_run(&vcpu);
}

/* Takes the exit as the VMM does. */
static void take_exit(void)
{
    endpoint_receive(&endpoint, &monitor);
    expect_result(&monitor, 0, BADGE);
}

static void test_starts_at_an_exit(void **state)
{
    (void)state;
    assert_int_equal(vcpu.arch.initialised, 1);
    expect_state(&vcpu.thread, THREAD_BLOCKED_EXIT);
    assert_true(list_empty(&endpoint.senders));
    assert_int_equal(vcpu_resume(&vcpu), 0);
    expect_state(&vcpu.thread, THREAD_READY);
    assert_int_equal(vcpu.arch.loaded, 0);
}

static void test_stays_that_the_kernel_ends(void **state)
{
    (void)state;
    stay(VCPU_CONTINUE);
    expect_state(&vcpu.thread, THREAD_READY);
    assert_ptr_equal(fake_fpu_owner, &vcpu.thread);
    assert_int_equal(fake_interrupts_taken, 0);
    stay(VCPU_INTERRUPT);
    expect_state(&vcpu.thread, THREAD_READY);
    assert_int_equal(fake_interrupts_taken, 1);
    assert_int_equal(vcpu.arch.entered, 2);
    assert_true(list_empty(&endpoint.senders));
}

static void test_report(void **state)
{
    (void)state;
    stay(VCPU_REPORT);
    expect_state(&vcpu.thread, THREAD_BLOCKED_REPORT);
    assert_int_equal(vcpu_resume(&vcpu), -CW_EBUSY);
    take_exit();
    expect_state(&vcpu.thread, THREAD_BLOCKED_EXIT);
    assert_int_equal(vcpu_resume(&vcpu), 0);
    assert_int_equal(vcpu_resume(&vcpu), -CW_EBUSY);
}

/* The guest exits to a monitor that takes `ticks` to deal with it, resumes the guest and waits for the next exit. */
static void exit_for(uint64_t ticks)
{
    stay(VCPU_REPORT);
    expect_result(&monitor, 0, BADGE);
    fake_now += ticks;
    assert_int_equal(vcpu_resume(&vcpu), 0);
    endpoint_receive(&endpoint, &monitor);
}

/* A guest that exits all the time does not get more of the processor than its equals. */
static void test_the_time_of_an_exit_is_the_guests(void **state)
{
    (void)state;
    struct thread other;
    thread_init(&other, "other", NULL, 100, &message, NULL);
    endpoint_receive(&endpoint, &monitor);
    assert_int_equal(vcpu_resume(&vcpu), 0);
    scheduler_ready(&other);
    exit_for(vcpu.thread.slice_left - 1);
    assert_ptr_equal(scheduler_pick(), &vcpu.thread);
    exit_for(1);
    assert_ptr_equal(scheduler_pick(), &other);
}

static void test_report_to_a_waiting_monitor(void **state)
{
    (void)state;
    endpoint_receive(&endpoint, &monitor);
    stay(VCPU_REPORT);
    expect_result(&monitor, 0, BADGE);
    expect_state(&vcpu.thread, THREAD_BLOCKED_EXIT);
    expect_state(&monitor, THREAD_READY);
}

static void test_report_to_nobody(void **state)
{
    (void)state;
    thread_stop(&monitor);
    endpoint_receiver_gone(&endpoint);
    stay(VCPU_REPORT);
    expect_state(&vcpu.thread, THREAD_STOPPED);
    assert_int_equal(vcpu_resume(&vcpu), -CW_EBUSY);
    assert_int_equal(vcpu_get_state(&vcpu), -CW_EBUSY);
}

static void test_halt_and_wake(void **state)
{
    (void)state;
    stay(VCPU_HALT);
    expect_state(&vcpu.thread, THREAD_BLOCKED_HALT);
    assert_int_equal(vcpu_resume(&vcpu), -CW_EBUSY);
    assert_true(list_empty(&endpoint.senders));
    vcpu.arch.injectable = true;
    assert_int_equal(vcpu_inject(&vcpu, 32), 0);
    expect_state(&vcpu.thread, THREAD_READY);
    assert_int_equal(vcpu.arch.vector, 32);
}

static void test_inject_while_running(void **state)
{
    (void)state;
    stay(VCPU_CONTINUE);
    vcpu.arch.injectable = true;
    assert_int_equal(vcpu_inject(&vcpu, 255), 0);
    assert_int_equal(vcpu.arch.vector, 255);
    expect_state(&vcpu.thread, THREAD_READY);
}

/* An exit that the VMM works on does not end because of an interrupt. */
static void test_inject_at_an_exit(void **state)
{
    (void)state;
    stay(VCPU_REPORT);
    vcpu.arch.injectable = true;
    assert_int_equal(vcpu_inject(&vcpu, 100), 0);
    expect_state(&vcpu.thread, THREAD_BLOCKED_REPORT);
    take_exit();
    vcpu.arch.injectable = true;
    assert_int_equal(vcpu_inject(&vcpu, 101), 0);
    expect_state(&vcpu.thread, THREAD_BLOCKED_EXIT);
    assert_int_equal(vcpu.arch.injected, 2);
}

static void test_vectors(void **state)
{
    (void)state;
    static const uint64_t wrong[] = {0, 14, 31, 256, 257, 1ull << 32 | 40, UINT64_MAX};
    vcpu.arch.injectable = true;
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        assert_int_equal(vcpu_inject(&vcpu, wrong[i]), -CW_EINVAL);
    assert_int_equal(vcpu.arch.injected, 0);
    assert_false(vcpu.window_wanted);
}

static void test_window(void **state)
{
    (void)state;
    stay(VCPU_CONTINUE);
    assert_int_equal(vcpu_inject(&vcpu, 40), -CW_EAGAIN);
    assert_int_equal(vcpu.arch.injected, 0);
    assert_true(vcpu.window_wanted);
    expect_state(&vcpu.thread, THREAD_READY);

    stay(VCPU_WINDOW);
    assert_false(vcpu.window_wanted);
    take_exit();
    vcpu.arch.injectable = true;
    assert_int_equal(vcpu_inject(&vcpu, 40), 0);
    assert_int_equal(vcpu_resume(&vcpu), 0);
}

/* Another exit comes first: the window is still asked for. */
static void test_window_outlives_an_exit(void **state)
{
    (void)state;
    stay(VCPU_CONTINUE);
    assert_int_equal(vcpu_inject(&vcpu, 40), -CW_EAGAIN);
    stay(VCPU_REPORT);
    take_exit();
    assert_true(vcpu.window_wanted);
    stay(VCPU_WINDOW);
    assert_false(vcpu.window_wanted);
}

/* An exit that comes first may be used: then nobody waits for the window. */
static void test_success_withdraws_the_window(void **state)
{
    (void)state;
    stay(VCPU_CONTINUE);
    assert_int_equal(vcpu_inject(&vcpu, 40), -CW_EAGAIN);
    stay(VCPU_REPORT);
    take_exit();
    vcpu.arch.injectable = true;
    assert_int_equal(vcpu_inject(&vcpu, 40), 0);
    assert_false(vcpu.window_wanted);
}

static void test_resume_loads_what_changed(void **state)
{
    (void)state;
    block.changed = VCPU_CHANGED_GPR | VCPU_CHANGED_RIP;
    assert_int_equal(vcpu_resume(&vcpu), 0);
    assert_int_equal(vcpu.arch.loaded, 1);
    assert_int_equal(vcpu.arch.loaded_groups, VCPU_CHANGED_GPR | VCPU_CHANGED_RIP);
    assert_int_equal(block.changed, 0);
    expect_state(&vcpu.thread, THREAD_READY);
}

static void test_refused_state(void **state)
{
    (void)state;
    memset(&block.exit, 0xff, sizeof block.exit);
    block.changed = VCPU_CHANGED_CONTROL;
    vcpu.arch.refuse = VCPU_FIELD_CR4;
    assert_int_equal(vcpu_resume(&vcpu), -CW_EINVAL);
    expect_state(&vcpu.thread, THREAD_BLOCKED_EXIT);
    assert_int_equal(block.exit.kind, VCPU_EXIT_INVALID_STATE);
    assert_int_equal(block.exit.detail, VCPU_FIELD_CR4);
    assert_int_equal(block.exit.instruction_length, 0);
    assert_int_equal(block.exit.words[0], 0);
    assert_int_equal(block.changed, VCPU_CHANGED_CONTROL);
    vcpu.arch.refuse = VCPU_FIELD_NONE;
    assert_int_equal(vcpu_resume(&vcpu), 0);
    assert_int_equal(vcpu.arch.loaded, 2);
}

/* A VMM that is early has no influence: nothing is read from the block. */
static void test_busy_loads_nothing(void **state)
{
    (void)state;
    stay(VCPU_CONTINUE);
    block.changed = VCPU_CHANGED_ALL;
    assert_int_equal(vcpu_resume(&vcpu), -CW_EBUSY);
    assert_int_equal(vcpu.arch.loaded, 0);
    assert_int_equal(block.changed, VCPU_CHANGED_ALL);
}

static void test_get_state(void **state)
{
    (void)state;
    assert_int_equal(vcpu_get_state(&vcpu), 0);
    assert_ptr_equal(fake_filled_in, &block);
    fake_filled_in = NULL;
    stay(VCPU_CONTINUE);
    assert_int_equal(vcpu_get_state(&vcpu), -CW_EBUSY);
    stay(VCPU_HALT);
    assert_int_equal(vcpu_get_state(&vcpu), -CW_EBUSY);
    assert_null(fake_filled_in);
    vcpu.arch.injectable = true;
    assert_int_equal(vcpu_inject(&vcpu, 50), 0);
    stay(VCPU_REPORT);
    assert_int_equal(vcpu_get_state(&vcpu), 0);
    assert_ptr_equal(fake_filled_in, &block);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_starts_at_an_exit, setup),
        cmocka_unit_test_setup(test_stays_that_the_kernel_ends, setup),
        cmocka_unit_test_setup(test_report, setup),
        cmocka_unit_test_setup(test_the_time_of_an_exit_is_the_guests, setup),
        cmocka_unit_test_setup(test_report_to_a_waiting_monitor, setup),
        cmocka_unit_test_setup(test_report_to_nobody, setup),
        cmocka_unit_test_setup(test_halt_and_wake, setup),
        cmocka_unit_test_setup(test_inject_while_running, setup),
        cmocka_unit_test_setup(test_inject_at_an_exit, setup),
        cmocka_unit_test_setup(test_vectors, setup),
        cmocka_unit_test_setup(test_window, setup),
        cmocka_unit_test_setup(test_window_outlives_an_exit, setup),
        cmocka_unit_test_setup(test_success_withdraws_the_window, setup),
        cmocka_unit_test_setup(test_resume_loads_what_changed, setup),
        cmocka_unit_test_setup(test_refused_state, setup),
        cmocka_unit_test_setup(test_busy_loads_nothing, setup),
        cmocka_unit_test_setup(test_get_state, setup),
    };
    return cmocka_run_group_tests_name("vCPUs", tests, NULL, NULL);
}
