/* SPDX-License-Identifier: BSD-2-Clause */
/* System calls: what every one refuses, and that every one reaches its object with its arguments. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "fake_machine.h"
#include "fake_processor.h"
#include "syscall_sample.h"
#include "vm_sample.h"
#include "abi/error.h"
#include "kernel/scheduler.h"

#define RDX 0xd0d0 /* a call that returns nothing in RDX leaves it alone */

/* Which slots of the sample a call takes. */
static const struct {
    enum cw_syscall number;
    uint32_t type, right;
} calls[] = {
    {CW_SYS_SIGNAL, TABLE_SLOT_NOTIFICATION, TABLE_RIGHT_SIGNAL},
    {CW_SYS_WAIT, TABLE_SLOT_NOTIFICATION, TABLE_RIGHT_WAIT},
    {CW_SYS_POLL, TABLE_SLOT_NOTIFICATION, TABLE_RIGHT_WAIT},
    {CW_SYS_CALL, TABLE_SLOT_ENDPOINT, TABLE_RIGHT_CALL},
    {CW_SYS_RECEIVE, TABLE_SLOT_ENDPOINT, TABLE_RIGHT_RECEIVE},
    {CW_SYS_REPLY_RECEIVE, TABLE_SLOT_ENDPOINT, TABLE_RIGHT_RECEIVE},
    {CW_SYS_REPLY, TABLE_SLOT_ENDPOINT, TABLE_RIGHT_RECEIVE},
    {CW_SYS_IRQ_ACK, TABLE_SLOT_IRQ, 0},
    {CW_SYS_TIMER_SET, TABLE_SLOT_TIMER, 0},
    {CW_SYS_VM_MAP, TABLE_SLOT_VM, 0},
    {CW_SYS_VM_UNMAP, TABLE_SLOT_VM, 0},
    {CW_SYS_VCPU_RESUME, TABLE_SLOT_VCPU, 0},
    {CW_SYS_VCPU_RESUME_RECEIVE, TABLE_SLOT_VCPU, 0},
    {CW_SYS_VCPU_INJECT, TABLE_SLOT_VCPU, 0},
    {CW_SYS_VCPU_GET_STATE, TABLE_SLOT_VCPU, 0},
    {CW_SYS_THREAD_SET_TLS, TABLE_SLOT_SELF, 0},
    {CW_SYS_THREAD_YIELD, TABLE_SLOT_SELF, 0},
    {CW_SYS_THREAD_EXIT, TABLE_SLOT_SELF, 0},
    {CW_SYS_CONSOLE_WRITE, TABLE_SLOT_CONSOLE, 0},
    {CW_SYS_POWER_OFF, TABLE_SLOT_POWER, 0},
    {CW_SYS_POWER_RESET, TABLE_SLOT_POWER, 0},
};
#define CALLS (sizeof calls / sizeof calls[0])
_Static_assert(CALLS == CW_SYSCALL_END - CW_SYSCALL_BASE, "a line for each call");

static void expect_refused(size_t i, uint64_t slot, int error)
{
    sample_call(calls[i].number, slot, 0, RDX, 0, 0);
    if (sample_thread->arch.results != 1 || sample_thread->arch.rax != -error)
        fail_msg("call %zu with slot %#lx: %u results, %ld instead of %d", i, (unsigned long)slot,
                 sample_thread->arch.results, (long)sample_thread->arch.rax, -error);
    sample_thread->arch.results = 0;
    expect_state(sample_thread, THREAD_READY);
}

static void test_slots_out_of_range(void **state)
{
    (void)state;
    static const uint64_t wrong[] = {SLOTS,      SLOTS + 1,  255,        1ull << 31,
                                     1ull << 32, 1ull << 60, UINT64_MAX, (1ull << 32) + SLOT_VM};
    for (size_t i = 0; i < CALLS; i++) {
        for (size_t w = 0; w < sizeof wrong / sizeof wrong[0]; w++)
            expect_refused(i, wrong[w], CW_ENOENT);
        expect_refused(i, SLOT_EMPTY, CW_ENOENT);
    }
}

/* Every call with every slot of the sample: accepted only where kind and rights fit. */
static void test_wrong_kind_or_right(void **state)
{
    unsigned refused_kind = 0, refused_right = 0;
    for (size_t i = 0; i < CALLS; i++) {
        for (enum sample_slot slot = 0; slot < SLOTS; slot++) {
            uint32_t missing = calls[i].right & ~sample_slot_rights(slot);
            if (slot == SLOT_EMPTY)
                continue;
            if (sample_slot_type(slot) != calls[i].type) {
                expect_refused(i, slot, CW_EINVAL);
                refused_kind++;
            } else if (missing != 0) {
                expect_refused(i, slot, CW_EACCES);
                refused_right++;
            }
        }
    }
    assert_int_equal(refused_right, 7);
    assert_int_equal(refused_kind, CALLS * (SLOTS - 1) - 2 * 7 - 14);
    /* And none of them did anything. */
    assert_int_equal(notification_take(&sample_notification), 0);
    assert_true(timer_next() == UINT64_MAX);
    assert_int_equal(sample_vm.overlay_count, 0);
    expect_state(&sample_vcpu.thread, THREAD_BLOCKED_EXIT);
    assert_string_equal(fake_console, "");
    (void)state;
}

static void test_signal_wait_poll(void **state)
{
    (void)state;
    sample_call(CW_SYS_SIGNAL, SLOT_SIGNAL, 0xffff, RDX, 0, 0);
    expect_result(sample_thread, 0, RDX);
    sample_call(CW_SYS_POLL, SLOT_WAIT, 0, RDX, 0, 0);
    expect_result(sample_thread, 0, SAMPLE_BADGE);
    sample_call(CW_SYS_POLL, SLOT_WAIT, 0, RDX, 0, 0);
    expect_result(sample_thread, 0, 0);
    sample_call(CW_SYS_WAIT, SLOT_WAIT, 0, RDX, 0, 0);
    expect_state(sample_thread, THREAD_BLOCKED_NOTIFICATION);
    notification_signal(&sample_notification, 4);
    expect_result(sample_thread, 0, 4);
}

static void test_call_receive_reply(void **state)
{
    (void)state;
    sample_call(CW_SYS_CALL, SLOT_CALL, CW_MESSAGE_WORDS + 1, RDX, 0, 0);
    expect_result(sample_thread, -CW_EINVAL, 0);
    sample_call(CW_SYS_REPLY, SLOT_RECEIVE, 0, RDX, 0, 0);
    expect_result(sample_thread, -CW_ENOENT, 0);

    sample_thread->message->word[1] = 11;
    sample_call(CW_SYS_CALL, SLOT_CALL, 2, RDX, 0, 0);
    expect_state(sample_thread, THREAD_BLOCKED_CALL);
    endpoint_receive(&sample_endpoint, &sample_peer);
    expect_result(&sample_peer, 2, SAMPLE_BADGE);
    assert_int_equal(sample_peer.message->word[1], 11);
    endpoint_reply(&sample_peer, 0);
    expect_result(sample_thread, 0, 0);
    expect_result(&sample_peer, 0, 0);

    endpoint_call(&sample_endpoint, &sample_peer, 3, 1);
    sample_call(CW_SYS_RECEIVE, SLOT_RECEIVE, 0, RDX, 0, 0);
    expect_result(sample_thread, 1, 3);
    sample_thread->message->word[0] = 22;
    sample_call(CW_SYS_REPLY, SLOT_RECEIVE, 1, RDX, 0, 0);
    expect_result(sample_thread, 0, 0);
    expect_result(&sample_peer, 1, 0);
    assert_int_equal(sample_peer.message->word[0], 22);

    endpoint_call(&sample_endpoint, &sample_peer, 3, 1);
    sample_call(CW_SYS_RECEIVE, SLOT_RECEIVE, 0, RDX, 0, 0);
    expect_result(sample_thread, 1, 3);
    sample_call(CW_SYS_REPLY_RECEIVE, SLOT_RECEIVE, 0, RDX, 0, 0);
    expect_result(&sample_peer, 0, 0);
    expect_state(sample_thread, THREAD_BLOCKED_RECEIVE);
}

static void test_irq_and_timer(void **state)
{
    (void)state;
    irq_raise(5);
    assert_true(fake_line_masked[5]);
    sample_call(CW_SYS_IRQ_ACK, SLOT_IRQ, 0, RDX, 0, 0);
    expect_result(sample_thread, 0, RDX);
    assert_false(fake_line_masked[5]);
    notification_take(&sample_notification);

    fake_now = 100;
    sample_call(CW_SYS_TIMER_SET, SLOT_TIMER, 101, RDX, 0, 0);
    expect_result(sample_thread, 0, RDX);
    assert_int_equal(timer_next(), 101);
    sample_call(CW_SYS_TIMER_SET, SLOT_TIMER, CW_TIMER_OFF, RDX, 0, 0);
    expect_result(sample_thread, 0, RDX);
    assert_true(timer_next() == UINT64_MAX);
    sample_call(CW_SYS_TIMER_SET, SLOT_TIMER, 100, RDX, 0, 0);
    expect_result(sample_thread, 0, RDX);
    assert_int_equal(notification_take(&sample_notification), 2);
}

/* The region's slot is checked like the first one, and before anything happens. */
static void test_map_checks_the_region_slot(void **state)
{
    (void)state;
    static const struct {
        uint64_t slot;
        int error;
    } cases[] = {
        {SLOTS, CW_ENOENT},
        {UINT64_MAX, CW_ENOENT},
        {SLOT_EMPTY, CW_ENOENT},
        {SLOT_VM, CW_EINVAL},
        {SLOT_SIGNAL, CW_EINVAL},
        {SLOT_SELF, CW_EINVAL},
        {SLOT_REGION_NONE, CW_EACCES},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        sample_call(CW_SYS_VM_MAP, SLOT_VM, PAGE, cases[i].slot, 0, PAGE);
        expect_result(sample_thread, -cases[i].error, cases[i].slot);
    }
    assert_int_equal(sample_vm.overlay_count, 0);
}

static void test_map_and_unmap(void **state)
{
    (void)state;
    sample_call(CW_SYS_VM_MAP, SLOT_VM, 5 * PAGE, SLOT_REGION_READ, PAGE, 2 * PAGE);
    expect_result(sample_thread, 0, SLOT_REGION_READ);
    expect_page(&sample_vm, 5 * PAGE, 0x20001000, TABLE_RIGHT_READ, 0);
    expect_page(&sample_vm, 6 * PAGE, 0x20002000, TABLE_RIGHT_READ, 0);
    sample_call(CW_SYS_VM_MAP, SLOT_VM, 8 * PAGE, SLOT_REGION_WRITE, 0, PAGE);
    expect_result(sample_thread, 0, SLOT_REGION_WRITE);
    expect_page(&sample_vm, 8 * PAGE, 0x20000000, TABLE_RIGHT_READ | TABLE_RIGHT_WRITE, 0);

    sample_call(CW_SYS_VM_MAP, SLOT_VM, 6 * PAGE, SLOT_REGION_READ, 0, PAGE);
    expect_result(sample_thread, -CW_EEXIST, SLOT_REGION_READ);
    sample_call(CW_SYS_VM_MAP, SLOT_VM, 20 * PAGE, SLOT_REGION_READ, 3 * PAGE, 2 * PAGE);
    expect_result(sample_thread, -CW_EINVAL, SLOT_REGION_READ);
    sample_call(CW_SYS_VM_MAP, SLOT_VM, 1ul << 48, SLOT_REGION_READ, 0, PAGE);
    expect_result(sample_thread, -CW_EFAULT, SLOT_REGION_READ);
    sample_call(CW_SYS_VM_MAP, SLOT_VM, LARGE, SLOT_REGION_READ, 0, PAGE);
    expect_result(sample_thread, -CW_ENOMEM, SLOT_REGION_READ);

    sample_call(CW_SYS_VM_UNMAP, SLOT_VM, 6 * PAGE, RDX, 0, 0);
    expect_result(sample_thread, -CW_ENOENT, RDX);
    sample_call(CW_SYS_VM_UNMAP, SLOT_VM, 5 * PAGE, RDX, 0, 0);
    expect_result(sample_thread, 0, RDX);
}

static void test_vcpu_calls(void **state)
{
    (void)state;
    sample_call(CW_SYS_VCPU_GET_STATE, SLOT_VCPU, 0, RDX, 0, 0);
    expect_result(sample_thread, 0, RDX);
    assert_ptr_equal(fake_filled_in, &sample_block);
    sample_call(CW_SYS_VCPU_INJECT, SLOT_VCPU, 31, RDX, 0, 0);
    expect_result(sample_thread, -CW_EINVAL, RDX);
    sample_call(CW_SYS_VCPU_INJECT, SLOT_VCPU, 48, RDX, 0, 0);
    expect_result(sample_thread, -CW_EAGAIN, RDX);
    sample_call(CW_SYS_VCPU_RESUME, SLOT_VCPU, 0, RDX, 0, 0);
    expect_result(sample_thread, 0, RDX);
    expect_state(&sample_vcpu.thread, THREAD_READY);
    sample_call(CW_SYS_VCPU_RESUME, SLOT_VCPU, 0, RDX, 0, 0);
    expect_result(sample_thread, -CW_EBUSY, RDX);
    sample_call(CW_SYS_VCPU_GET_STATE, SLOT_VCPU, 0, RDX, 0, 0);
    expect_result(sample_thread, -CW_EBUSY, RDX);
}

/* The endpoint's slot is checked before the guest is resumed. */
static void test_resume_receive(void **state)
{
    (void)state;
    static const struct {
        uint64_t slot;
        int error;
    } cases[] = {
        {SLOTS, CW_ENOENT},
        {SLOT_EMPTY, CW_ENOENT},
        {SLOT_VCPU, CW_EINVAL},
        {SLOT_CALL, CW_EACCES},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        sample_call(CW_SYS_VCPU_RESUME_RECEIVE, SLOT_VCPU, cases[i].slot, RDX, 0, 0);
        expect_result(sample_thread, -cases[i].error, RDX);
        expect_state(&sample_vcpu.thread, THREAD_BLOCKED_EXIT);
    }
    sample_block.changed = VCPU_CHANGED_RIP;
    sample_vcpu.arch.refuse = VCPU_FIELD_RIP;
    sample_call(CW_SYS_VCPU_RESUME_RECEIVE, SLOT_VCPU, SLOT_RECEIVE, RDX, 0, 0);
    expect_result(sample_thread, -CW_EINVAL, RDX);
    expect_state(&sample_vcpu.thread, THREAD_BLOCKED_EXIT);
    sample_vcpu.arch.refuse = VCPU_FIELD_NONE;
    sample_call(CW_SYS_VCPU_RESUME_RECEIVE, SLOT_VCPU, SLOT_RECEIVE, RDX, 0, 0);
    expect_state(sample_thread, THREAD_BLOCKED_RECEIVE);
    expect_state(&sample_vcpu.thread, THREAD_READY);
}

static void test_thread_calls(void **state)
{
    (void)state;
    sample_call(CW_SYS_THREAD_SET_TLS, CW_SLOT_SELF, TABLE_USER_END - 1, RDX, 0, 0);
    expect_result(sample_thread, 0, RDX);
    assert_int_equal(sample_thread->arch.tls, TABLE_USER_END - 1);
    static const uint64_t wrong[] = {TABLE_USER_END, 0x0000800000000000, 0xffff800000000000, UINT64_MAX};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        sample_call(CW_SYS_THREAD_SET_TLS, CW_SLOT_SELF, wrong[i], RDX, 0, 0);
        expect_result(sample_thread, -CW_EFAULT, RDX);
    }
    assert_int_equal(sample_thread->arch.tls, TABLE_USER_END - 1);

    assert_ptr_equal(scheduler_pick(), sample_thread);
    sample_call(CW_SYS_THREAD_YIELD, CW_SLOT_SELF, 0, RDX, 0, 0);
    expect_result(sample_thread, 0, RDX);
    assert_ptr_equal(scheduler_pick(), &sample_peer);
    sample_call(CW_SYS_THREAD_EXIT, CW_SLOT_SELF, 0, RDX, 0, 0);
    expect_state(sample_thread, THREAD_STOPPED);
    expect_state(&sample_peer, THREAD_READY);
}

static void write_console(uint64_t address, uint64_t size, int64_t result)
{
    fake_machine_reset();
    sample_call(CW_SYS_CONSOLE_WRITE, SLOT_CONSOLE, address, size, 0, 0);
    expect_result(sample_thread, result, size);
}

static void test_console_write(void **state)
{
    (void)state;
    char *data = (char *)fake_ram + SAMPLE_MEMORY;
    memset(data, 'a', 2 * PAGE);
    memcpy(data, "one\033[0m\ttwo\001\200\177", 14);
    write_console(SAMPLE_DATA, 14, 14);
    assert_string_equal(fake_console, "one\033[0m\ttwo?\200?");
    write_console(SAMPLE_DATA + PAGE - 4, 8, 8);
    assert_string_equal(fake_console, "aaaaaaaa");
    write_console(SAMPLE_DATA + 64, 257, 256);
    assert_int_equal(strlen(fake_console), 256);
    write_console(SAMPLE_DATA + 64, UINT64_MAX, 256);
    write_console(SAMPLE_DATA, 0, 0);
    write_console(SAMPLE_DATA + 2 * PAGE - 3, 3, 3);
    write_console(SAMPLE_DATA + 2 * PAGE - 3, 4, -CW_EFAULT);
    assert_string_equal(fake_console, "");
    write_console(SAMPLE_DATA + 2 * PAGE, 1, -CW_EFAULT);
    write_console(SAMPLE_DATA - 1, 2, -CW_EFAULT);
    write_console(0xffff800001000000, 8, -CW_EFAULT);
    write_console(UINT64_MAX - 3, 8, -CW_EFAULT);
    assert_string_equal(fake_console, "");
}

static void test_power(void **state)
{
    (void)state;
    expect_assert_failure(sample_call(CW_SYS_POWER_OFF, SLOT_POWER, 0, 0, 0, 0));
    assert_string_equal(fake_power, "off");
    expect_assert_failure(sample_call(CW_SYS_POWER_RESET, SLOT_POWER, 0, 0, 0, 0));
    assert_string_equal(fake_power, "reset");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_slots_out_of_range, sample_setup),
        cmocka_unit_test_setup(test_wrong_kind_or_right, sample_setup),
        cmocka_unit_test_setup(test_signal_wait_poll, sample_setup),
        cmocka_unit_test_setup(test_call_receive_reply, sample_setup),
        cmocka_unit_test_setup(test_irq_and_timer, sample_setup),
        cmocka_unit_test_setup(test_map_checks_the_region_slot, sample_setup),
        cmocka_unit_test_setup(test_map_and_unmap, sample_setup),
        cmocka_unit_test_setup(test_vcpu_calls, sample_setup),
        cmocka_unit_test_setup(test_resume_receive, sample_setup),
        cmocka_unit_test_setup(test_thread_calls, sample_setup),
        cmocka_unit_test_setup(test_console_write, sample_setup),
        cmocka_unit_test_setup(test_power, sample_setup),
    };
    return cmocka_run_group_tests_name("system calls", tests, NULL, NULL);
}
