/* SPDX-License-Identifier: BSD-2-Clause */
/* Connections on PCI, as a guest sees them: configuration space through the ports, registers through the memory bus. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include <crossvm.h>
#include <vmm/pci.h>

#include "abi/error.h"
#include "abi/guest.h"
#include "connection_page.h"
#include "core/monitor.h"
#include "fake_host.h"

#define BASE 0xa0000000u
#define SIZE 0x4000u

#define COMMAND 0x04u
#define BAR0    0x10u
#define BAR1    0x14u

#define MEMORY       0x002u
#define INTX_DISABLE 0x400u

static vmm_t *vmm;
static size_t dataport_bytes;
static unsigned page_gap;

static seL4_CPtr frame(unsigned n)
{
    return n < dataport_bytes / 4096 ? camkes_frame_token(9, 5 + n + (n == 2 ? page_gap : 0)) : seL4_CapNull;
}

static unsigned id(void)
{
    return 1;
}

static unsigned frames(void)
{
    return (unsigned)(dataport_bytes / 4096);
}

static size_t size(void)
{
    return dataport_bytes;
}

static seL4_CapRights_t rights(void)
{
    return seL4_ReadWrite;
}

static dataport_caps_handle_t dataport = {frame, id, frames, NULL, NULL, size, rights, "data"};

static unsigned emits;

static void emit(void)
{
    emits++;
}

static camkes_event_callback_fn callback;
static void *callback_arg;

static int reg_callback(camkes_event_callback_fn function, void *arg)
{
    if (callback) {
        return -1;
    }
    callback = function;
    callback_arg = arg;
    return 0;
}

/* The component at the other end emits; the monitor does not know of it yet. */
static void post(void)
{
    camkes_event_callback_fn function = callback;

    callback = NULL;
    function(callback_arg);
}

static void fire(unsigned times)
{
    for (unsigned i = 0; i < times; i++) {
        post();
    }
    vmm_handle_async(vmm);
}

static struct camkes_crossvm_connection all[32];

static int init(int n)
{
    return cross_vm_connections_init(vmm, BASE, all, n, vmm_pci_space(vmm), 0);
}

static int setup_raw(void **state)
{
    (void)state;
    vmm = fake_start();
    dataport_bytes = SIZE;
    page_gap = 0;
    emits = 0;
    callback = NULL;
    memset(all, 0, sizeof(all));
    for (unsigned i = 0; i < 32; i++) {
        all[i].consume_event.id = (unsigned)CROSSVM_NO_EVENT;
    }
    all[0] = (struct camkes_crossvm_connection){&dataport, emit, {7, reg_callback}, "first"};
    return vmm ? 0 : -1;
}

/* One whole connection, and one with neither dataport nor events. */
static int setup(void **state)
{
    return setup_raw(state) || init(2);
}

static int teardown(void **state)
{
    (void)state;
    fake_stop();
    return 0;
}

static void config_address(unsigned device, unsigned offset)
{
    port_bus_write(&vmm->ports, 0xcf8, 4, 0x80000000u | device << 11 | offset);
}

static uint32_t config_read(unsigned device, unsigned offset)
{
    config_address(device, offset);
    return port_bus_read(&vmm->ports, 0xcfc, 4);
}

static void config_write(unsigned device, unsigned offset, uint32_t value)
{
    config_address(device, offset);
    port_bus_write(&vmm->ports, 0xcfc, 4, value);
}

static uint64_t get(uint64_t address, unsigned bytes)
{
    return memory_bus_read(&vmm->memory_bus, address, bytes);
}

static void put(uint64_t address, unsigned bytes, uint64_t value)
{
    memory_bus_write(&vmm->memory_bus, address, bytes, value);
}

static uint32_t consume(void)
{
    return (uint32_t)get(BASE + CAUSEWAY_CONNECTION_CONSUME, 4);
}

/* The level of the bus's line at the interrupt controller. */
static bool line(void)
{
    return vmm->pic.chip[1].requests & 1u << (VMM_PCI_LINE - 8);
}

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

static void a_guest_sizes_and_moves(void **state)
{
    (void)state;
    config_write(1, COMMAND, 0);
    assert_int_equal(fake.unmaps, 1);
    assert_int_equal(get(BASE + 8, 1), 0xff);
    config_write(1, BAR0, UINT32_MAX);
    assert_int_equal(config_read(1, BAR0), (UINT32_MAX & ~(SIZE - 1)) | 8);
    config_write(1, BAR1, UINT32_MAX);
    assert_int_equal(config_read(1, BAR1), (UINT32_MAX & ~(SIZE - 1)) | 8);
    config_write(1, 0x18, UINT32_MAX);
    assert_int_equal(config_read(1, 0x18), 0);
    config_write(2, COMMAND, 0);
    config_write(2, BAR0, UINT32_MAX);
    assert_int_equal(config_read(2, BAR0), 0xfffff008);
    config_write(1, BAR0, 0xd0001234);
    config_write(1, BAR1, 0xe0000000);
    assert_int_equal(config_read(1, BAR0), 0xd0000008);
    assert_int_equal(fake.maps, 1);
    config_write(1, COMMAND, MEMORY);
    assert_int_equal(fake.maps, 2);
    assert_int_equal(fake.mapped[1].address, 0xe0000000);
    assert_int_equal(get(0xd0000008, 1), 'f');
    put(0xd0000000, 4, 0);
    assert_int_equal(emits, 1);
}

/* A guest can write any address; what must not be is then nowhere, and comes back when it is put right. */
static void places_that_are_taken(void **state)
{
    (void)state;
    config_write(1, BAR0, 0x100000); /* RAM */
    assert_int_equal(get(0x100008, 1), 0xff);
    assert_int_equal(get(BASE + 8, 1), 0xff);
    config_write(1, BAR1, FAKE_RAM - SIZE);
    assert_int_equal(fake.unmaps, 1);
    config_write(1, BAR1, 0);
    assert_int_equal(fake.maps, 1);
    config_write(1, BAR1, FAKE_RAM); /* just behind it */
    assert_int_equal(fake.maps, 2);

    config_write(2, BAR0, FAKE_RAM + SIZE - 0x1000); /* inside the dataport */
    assert_int_equal(get(FAKE_RAM + SIZE - 0x1000 + 8, 1), 0xff);
    config_write(1, BAR0, FAKE_RAM); /* both at one place */
    assert_int_equal(get(FAKE_RAM + 8, 1), 0xff);
    config_write(1, BAR1, BASE); /* makes room for both, and they do not fit beside each other */
    assert_int_equal(fake.maps, 3);
    assert_int_equal(get(FAKE_RAM + 8, 1), 'f');
    assert_int_equal(get(FAKE_RAM + SIZE - 0x1000 + 8, 1), 0); /* still the first one's */
    config_write(1, COMMAND, 0);
    assert_int_equal(get(FAKE_RAM + 8, 1), 0xff);
    assert_int_equal(get(FAKE_RAM + SIZE - 0x1000 + 8, 1), 'c');
}

static void a_kernel_without_pages(void **state)
{
    (void)state;
    fake.map_result = -CW_ENOMEM;
    config_write(1, BAR1, 0xb0000000);
    assert_int_equal(fake.unmaps, 1);
    assert_int_equal(fake.maps, 1);
    fake.map_result = 0;
    config_write(1, 0x3c, 0); /* any write tries again */
    assert_int_equal(fake.maps, 2);
    assert_int_equal(fake.mapped[1].address, 0xb0000000);
}

static void garbage_in_configuration_space(void **state)
{
    (void)state;
    for (unsigned device = 0; device < 32; device++) {
        for (unsigned offset = 0; offset < 256; offset += 4) {
            config_write(device, offset, 0xdeadbeef);
            config_write(device, offset, UINT32_MAX);
            config_write(device, offset, 0);
        }
    }
    assert_int_equal(config_read(1, 0x00), 0xa1111af4);
    assert_int_equal(config_read(1, COMMAND), 0);
    assert_int_equal(config_read(1, 0x3c), 0x100);
    config_write(1, COMMAND, UINT32_MAX);
    assert_int_equal(config_read(1, COMMAND), MEMORY | INTX_DISABLE);
    assert_true(vmm_reset(vmm));
    assert_int_equal(config_read(1, BAR0), BASE | 8);
    assert_int_equal(config_read(1, 0x3c), 0x100 | VMM_PCI_LINE);
    assert_int_equal(get(BASE + 8, 1), 'f');
    assert_int_equal(fake.mapped[(fake.maps - 1) % 8].address, BASE + SIZE);
}

static void thirty_one_fit(void **state)
{
    (void)state;
    for (unsigned i = 1; i < 31; i++) {
        all[i].handle = &dataport;
    }
    assert_int_equal(init(31), 0);
    assert_int_equal(config_read(31, BAR1), (BASE + 61 * SIZE) | 8);
}

static void parts_are_aligned_to_their_size(void **state)
{
    (void)state;
    all[1] = all[0];
    all[0].handle = NULL;
    all[0].consume_event.id = (unsigned)CROSSVM_NO_EVENT;
    assert_int_equal(init(2), 0);
    assert_int_equal(config_read(1, BAR0), BASE | 8);
    assert_int_equal(config_read(2, BAR0), (BASE + SIZE) | 8);
    assert_int_equal(config_read(2, BAR1), (BASE + 2 * SIZE) | 8);
}

static void tables_that_are_wrong(void **state)
{
    static const char long_name[] = "123456789 123456789 123456789 123456789 12345678";

    (void)state;
    assert_int_equal(init(-1), -1);
    assert_int_equal(init(32), -1);
    assert_int_equal(cross_vm_connections_init(vmm, FAKE_RAM - 0x1000, all, 1, vmm_pci_space(vmm), 0), -1);
    all[0].connection_name = long_name;
    assert_int_equal(init(1), -1);
    all[0].connection_name = long_name + 1;
    dataport_bytes = 0x3000;
    assert_int_equal(init(1), -1);
    dataport_bytes = 0x800;
    assert_int_equal(init(1), -1);
    dataport_bytes = 0;
    assert_int_equal(init(1), -1);
    dataport_bytes = SIZE;
    page_gap = 1;
    assert_int_equal(init(1), -1);
    page_gap = 0;
    all[0].consume_event.reg_callback = NULL;
    assert_int_equal(init(1), -1);
    all[0].consume_event.reg_callback = reg_callback;
    all[1] = all[0]; /* with the same event */
    assert_int_equal(init(2), -1);
    all[0].consume_event.id = (unsigned)CROSSVM_NO_EVENT;
    assert_int_equal(init(1), 0);
    assert_int_equal(init(1), -1); /* twice */
}

static void other_callback(void *arg)
{
    (void)arg;
}

static void an_event_that_has_a_callback_already(void **state)
{
    (void)state;
    callback = other_callback;
    assert_int_equal(init(1), -1);
}

static void a_dataport_that_the_kernel_cannot_map(void **state)
{
    (void)state;
    fake.map_result = -CW_ENOMEM;
    assert_int_equal(init(1), -1);
}

static void dataports_that_do_not_fit(void **state)
{
    (void)state;
    assert_int_equal(cross_vm_connections_init(vmm, VMM_PCI_END - SIZE, all, 1, vmm_pci_space(vmm), 0), -1);
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
        cmocka_unit_test_setup_teardown(a_guest_sizes_and_moves, setup, teardown),
        cmocka_unit_test_setup_teardown(places_that_are_taken, setup, teardown),
        cmocka_unit_test_setup_teardown(a_kernel_without_pages, setup, teardown),
        cmocka_unit_test_setup_teardown(garbage_in_configuration_space, setup, teardown),
        cmocka_unit_test_setup_teardown(thirty_one_fit, setup_raw, teardown),
        cmocka_unit_test_setup_teardown(parts_are_aligned_to_their_size, setup_raw, teardown),
        cmocka_unit_test_setup_teardown(tables_that_are_wrong, setup_raw, teardown),
        cmocka_unit_test_setup_teardown(an_event_that_has_a_callback_already, setup_raw, teardown),
        cmocka_unit_test_setup_teardown(a_dataport_that_the_kernel_cannot_map, setup_raw, teardown),
        cmocka_unit_test_setup_teardown(dataports_that_do_not_fit, setup_raw, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
