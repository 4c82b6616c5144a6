/* SPDX-License-Identifier: BSD-2-Clause */
/* Consumed events: hand-off, callbacks, and what happens between the two. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <sched.h>

#include "camkes/event.h"
#include "fake_kernel.h"

#define EVENT   1
#define HANDOFF 2

static struct camkes_event event;
static atomic_int calls;

static int start(void **state)
{
    (void)state;
    fake_reset();
    event = (struct camkes_event)CAMKES_EVENT("event", EVENT, HANDOFF);
    atomic_store(&calls, 0);
    return fake_serve(camkes_event_serve, &event);
}

static int stop(void **state)
{
    (void)state;
    return fake_serve_end(EVENT);
}

/* Emits, and waits until the interface thread has dealt with it. */
static void emit(void)
{
    cw_signal(EVENT);
    fake_settle(EVENT);
}

static void count_call(void *argument)
{
    assert_ptr_equal(argument, &calls);
    atomic_fetch_add(&calls, 1);
}

static void test_poll(void **state)
{
    (void)state;
    assert_int_equal(camkes_event_poll(&event), 0);
    emit();
    emit();
    assert_int_equal(camkes_event_poll(&event), 1);
    assert_int_equal(camkes_event_poll(&event), 1);
    assert_int_equal(camkes_event_poll(&event), 0);
}

static void test_wait_blocks(void **state)
{
    (void)state;
    pthread_t emitter;
    pthread_create(&emitter, NULL, fake_signal_later, &(struct fake_signal){HANDOFF, EVENT});
    camkes_event_wait(&event);
    pthread_join(emitter, NULL);
    assert_int_equal(camkes_event_poll(&event), 0);
}

static void test_callback_is_called_once(void **state)
{
    (void)state;
    assert_int_equal(camkes_event_register(&event, count_call, &calls), 0);
    assert_int_equal(atomic_load(&calls), 0);
    assert_int_equal(camkes_event_register(&event, count_call, &calls), -1);
    emit();
    assert_int_equal(atomic_load(&calls), 1);
    assert_int_equal(camkes_event_poll(&event), 0);
    emit();
    assert_int_equal(atomic_load(&calls), 1);
    assert_int_equal(camkes_event_poll(&event), 1);
}

static pthread_t caller;

static void check_thread(void *argument)
{
    assert_true(pthread_equal(pthread_self(), caller));
    count_call(argument);
}

static void test_pending_event_is_delivered_at_once(void **state)
{
    (void)state;
    emit();
    caller = pthread_self();
    assert_int_equal(camkes_event_register(&event, check_thread, &calls), 0);
    assert_int_equal(atomic_load(&calls), 1);
    /* It was not registered: another one can be. */
    assert_int_equal(camkes_event_register(&event, count_call, &calls), 0);
    assert_int_equal(atomic_load(&calls), 1);
}

static char *shallowest, *deepest;

static void register_again(void *argument)
{
    char here;
    char *address = &here;
    if (!shallowest)
        shallowest = deepest = address;
    deepest = address < deepest ? address : deepest;
    atomic_fetch_add(&calls, 1);
    assert_int_equal(camkes_event_register(&event, register_again, argument), 0);
}

/* A callback that registers itself, as monitors do, with a flood behind it. */
static void test_flood_needs_no_stack(void **state)
{
    (void)state;
    const int flood = 100000;
    atomic_store(&event.pending.value, flood);
    shallowest = NULL;
    assert_int_equal(camkes_event_register(&event, register_again, NULL), 0);
    assert_int_equal(atomic_load(&calls), flood);
    assert_true(shallowest - deepest < 4096);
    emit();
    assert_int_equal(atomic_load(&calls), flood + 1);
}

/* Callbacks registered by one thread while another emits: each event is seen exactly once. */
static void *emit_many(void *argument)
{
    for (int i = 0; i < 3000; i++)
        cw_signal(EVENT);
    return argument;
}

static void test_race_of_registration(void **state)
{
    (void)state;
    pthread_t emitter;
    int polled = 0, registered = 0;
    pthread_create(&emitter, NULL, emit_many, NULL);
    for (int i = 0; i < 3000; i++) {
        registered += camkes_event_register(&event, count_call, &calls) == 0;
        polled += camkes_event_poll(&event);
    }
    pthread_join(emitter, NULL);
    emit();
    while (camkes_event_poll(&event))
        polled++;
    /* Whatever was registered has run, but for at most one that still is. */
    assert_in_range(registered - atomic_load(&calls), 0, 1);
    /* No callback stays registered while an event is pending. */
    if (registered != atomic_load(&calls)) {
        emit();
        assert_int_equal(registered, atomic_load(&calls));
    }
    assert_true(polled + atomic_load(&calls) > 0);
}

static camkes_error_type_t seen_error;

static camkes_error_action_t note_error(camkes_error_t *error)
{
    assert_string_equal(error->interface, "event");
    seen_error = error->type;
    return CEA_IGNORE;
}

static void test_overflow_is_reported(void **state)
{
    (void)state;
    atomic_store(&event.pending.value, INT_MAX);
    seen_error = CE_NO_ERROR;
    emit();
    assert_int_equal(seen_error, CE_NO_ERROR);
    camkes_error_register(&event.handler, note_error);
    emit();
    assert_int_equal(seen_error, CE_OVERFLOW);
    assert_int_equal(atomic_load(&event.pending.value), INT_MAX);
}

static _Atomic uint32_t emitted;
static struct camkes_event_queue queue;

static int start_queue(void **state)
{
    (void)state;
    fake_reset();
    event = (struct camkes_event)CAMKES_EVENT("event", EVENT, HANDOFF);
    atomic_store(&emitted, UINT32_MAX - 1);
    queue = (struct camkes_event_queue){&event, &emitted, UINT32_MAX - 1};
    atomic_store(&calls, 0);
    return fake_serve(camkes_event_queue_serve, &queue);
}

/* Also where the count wraps round. */
static void test_queued_events_do_not_merge(void **state)
{
    (void)state;
    for (int i = 0; i < 5; i++)
        camkes_event_count(&emitted);
    emit(); /* one signal for all five */
    for (int i = 0; i < 5; i++)
        assert_int_equal(camkes_event_poll(&event), 1);
    assert_int_equal(camkes_event_poll(&event), 0);
    emit(); /* a signal without a count is no event */
    assert_int_equal(camkes_event_poll(&event), 0);
}

static void test_queued_events_each_call_back(void **state)
{
    (void)state;
    assert_int_equal(camkes_event_register(&event, register_again, &calls), 0);
    for (int i = 0; i < 100; i++)
        camkes_event_count(&emitted);
    emit();
    assert_int_equal(atomic_load(&calls), 100);
}

/* An emitter that writes what it likes: the consumer drops what cannot be kept, and goes on. */
static void test_queue_count_out_of_thin_air(void **state)
{
    (void)state;
    seen_error = CE_NO_ERROR;
    camkes_error_register(&event.handler, note_error);
    atomic_store(&event.pending.value, INT_MAX - 3);
    atomic_fetch_add(&emitted, 0xf0000000u);
    emit();
    assert_int_equal(seen_error, CE_OVERFLOW);
    assert_int_equal(atomic_load(&event.pending.value), INT_MAX);
    atomic_store(&event.pending.value, 0);
    camkes_event_count(&emitted);
    emit();
    assert_int_equal(atomic_load(&event.pending.value), 1);
}

static atomic_ullong signalled_bits;

static void note_bits(uint64_t bits)
{
    atomic_fetch_or(&signalled_bits, bits);
    fake_close(EVENT);
}

static void test_signals_call_back(void **state)
{
    (void)state;
    struct camkes_signalled signalled = {.notification = EVENT, .callback = note_bits};
    fake_reset();
    cw_signal(EVENT);
    camkes_signalled_serve(&signalled);
    assert_true(atomic_load(&signalled_bits) != 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_poll, start, stop),
        cmocka_unit_test_setup_teardown(test_wait_blocks, start, stop),
        cmocka_unit_test_setup_teardown(test_callback_is_called_once, start, stop),
        cmocka_unit_test_setup_teardown(test_pending_event_is_delivered_at_once, start, stop),
        cmocka_unit_test_setup_teardown(test_flood_needs_no_stack, start, stop),
        cmocka_unit_test_setup_teardown(test_race_of_registration, start, stop),
        cmocka_unit_test_setup_teardown(test_overflow_is_reported, start, stop),
        cmocka_unit_test_setup_teardown(test_queued_events_do_not_merge, start_queue, stop),
        cmocka_unit_test_setup_teardown(test_queued_events_each_call_back, start_queue, stop),
        cmocka_unit_test_setup_teardown(test_queue_count_out_of_thin_air, start_queue, stop),
        cmocka_unit_test(test_signals_call_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
