/* SPDX-License-Identifier: BSD-2-Clause */
/* What the kernel reads of a domain's memory, and what a fault stops. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "fake_machine.h"
#include "fake_processor.h"
#include "abi/error.h"
#include "kernel/domain.h"
#include "kernel/endpoint.h"
#include "kernel/notification.h"
#include "kernel/scheduler.h"
#include "kernel/timer.h"

#define PAGE 0x1000ul
#define R    TABLE_RIGHT_READ
#define W    TABLE_RIGHT_WRITE
#define X    TABLE_RIGHT_EXECUTE

static struct domain_mapping mappings[] = {
    {.address = 0x400000, .size = 3 * PAGE, .physical = 0x10000, .rights = R | X},
    {.address = 0x403000, .size = PAGE, .physical = 0x20000, .rights = R | W},
    {.address = 0x404000, .size = PAGE, .physical = 0x30000, .rights = R},
    {.address = 0x600000, .size = 2 * PAGE, .physical = 0x40000000, .rights = R | W, .device = true},
    {.address = TABLE_USER_END - PAGE, .size = PAGE, .physical = 0x40000, .rights = R | W},
};
static struct domain space = {.name = "space", .mappings = mappings, .mapping_count = 5};

static void test_bytes_inside(void **state)
{
    (void)state;
    assert_ptr_equal(domain_bytes(&space, 0x400000, 3 * PAGE, R), fake_ram + 0x10000);
    assert_ptr_equal(domain_bytes(&space, 0x400000, 1, R | X), fake_ram + 0x10000);
    assert_ptr_equal(domain_bytes(&space, 0x402fff, 1, R), fake_ram + 0x12fff);
    assert_ptr_equal(domain_bytes(&space, 0x403008, PAGE - 8, R | W), fake_ram + 0x20008);
    assert_ptr_equal(domain_bytes(&space, 0x404010, 0, R), fake_ram + 0x30010);
    assert_ptr_equal(domain_bytes(&space, TABLE_USER_END - PAGE, PAGE, W), fake_ram + 0x40000);
}

static void test_bytes_outside(void **state)
{
    (void)state;
    static const struct {
        uint64_t address, size;
        uint32_t rights;
    } wrong[] = {
        {0x3fffff, 1, R},
        {0x3fffff, 2, R},
        {0x405000, 1, R},
        {0x405000, 0, R},
        {0x402fff, 2, R}, /* two mappings, though neighbours */
        {0x404fff, 2, R},
        {0x400000, 3 * PAGE + 1, R},
        {0x400000, UINT64_MAX, R},
        {0x400fff, UINT64_MAX - 0xffe, R},
        {0, 1, R},
        {UINT64_MAX, 1, R},
        {0xffff800000010000, 1, R}, /* the kernel's own */
        {TABLE_USER_END, 1, R},
        {TABLE_USER_END - 1, 2, R},
        {0x400000, 1, W},
        {0x403000, 1, X},
        {0x404000, 1, R | W},
        {0x600000, 8, R}, /* a device is not the kernel's to touch */
        {0x601fff, 1, R | W},
    };
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        if (domain_bytes(&space, wrong[i].address, wrong[i].size, wrong[i].rights) != NULL)
            fail_msg("case %zu: %#lx was found", i, (unsigned long)wrong[i].address);
    }
    const struct domain empty = {.name = "empty"};
    assert_null(domain_bytes(&empty, 0x400000, 1, R));
}

/* Two components and a guest: `bad` faults, `good` must not notice more than that its call fails. */
static struct domain bad, good;
static struct thread bad_threads[3], good_threads[4];
static struct cw_message messages[7];
static struct slot bad_slots[8];
static struct endpoint service, shared, other;
static struct notification notification;
static struct irq irq, good_irq;
static struct timer timer, good_timer;
static struct timer *queue[2];
static struct vcpu vcpu;
static struct vcpu_block block;

static void make_threads(struct domain *domain, struct thread *threads, uint32_t count,
                         struct cw_message *pages)
{
    domain->threads = threads;
    domain->thread_count = count;
    for (uint32_t i = 0; i < count; i++) {
        thread_init(&threads[i], i ? "helper" : "main", domain, 100, &pages[i], NULL);
        scheduler_ready(&threads[i]);
    }
}

static void make_slots(void)
{
    const struct slot slots[] = {
        {.type = TABLE_SLOT_SELF},
        {.type = TABLE_SLOT_ENDPOINT, .rights = TABLE_RIGHT_RECEIVE, .object = &service},
        {.type = TABLE_SLOT_ENDPOINT, .rights = TABLE_RIGHT_RECEIVE, .object = &shared},
        {.type = TABLE_SLOT_ENDPOINT, .rights = TABLE_RIGHT_CALL, .object = &other},
        {.type = TABLE_SLOT_IRQ, .object = &irq},
        {.type = TABLE_SLOT_TIMER, .object = &timer},
        {.type = TABLE_SLOT_VCPU, .object = &vcpu},
        {.type = TABLE_SLOT_NOTIFICATION, .rights = TABLE_RIGHT_WAIT, .object = &notification},
    };
    memcpy(bad_slots, slots, sizeof slots);
    bad.slots = bad_slots;
    bad.slot_count = sizeof slots / sizeof slots[0];
}

static int setup(void **state)
{
    (void)state;
    fake_processor_reset();
    bad = (struct domain){.name = "culprit"};
    good = (struct domain){.name = "bystander"};
    make_threads(&bad, bad_threads, 3, messages);
    make_threads(&good, good_threads, 4, messages + 3);
    make_slots();
    endpoint_init(&service, "service", 1);
    endpoint_init(&shared, "shared", 2);
    endpoint_init(&other, "other", 1);
    notification_init(&notification, "notification");
    irq_init(&irq, "irq", 5, &notification, 1);
    irq_init(&good_irq, "good irq", 6, &notification, 2);
    timer_queue_init(queue);
    timer_init(&timer, "timer", &notification, 4);
    timer_init(&good_timer, "good timer", &notification, 8);
    timer_set(&timer, 1000, 0);
    timer_set(&good_timer, 2000, 0);
    vcpu_init(&vcpu, "guest", &bad, 50, NULL, &service, 9, &block);
    assert_int_equal(vcpu_resume(&vcpu), 0);
    return 0;
}

static void test_report(void **state)
{
    (void)state;
    domain_fault(&bad_threads[1], "write", 0xdead000, 0x401234);
    assert_non_null(strstr(fake_console, "component culprit, thread helper: write at dead000, instruction at "
                                         "401234; the component is stopped"));
}

static void test_everything_of_the_domain_stops(void **state)
{
    (void)state;
    notification_wait(&notification, &bad_threads[1]);
    endpoint_receive(&service, &bad_threads[2]);
    domain_fault(&bad_threads[0], "read", 0, 0);
    assert_true(bad.stopped);
    for (int i = 0; i < 3; i++)
        expect_state(&bad_threads[i], THREAD_STOPPED);
    expect_state(&vcpu.thread, THREAD_STOPPED);
    assert_true(fake_line_masked[5]);
    irq_acknowledge(&irq);
    assert_true(fake_line_masked[5]);
    assert_int_equal(timer_next(), 2000);
    assert_true(list_empty(&notification.waiters));
    assert_true(list_empty(&service.receiving));
}

static void test_nothing_else_stops(void **state)
{
    (void)state;
    domain_fault(&bad_threads[0], "read", 0, 0);
    assert_false(good.stopped);
    for (int i = 0; i < 4; i++)
        expect_state(&good_threads[i], THREAD_READY);
    assert_false(fake_line_masked[6]);
    assert_ptr_equal(scheduler_pick(), &good_threads[0]);
    timer_expire(3000);
    assert_int_equal(notification_take(&notification), 8);
    assert_int_equal(other.receivers, 1); /* it only called there */
}

/* One client was being served, one was queued, one calls afterwards: all three are told. */
static void test_clients_are_told(void **state)
{
    (void)state;
    endpoint_call(&service, &good_threads[0], 1, 0);
    endpoint_receive(&service, &bad_threads[0]);
    expect_result(&bad_threads[0], 0, 1);
    endpoint_call(&service, &good_threads[1], 2, 0);
    domain_fault(&bad_threads[0], "read", 0, 0);
    expect_result(&good_threads[0], -CW_ECONNRESET, 0);
    expect_result(&good_threads[1], -CW_ECONNRESET, 0);
    endpoint_call(&service, &good_threads[2], 3, 0);
    expect_result(&good_threads[2], -CW_ECONNRESET, 0);
    for (int i = 0; i < 3; i++)
        expect_state(&good_threads[i], THREAD_READY);
}

/* Where another domain also receives, calls wait for that. */
static void test_shared_endpoint_lives(void **state)
{
    (void)state;
    endpoint_call(&shared, &good_threads[0], 7, 0);
    domain_fault(&bad_threads[0], "read", 0, 0);
    expect_state(&good_threads[0], THREAD_BLOCKED_CALL);
    assert_int_equal(shared.receivers, 1);
    endpoint_receive(&shared, &good_threads[3]);
    expect_result(&good_threads[3], 0, 7);
}

/* The domain was itself a client when it fell: its message is gone, the server goes on with the next. */
static void test_call_of_a_stopped_client(void **state)
{
    (void)state;
    endpoint_call(&other, &bad_threads[1], 5, 0);
    endpoint_call(&other, &good_threads[0], 6, 0);
    domain_fault(&bad_threads[0], "read", 0, 0);
    endpoint_receive(&other, &good_threads[3]);
    expect_result(&good_threads[3], 0, 6);
}

static void test_second_fault_is_not_counted_twice(void **state)
{
    (void)state;
    domain_fault(&bad_threads[0], "read", 0, 0);
    domain_fault(&bad_threads[0], "read", 0, 0);
    assert_int_equal(shared.receivers, 1);
    assert_int_equal(service.receivers, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_bytes_inside),
        cmocka_unit_test(test_bytes_outside),
        cmocka_unit_test_setup(test_report, setup),
        cmocka_unit_test_setup(test_everything_of_the_domain_stops, setup),
        cmocka_unit_test_setup(test_nothing_else_stops, setup),
        cmocka_unit_test_setup(test_clients_are_told, setup),
        cmocka_unit_test_setup(test_shared_endpoint_lives, setup),
        cmocka_unit_test_setup(test_call_of_a_stopped_client, setup),
        cmocka_unit_test_setup(test_second_fault_is_not_counted_twice, setup),
    };
    return cmocka_run_group_tests_name("domains", tests, NULL, NULL);
}
