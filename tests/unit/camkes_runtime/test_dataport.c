/* SPDX-License-Identifier: BSD-2-Clause */
/* Pointers into dataports, frames of dataports, clients of a server. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "camkes/clients.h"
#include "camkes/component.h"
#include "camkes/dataport_caps.h"
#include "causeway/component.h"
#include "fake_kernel.h"

static char first[4096], second[8192];
static const struct camkes_dataport first_dataport = {3, first, sizeof(first)};
static const struct camkes_dataport second_dataport = {8, second, sizeof(second)};
static const struct camkes_dataport *const dataports[] = {&first_dataport, &second_dataport};

const struct camkes_component camkes_component = {
    .name = "sample", .dataports = dataports, .dataport_count = 2};
const cw_slot causeway_console = 0;

static void test_pointers(void **state)
{
    (void)state;
    dataport_ptr_t pointer = dataport_wrap_ptr(second + 8191);
    assert_int_equal(pointer.id, 8);
    assert_int_equal(pointer.offset, 8191);
    assert_ptr_equal(dataport_unwrap_ptr(pointer), second + 8191);
    assert_int_equal(dataport_wrap_ptr(&pointer).id, -1);
    assert_int_equal(dataport_wrap_ptr(NULL).id, -1);
}

/* A wrapped pointer comes from another component. */
static void test_hostile_pointers(void **state)
{
    (void)state;
    assert_null(dataport_unwrap_ptr((dataport_ptr_t){.id = 3, .offset = 4096}));
    assert_null(dataport_unwrap_ptr((dataport_ptr_t){.id = 3, .offset = -1}));
    assert_null(dataport_unwrap_ptr((dataport_ptr_t){.id = 4, .offset = 0}));
    assert_null(dataport_unwrap_ptr((dataport_ptr_t){.id = -1, .offset = 0}));
    assert_ptr_equal(dataport_unwrap_ptr((dataport_ptr_t){.id = 3, .offset = 4095}), first + 4095);
}

static void test_pointers_of_one_dataport(void **state)
{
    (void)state;
    dataport_ptr_t pointer;
    assert_int_equal(camkes_dataport_wrap(&first_dataport, &pointer, second), -1);
    assert_int_equal(camkes_dataport_wrap(&first_dataport, &pointer, first + 5), 0);
    assert_null(camkes_dataport_unwrap(&second_dataport, &pointer));
    assert_ptr_equal(camkes_dataport_unwrap(&first_dataport, &pointer), first + 5);
}

static void test_frames(void **state)
{
    (void)state;
    seL4_CPtr tokens[3];
    const struct camkes_frames frames = {.region = 17, .id = 1, .size = 3 * 4096, .tokens = tokens};
    for (unsigned n = 0; n < 3; n++) {
        seL4_CPtr token = camkes_frames_nth(&frames, n);
        assert_int_not_equal(token, seL4_CapNull);
        assert_int_equal(camkes_frame_region(token), 17);
        assert_int_equal(camkes_frame_offset(token), n * 4096);
        assert_int_equal(camkes_frames_tokens(&frames)[n], token);
    }
    assert_int_equal(camkes_frames_nth(&frames, 3), seL4_CapNull);
    assert_int_equal(camkes_frames_nth(&frames, UINT32_MAX), seL4_CapNull);
}

static void test_clients(void **state)
{
    (void)state;
    const struct camkes_server_client all[] = {{7, "a", first, 4096, 1, NULL},
                                               {2, "b", second, 8192, 0, NULL}};
    const struct camkes_clients clients = {all, 2};
    fake_reset();
    assert_ptr_equal(camkes_clients_buffer(&clients, 2), second);
    assert_int_equal(camkes_clients_size(&clients, 7), 4096);
    assert_string_equal(camkes_clients_name(&clients, 7), "a");
    assert_null(camkes_clients_buffer(&clients, 1));
    assert_null(camkes_clients_name(&clients, 0));
    assert_int_equal(camkes_clients_size(&clients, UINT64_MAX), 0);
    assert_int_equal(camkes_clients_largest(&clients), 7);
    assert_int_equal(camkes_clients_badge(&clients, 1), 2);
    assert_int_equal(camkes_clients_badge(&clients, 2), 0);
    camkes_clients_signal(&clients, 7);
    camkes_clients_signal(&clients, 2);
    camkes_clients_signal(&clients, 3);
    assert_int_equal(fake_signals(1), 1);
    assert_int_equal(fake_signals(0), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pointers),
        cmocka_unit_test(test_hostile_pointers),
        cmocka_unit_test(test_pointers_of_one_dataport),
        cmocka_unit_test(test_frames),
        cmocka_unit_test(test_clients),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
