/* SPDX-License-Identifier: BSD-2-Clause */
/* The time server with a clock of the test's: whom it signals, and how often it wants to be woken. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include <camkes.h>
#include <causeway/clock.h>

#define CLIENTS 2
#define US      1000u
#define NEVER   UINT64_MAX

const int timers_per_client = 4;
uint64_t fake_now;

static const seL4_Word badges[CLIENTS] = {7, 3};
static seL4_Word sender;
static uint64_t deadline; /* of the kernel's timer; NEVER: cancelled */
static unsigned signals[CLIENTS];
static int locked;
static jmp_buf left_run;
static unsigned waits; /* before run() is left */

unsigned the_timer_num_badges(void)
{
    return CLIENTS;
}

seL4_Word the_timer_enumerate_badge(unsigned client)
{
    assert_in_range(client, 0, CLIENTS - 1);
    return badges[client];
}

seL4_Word the_timer_get_sender_id(void)
{
    return sender;
}

void the_timer_emit(unsigned client)
{
    assert_true(client == badges[0] || client == badges[1]);
    signals[client == badges[1]]++;
}

int clock_set(uint64_t deadline_tsc)
{
    assert_true(locked);
    deadline = deadline_tsc;
    return 0;
}

int clock_cancel(void)
{
    return clock_set(NEVER);
}

seL4_CPtr clock_notification(void)
{
    return 1;
}

int lock_lock(void)
{
    assert_false(locked);
    locked = 1;
    return 0;
}

int lock_unlock(void)
{
    assert_true(locked);
    locked = 0;
    return 0;
}

void seL4_Wait(seL4_CPtr notification, seL4_Word *bits)
{
    (void)notification, (void)bits;
    assert_false(locked);
    if (waits-- == 0)
        longjmp(left_run, 1);
}

/* The kernel's timer comes at this time. */
static void tick(uint64_t now)
{
    fake_now = now;
    waits = 1;
    if (setjmp(left_run) == 0)
        run();
}

static int begin(void **state)
{
    (void)state;
    fake_now = 0;
    sender = badges[0];
    deadline = NEVER;
    memset(signals, 0, sizeof(signals));
    pre_init();
    tick(0); /* forgets when the last test's timers ended */
    return 0;
}

static void test_oneshot(void **state)
{
    (void)state;
    sender = badges[1];
    fake_now = 1000 * US;
    assert_int_equal(the_timer_oneshot_relative(3, 500 * US), 0);
    assert_in_range(deadline, 1500 * US, 1500 * US + 1);
    tick(deadline);
    assert_int_equal(signals[1], 1);
    assert_int_equal(signals[0], 0);
    assert_true(deadline == NEVER);
    assert_int_equal(the_timer_completed(), 1u << 3);
    sender = badges[0];
    assert_int_equal(the_timer_completed(), 0);
    assert_int_equal(the_timer_time(), fake_now);
    assert_int_equal(the_timer_tsc_frequency(), cw_clock_frequency());
}

static void test_the_soonest_counts(void **state)
{
    (void)state;
    the_timer_oneshot_relative(0, 900 * US);
    sender = badges[1];
    the_timer_oneshot_absolute(0, 400 * US);
    assert_in_range(deadline, 400 * US, 400 * US + 1);
    the_timer_stop(0);
    assert_in_range(deadline, 900 * US, 900 * US + 1);
    sender = badges[0];
    the_timer_stop(0);
    assert_true(deadline == NEVER);
}

/* Neither a short period nor a moment that has passed wakes the server again within 100 us. */
static void test_floods(void **state)
{
    (void)state;
    assert_int_equal(the_timer_periodic(0, 1), 0);
    for (unsigned turn = 1; turn <= 10; turn++) {
        assert_true(deadline >= fake_now + 100 * US);
        tick(deadline);
        assert_int_equal(signals[0], turn);
        assert_int_equal(the_timer_oneshot_absolute(1, 0), 0);
    }
}

static void test_nonsense(void **state)
{
    (void)state;
    static const int ids[] = {-1, 4, INT32_MAX, INT32_MIN};
    for (size_t i = 0; i < sizeof(ids) / sizeof(ids[0]); i++) {
        assert_int_equal(the_timer_oneshot_relative(ids[i], 1), -1);
        assert_int_equal(the_timer_oneshot_absolute(ids[i], 1), -1);
        assert_int_equal(the_timer_periodic(ids[i], 1), -1);
        assert_int_equal(the_timer_stop(ids[i]), -1);
    }
    assert_int_equal(the_timer_periodic(0, 0), -1);
    assert_true(deadline == NEVER);
    fake_now = 5;
    assert_int_equal(the_timer_oneshot_relative(0, UINT64_MAX), 0);
    assert_true(deadline > UINT64_MAX / 2);
    assert_int_equal(the_timer_oneshot_absolute(0, UINT64_MAX), 0);
    tick(1000000 * US);
    assert_int_equal(signals[0], 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_oneshot, begin),
        cmocka_unit_test_setup(test_the_soonest_counts, begin),
        cmocka_unit_test_setup(test_floods, begin),
        cmocka_unit_test_setup(test_nonsense, begin),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
