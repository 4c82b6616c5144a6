/* SPDX-License-Identifier: BSD-2-Clause */
/* Where output goes, in what pieces, and what happens when nobody takes it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <limits.h>
#include <string.h>

#include "camkes/component.h"
#include "causeway/component.h"
#include "fake_kernel.h"

static char buffer[8], got[64];
static size_t got_length;
static int answer; /* most bytes that the server takes, or a negative result */

static int take(int length)
{
    if (answer == INT_MIN) { /* what the generated client does when the server has been stopped */
        camkes_error_t error = {.type = CE_SYSCALL_FAILED, .interface = "camkes_stdio"};
        camkes_error_handle(camkes_output_error, &error);
        return 0;
    }
    int taken = answer < length ? answer : length;
    if (taken > 0) {
        memcpy(got + got_length, buffer, (size_t)taken);
        got_length += (size_t)taken;
    }
    return taken;
}

static struct camkes_output output = {
    .lock = CAMKES_SEMAPHORE(1, 1, 1), .buffer = buffer, .size = sizeof(buffer), .write = take};

#ifdef TEST_SERIAL
const struct camkes_component camkes_component = {.name = "sample", .output = &output};
#else
const struct camkes_component camkes_component = {.name = "sample"};
#endif
const cw_slot causeway_console = 4;

static int begin(void **state)
{
    (void)state;
    fake_reset();
    got_length = 0;
    answer = 64;
    set_putchar(NULL);
    return 0;
}

static void print(const char *text)
{
    camkes_print(text, strlen(text));
}

static void put_character(int character)
{
    got[got_length++] = (char)character;
}

static void test_putchar(void **state)
{
    (void)state;
    set_putchar(put_character);
    print("abc");
    assert_int_equal(got_length, 3);
    assert_memory_equal(got, "abc", 3);
    assert_int_equal(fake_console_length, 0);
}

static void test_console(void **state)
{
    (void)state;
    if (camkes_component.output)
        return;
    fake_console_most = 3;
    print("0123456789");
    assert_int_equal(fake_console_length, 10);
    assert_memory_equal(fake_console, "0123456789", 10);
}

static void test_pieces(void **state)
{
    (void)state;
    if (!camkes_component.output)
        return;
    print("0123456789abcdef0123");
    assert_int_equal(got_length, 20);
    assert_memory_equal(got, "0123456789abcdef0123", 20);
    got_length = 0;
    answer = 3;
    print("0123456789");
    assert_int_equal(got_length, 10);
    assert_memory_equal(got, "0123456789", 10);
    assert_int_equal(fake_console_length, 0);
}

/* A server that is gone or lies must not hold the component up. */
static void test_bad_server(void **state)
{
    (void)state;
    if (!camkes_component.output)
        return;
    static const int answers[] = {-1, 0, INT_MIN};
    for (size_t i = 0; i < 3; i++) {
        answer = answers[i];
        print("lost");
        assert_int_equal(got_length, 0);
    }
    assert_true(camkes_semaphore_try(&output.lock)); /* free again */
    camkes_semaphore_post(&output.lock);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_putchar, begin),
        cmocka_unit_test_setup(test_console, begin),
        cmocka_unit_test_setup(test_pieces, begin),
        cmocka_unit_test_setup(test_bad_server, begin),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
