/* SPDX-License-Identifier: BSD-2-Clause */
/* Consumed events: the page, latching, floods, resets, and posting threads against a guest. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include <pthread.h>
#include <sched.h>

#include "event_fixture.h"

static void an_event_reaches_the_guest(void **state)
{
    (void)state;
    assert_int_equal(share(PAGE), 0);
    assert_int_equal(page()->magic, CAUSEWAY_EVENT_MAGIC);
    assert_int_equal(page()->version, CAUSEWAY_ABI_VERSION);
    assert_int_equal(page()->events, 2);
    assert_false(interrupted());
    fire_1();
    assert_int_equal(fake.wakes, 1);
    vmm_handle_async(vmm);
    assert_true(interrupted());
    assert_int_equal(page()->ring, 1);
    fire_1();
    fire_1();
    vmm_handle_async(vmm);
    assert_false(interrupted()); /* the guest has not looked yet: one interrupt is enough */
    assert_int_equal(guest_takes(1), 3);
    assert_int_equal(guest_takes(2), 0);
    fire_1();
    vmm_handle_async(vmm);
    assert_true(interrupted());
    assert_int_equal(guest_takes(1), 1);
}

static int64_t direct(uint64_t on)
{
    return fake_hypercall(vmm, CAUSEWAY_HC_EVENTS_DIRECT, on, 0, 0);
}

static void direct_events_go_past_the_controller(void **state)
{
    (void)state;
    vmm->pic.chip[1].vector_base = 0x38;
    assert_int_equal(direct(2), -CW_EINVAL);
    assert_int_equal(direct(0x100000001), -CW_EINVAL);
    assert_int_equal(direct(1), 0);
    assert_int_equal(share(PAGE), 0);
    fire_1();
    vmm_handle_async(vmm);
    assert_false(interrupted());
    fake.inject_result = -CW_EAGAIN;
    vmm_deliver_interrupts(vmm);
    assert_int_equal(fake.injections, 0);
    fake.inject_result = 0;
    vmm->window_pending = false;
    vmm_deliver_interrupts(vmm);
    vmm_deliver_interrupts(vmm);
    assert_int_equal(fake.injections, 1);
    assert_int_equal(fake.vectors[0], 0x3c);
    assert_int_equal(guest_takes(1), 1);
}

/* A direct event's handler ends nothing at the controller: no exit tells that another interrupt's turn has come. */
static void an_interrupt_behind_a_direct_event_gets_its_turn(void **state)
{
    (void)state;
    vmm->pic.chip[0].vector_base = 0x30;
    vmm->pic.chip[0].mask = 0;
    vmm->pic.chip[1].vector_base = 0x38;
    assert_int_equal(direct(1), 0);
    assert_int_equal(share(PAGE), 0);
    fire_1();
    vmm_handle_async(vmm);
    vmm_pulse_line(vmm, 0);
    fake.inject_room = 1;
    vmm_deliver_interrupts(vmm);
    assert_int_equal(fake.injections, 1);
    assert_int_equal(fake.vectors[0], 0x3c);
    assert_true(vmm->window_pending);
    /* The next event has come meanwhile, but what was refused goes first. */
    fire_1();
    vmm_handle_async(vmm);
    assert_int_equal(guest_takes(1), 2);
    fire_1();
    vmm_handle_async(vmm);
    fake.inject_room = 0;
    vmm->window_pending = false;
    vmm_deliver_interrupts(vmm);
    assert_int_equal(fake.injections, 3);
    assert_int_equal(fake.vectors[1], 0x30);
    assert_int_equal(fake.vectors[2], 0x3c);
    assert_false(vmm->window_pending);
}

static void what_is_on_its_way_survives_the_change_back(void **state)
{
    (void)state;
    assert_int_equal(direct(1), 0);
    assert_int_equal(share(PAGE), 0);
    fire_1();
    vmm_handle_async(vmm);
    assert_false(interrupted());
    assert_int_equal(direct(0), 0);
    assert_true(interrupted());
}

static void a_reset_ends_directness(void **state)
{
    (void)state;
    assert_int_equal(direct(1), 0);
    assert_true(vmm_reset(vmm));
    assert_int_equal(share(PAGE), 0);
    fire_1();
    vmm_handle_async(vmm);
    assert_true(interrupted());
}

static void events_before_the_page_are_kept(void **state)
{
    (void)state;
    fire_1();
    fire_1();
    vmm_handle_async(vmm);
    assert_false(interrupted());
    assert_int_equal(share(PAGE), 0);
    assert_true(interrupted());
    assert_int_equal(guest_takes(1), 2);
    assert_int_equal(fake_hypercall(vmm, CAUSEWAY_HC_EVENTS_UNSHARE, 0, 0, 0), 0);
    memset(fake.ram + PAGE, 0, 0x1000);
    fire_1();
    vmm_handle_async(vmm);
    assert_int_equal(page()->ring, 0); /* the page is the guest's own again */
    assert_int_equal(share(PAGE), 0);
    assert_int_equal(guest_takes(1), 1);
}

static void events_are_kept_over_a_reset(void **state)
{
    (void)state;
    assert_int_equal(share(PAGE), 0);
    assert_true(vmm_reset(vmm));
    fire_1();
    vmm_handle_async(vmm);
    assert_int_equal(page()->summary[0], 0);
    assert_int_equal(share(PAGE), 0);
    assert_int_equal(guest_takes(1), 1);
}

static void a_flood_makes_no_deep_stack(void **state)
{
    (void)state;
    assert_int_equal(share(PAGE), 0);
    interface_1.pending = 100000;
    fire_1();
    assert_int_equal(interface_1.pending, 0);
    assert_int_equal(interface_1.deepest, 1);
    assert_non_null(interface_1.callback);
    vmm_handle_async(vmm);
    assert_int_equal(guest_takes(1), 100001);
}

static void a_hostile_page_only_hurts_its_guest(void **state)
{
    (void)state;
    assert_int_equal(share(PAGE), 0);
    memset(fake.ram + PAGE, 0xff, 0x1000);
    fire_1();
    vmm_handle_async(vmm);
    assert_false(interrupted());
    assert_int_equal(guest_takes(1), 0); /* 0xffffffff + 1 */
    fire_1();
    vmm_handle_async(vmm);
    assert_int_equal(guest_takes(1), 1);
}

/* A guest that never fetches can be sent more than a count holds. */
static void a_full_count_stays_full(void **state)
{
    struct event_queue full = {.waiting[3] = UINT32_MAX, .summary[0] = 1u << 3};
    struct causeway_event_page target = {0};

    (void)state;
    event_queue_post(&full, 3);
    assert_true(event_queue_deliver(&full, &target));
    assert_int_equal(target.pending[3], UINT32_MAX);
    assert_int_equal(full.waiting[3], 0);
}

#define POSTS 20000u

static struct event_queue queue;
static struct causeway_event_page shared;

static void *poster(void *arg)
{
    for (unsigned i = 0; i < POSTS; i++) {
        event_queue_post(&queue, 1 + (unsigned)(uintptr_t)arg * 100 + i % 3);
        if (i % 64 == 0) {
            sched_yield();
        }
    }
    return NULL;
}

/* Two threads post, this one delivers and then takes as a guest does: every event arrives once. */
static void nothing_is_lost_between_threads(void **state)
{
    pthread_t threads[2];
    uint64_t taken = 0;
    bool rung = false;

    (void)state;
    for (uintptr_t i = 0; i < 2; i++) {
        assert_int_equal(pthread_create(&threads[i], NULL, poster, (void *)i), 0);
    }
    while (taken < 2 * POSTS) {
        rung = event_queue_deliver(&queue, &shared) || rung;
        if (!rung) {
            sched_yield();
            continue;
        }
        rung = false;
        __atomic_exchange_n(&shared.ring, 0, __ATOMIC_SEQ_CST);
        for (unsigned word = 0; word < EVENT_QUEUE_WORDS; word++) {
            uint32_t bits = __atomic_exchange_n(&shared.summary[word], 0, __ATOMIC_ACQUIRE);

            for (; bits != 0; bits &= bits - 1) {
                taken += __atomic_exchange_n(&shared.pending[word * 32 + (unsigned)__builtin_ctz(bits)], 0,
                                             __ATOMIC_RELAXED);
            }
        }
    }
    assert_int_equal(taken, 2 * POSTS);
    for (unsigned i = 0; i < 2; i++) {
        pthread_join(threads[i], NULL);
    }
    assert_false(event_queue_deliver(&queue, &shared));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(an_event_reaches_the_guest, setup, teardown),
        cmocka_unit_test_setup_teardown(direct_events_go_past_the_controller, setup, teardown),
        cmocka_unit_test_setup_teardown(what_is_on_its_way_survives_the_change_back, setup, teardown),
        cmocka_unit_test_setup_teardown(an_interrupt_behind_a_direct_event_gets_its_turn, setup, teardown),
        cmocka_unit_test_setup_teardown(a_reset_ends_directness, setup, teardown),
        cmocka_unit_test_setup_teardown(events_before_the_page_are_kept, setup, teardown),
        cmocka_unit_test_setup_teardown(events_are_kept_over_a_reset, setup, teardown),
        cmocka_unit_test_setup_teardown(a_flood_makes_no_deep_stack, setup, teardown),
        cmocka_unit_test_setup_teardown(a_hostile_page_only_hurts_its_guest, setup, teardown),
        cmocka_unit_test(a_full_count_stays_full),
        cmocka_unit_test(nothing_is_lost_between_threads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
