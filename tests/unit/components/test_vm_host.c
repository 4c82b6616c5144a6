/* SPDX-License-Identifier: BSD-2-Clause */
/* The monitor as a client of the serial server: whatever that answers, it gets the guest's output and nothing else. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include <camkes.h>

#include "causeway/clock.h"
#include "host.h"

#define SIZE 4096

uint64_t fake_now;
const struct camkes_vm vm_resources;

/* The memory that the two share, what the server has seen in it, and what it answers. */
static char shared[SIZE];
volatile void *const guest_console_buf = shared;
static char seen[4 * SIZE];
static size_t seen_bytes;
static unsigned calls;
static int lie; /* added to the true answer */

size_t guest_console_get_size(void)
{
    return SIZE;
}

int guest_console_write(int length)
{
    assert_in_range(length, 1, SIZE);
    assert_true(++calls < 10);
    memcpy(seen + seen_bytes, shared, (size_t)length);
    seen_bytes += (size_t)length;
    return length + lie;
}

int guest_console_read(void)
{
    memcpy(shared, "typed", 5);
    return 5 + lie;
}

seL4_Word guest_console_notification_badge(void)
{
    return 1;
}

seL4_Word timer_notification_badge(void)
{
    return 2;
}

int timer_set(uint64_t deadline)
{
    (void)deadline;
    return 0;
}

uint64_t system_rtc_time(void)
{
    return 0;
}

static int setup(void **state)
{
    (void)state;
    seen_bytes = calls = 0;
    lie = 0;
    return 0;
}

static void print(const char *text, size_t size)
{
    const struct vmm_host *host = host_over_connections();

    host->console_write(host->context, text, size);
}

static void test_output(void **state)
{
    char text[2 * SIZE + 10];

    (void)state;
    memset(text, 'a', sizeof(text));
    print(text, sizeof(text));
    assert_int_equal(calls, 3);
    assert_int_equal(seen_bytes, sizeof(text));
    assert_memory_equal(seen, text, sizeof(text));
}

/* A server that says it has taken more than it was given is not shown what lies behind the text. */
static void test_a_greedy_server(void **state)
{
    (void)state;
    lie = 1;
    print("text", 4);
    assert_int_equal(calls, 1);
    lie = INT32_MAX - SIZE;
    print("text", 4);
    assert_int_equal(calls, 2);
    assert_int_equal(seen_bytes, 8);
}

static void test_a_server_that_takes_nothing(void **state)
{
    (void)state;
    lie = -4;
    print("text", 4);
    lie = -5;
    print("text", 4);
    assert_int_equal(calls, 2);
}

/* More than the memory holds cannot have been typed. */
static void test_input(void **state)
{
    const struct vmm_host *host = host_over_connections();
    char text[2 * SIZE];

    (void)state;
    assert_int_equal(host->console_read(host->context, text, 3), 3);
    assert_int_equal(host->console_read(host->context, text + 3, sizeof(text) - 3), 2);
    assert_memory_equal(text, "typed", 5);
    lie = -6;
    assert_int_equal(host->console_read(host->context, text, sizeof(text)), 0);
    lie = INT32_MAX - 5;
    assert_int_equal(host->console_read(host->context, text, sizeof(text)), SIZE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_output, setup),
        cmocka_unit_test_setup(test_a_greedy_server, setup),
        cmocka_unit_test_setup(test_a_server_that_takes_nothing, setup),
        cmocka_unit_test_setup(test_input, setup),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
