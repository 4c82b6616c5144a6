/* SPDX-License-Identifier: BSD-2-Clause */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <camkes.h>

enum { GUESTS = 3 };

static seL4_Word sender;
static int switched_off;

unsigned guests_num_badges(void)
{
    return GUESTS;
}

seL4_Word guests_enumerate_badge(unsigned index)
{
    static const seL4_Word badges[GUESTS] = {1, 2, 9};
    return badges[index];
}

seL4_Word guests_get_sender_id(void)
{
    return sender;
}

void machine_off(void)
{
    switched_off++;
}

/* The machine is switched off by this guest's call exactly if `last`. */
static void say(void (*call)(void), seL4_Word badge, int last)
{
    sender = badge;
    switched_off = 0;
    call();
    assert_int_equal(switched_off, last);
}

static int start(void **state)
{
    (void)state;
    pre_init();
    return 0;
}

static void last_guest_switches_off(void **state)
{
    (void)state;
    say(guests_off, 9, 0);
    say(guests_off, 1, 0);
    say(guests_off, 2, 1);
}

static void guest_counts_once(void **state)
{
    (void)state;
    say(guests_off, 1, 0);
    say(guests_off, 1, 0);
    say(guests_off, 1, 0);
    say(guests_off, 4, 0); /* nobody */
    say(guests_off, 2, 0);
    say(guests_off, 9, 1);
}

static void failed_guest_does_not_run(void **state)
{
    (void)state;
    say(guests_failed, 1, 0);
    say(guests_off, 2, 0);
    say(guests_off, 9, 1);
}

static void failure_does_not_switch_off(void **state)
{
    (void)state;
    say(guests_off, 1, 0);
    say(guests_off, 2, 0);
    say(guests_failed, 9, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(last_guest_switches_off, start),
        cmocka_unit_test_setup(guest_counts_once, start),
        cmocka_unit_test_setup(failed_guest_does_not_run, start),
        cmocka_unit_test_setup(failure_does_not_switch_off, start),
    };
    return cmocka_run_group_tests_name("power", tests, NULL, NULL);
}
