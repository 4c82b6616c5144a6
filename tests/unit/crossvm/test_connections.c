/* SPDX-License-Identifier: BSD-2-Clause */
/* Connections on PCI, as a guest finds and uses them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "connection_fixture.h"

static void a_guest_finds_the_functions(void **state)
{
    (void)state;
    for (unsigned device = 1; device <= 2; device++) {
        assert_int_equal(config_read(device, 0x00), 0xa1111af4);
        assert_int_equal(config_read(device, 0x08), 0x05000001);
        assert_int_equal(config_read(device, 0x0c), 0); /* header type 0, one function */
        assert_int_equal(config_read(device, 0x2c), 0);
        assert_int_equal(config_read(device, 0x34), 0); /* no capabilities */
        assert_int_equal(config_read(device, 0x3c), 0x100 | VMM_PCI_LINE);
        assert_int_equal(config_read(device, COMMAND), MEMORY | INTX_DISABLE);
    }
    assert_int_equal(config_read(1, BAR0), BASE | 8);
    assert_int_equal(config_read(1, BAR1), (BASE + SIZE) | 8);
    assert_int_equal(config_read(2, BAR0), (BASE + 2 * SIZE) | 8);
    assert_int_equal(config_read(2, BAR1), 0); /* no dataport */
    assert_int_equal(config_read(3, 0x00), UINT32_MAX);
    config_address(1, 0x100); /* another function of the device */
    assert_int_equal(port_bus_read(&vmm->ports, 0xcfc, 4), UINT32_MAX);
    /* The dataport is there already, as firmware would have it. */
    assert_int_equal(fake.maps, 1);
    assert_int_equal(fake.mapped[0].address, BASE + SIZE);
    assert_int_equal(fake.mapped[0].region, 9);
    assert_int_equal(fake.mapped[0].offset, 0x5000);
    assert_int_equal(fake.mapped[0].size, SIZE);
}

static void names(void **state)
{
    char name[CAUSEWAY_CONNECTION_NAME_SIZE];

    (void)state;
    for (unsigned i = 0; i < sizeof(name); i++) {
        name[i] = (char)get(BASE + CAUSEWAY_CONNECTION_NAME + i, 1);
    }
    assert_string_equal(name, "first");
    assert_int_equal(get(BASE + 8, 2), 'f' | 'i' << 8);
    assert_int_equal(get(BASE + 8, 8), 0x7473726966);
    assert_int_equal(get(BASE + 2 * SIZE + 8, 8), 0x6f7463656e6e6f63); /* connector */
}

static void any_width_emits(void **state)
{
    (void)state;
    put(BASE, 1, 0);
    put(BASE + 3, 1, 0xff);
    put(BASE + 2, 2, 1);
    put(BASE, 4, 0);
    put(BASE, 8, 0);
    assert_int_equal(emits, 5);
    assert_int_equal(get(BASE, 4), 0);
    put(BASE + 2 * SIZE, 4, 1); /* a connection that emits nothing */
    assert_int_equal(emits, 5);
}

/* The decode is strict: nothing repeats at higher offsets, and an access is aligned or is none. */
static void nothing_else_is_a_register(void **state)
{
    (void)state;
    fire(2);
    put(BASE + 1, 4, 0);
    put(BASE + 3, 2, 0);
    put(BASE + 4 + 1, 2, 0);
    put(BASE + 2, 8, 0);
    for (uint64_t offset = 8; offset < SIZE; offset += 4) {
        put(BASE + offset, 4, 0);
    }
    put(BASE + SIZE - 2, 4, 0); /* across the end */
    put(BASE - 2, 4, 0);
    assert_int_equal(emits, 0);
    assert_int_equal(consume(), 2);
    assert_int_equal(get(BASE + 8, 4), 0x73726966);
    assert_int_equal(get(BASE + 0x38, 8), 0);
    assert_int_equal(get(BASE + 0x100, 8), 0);
    assert_int_equal(get(BASE + 0x1004, 4), 0);
    assert_int_equal(get(BASE + 1, 4), UINT32_MAX);
    assert_int_equal(get(BASE + SIZE - 2, 4), UINT32_MAX);
    assert_int_equal(get(BASE - 1, 1), 0xff);
}

static void an_event_arrives(void **state)
{
    (void)state;
    config_write(1, COMMAND, MEMORY);
    assert_false(line());
    fire(1);
    assert_int_equal(consume(), 1);
    assert_true(line());
    assert_int_equal(config_read(1, COMMAND), 0x80000 | MEMORY);
    put(BASE + 4, 4, 0);
    assert_int_equal(consume(), 0);
    assert_false(line());
    assert_int_equal(config_read(1, COMMAND), MEMORY);
}

/* What comes between a guest's reading and its clearing is there afterwards. */
static void nothing_is_lost_when_the_guest_clears(void **state)
{
    (void)state;
    config_write(1, COMMAND, MEMORY);
    fire(1);
    assert_int_equal(consume(), 1);
    fire(2);
    assert_int_equal(consume(), 1);
    put(BASE + 4, 4, 0);
    assert_true(line());
    assert_int_equal(consume(), 2);
    put(BASE + 4, 4, 0);
    assert_false(line());
}

static void parts_of_the_counter_can_be_written(void **state)
{
    (void)state;
    config_write(1, COMMAND, MEMORY);
    put(BASE + 4, 4, 0x11223344);
    assert_true(line());
    put(BASE + 5, 1, 0);
    assert_int_equal(consume(), 0x11220044);
    put(BASE + 6, 2, 0);
    put(BASE + 4, 1, 0);
    assert_false(line());
    put(BASE, 8, (uint64_t)5 << 32);
    assert_int_equal(consume(), 5);
    assert_int_equal(emits, 1);
}

static void a_counter_does_not_wrap_to_nothing(void **state)
{
    struct connection_page page = {.consume = 1, .arrived = UINT32_MAX - 1};

    (void)state;
    connection_page_arrive(&page, 2);
    assert_int_equal(page.arrived, UINT32_MAX);
    assert_int_equal(page.consume, 1);
    fire(1);
    fire(3);
    put(BASE + 4, 4, UINT32_MAX);
    fire(1);
    assert_int_equal(consume(), UINT32_MAX);
    put(BASE + 4, 4, 0);
    assert_int_equal(consume(), 4);
}

/* The line is shared: it falls when the last function is content, and a function can be kept from it. */
static void the_line_is_shared(void **state)
{
    (void)state;
    put(BASE + 4, 4, 1);
    put(BASE + 2 * SIZE + 4, 4, 1);
    assert_false(line()); /* no driver has opened its interrupt yet */
    config_write(1, COMMAND, MEMORY);
    config_write(2, COMMAND, MEMORY);
    assert_true(line());
    put(BASE + 4, 4, 0);
    assert_true(line());
    put(BASE + 2 * SIZE + 4, 4, 0);
    assert_false(line());
    put(BASE + 2 * SIZE + 4, 4, 1);
    assert_true(line());
    config_write(2, COMMAND, MEMORY | INTX_DISABLE);
    assert_false(line());
}

static void events_before_the_driver_are_kept(void **state)
{
    (void)state;
    fire(1);
    fire(2);
    assert_false(line());
    assert_true(vmm_reset(vmm));
    assert_true(vmm->pic.chip[1].elcr & 1u << (VMM_PCI_LINE - 8));
    assert_false(line());
    config_write(1, COMMAND, MEMORY);
    assert_true(line());
    assert_int_equal(consume(), 1);
    put(BASE + 4, 4, 0);
    assert_int_equal(consume(), 2);
}

/* The wake-up for an event comes after the guest has restarted, but is still for that event. */
static void an_event_during_a_reset_is_kept(void **state)
{
    (void)state;
    post();
    assert_true(vmm_reset(vmm));
    vmm_handle_async(vmm);
    assert_int_equal(consume(), 1);
}

static void events_by_number(void **state)
{
    (void)state;
    consume_connection_event(vmm, 8, true);
    consume_connection_event(vmm, (unsigned)CROSSVM_NO_EVENT, true);
    vmm_handle_async(vmm);
    assert_int_equal(consume(), 0);
    consume_connection_event(vmm, 7, false);
    assert_int_equal(fake.wakes, 0);
    consume_connection_event(vmm, 7, true);
    assert_int_equal(fake.wakes, 1);
    vmm_handle_async(vmm);
    assert_int_equal(consume(), 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_guest_finds_the_functions, setup, teardown),
        cmocka_unit_test_setup_teardown(names, setup, teardown),
        cmocka_unit_test_setup_teardown(any_width_emits, setup, teardown),
        cmocka_unit_test_setup_teardown(nothing_else_is_a_register, setup, teardown),
        cmocka_unit_test_setup_teardown(an_event_arrives, setup, teardown),
        cmocka_unit_test_setup_teardown(nothing_is_lost_when_the_guest_clears, setup, teardown),
        cmocka_unit_test_setup_teardown(parts_of_the_counter_can_be_written, setup, teardown),
        cmocka_unit_test_setup_teardown(a_counter_does_not_wrap_to_nothing, setup, teardown),
        cmocka_unit_test_setup_teardown(the_line_is_shared, setup, teardown),
        cmocka_unit_test_setup_teardown(events_before_the_driver_are_kept, setup, teardown),
        cmocka_unit_test_setup_teardown(an_event_during_a_reset_is_kept, setup, teardown),
        cmocka_unit_test_setup_teardown(events_by_number, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
