/* SPDX-License-Identifier: BSD-2-Clause */
/* Connections on PCI: where the guest puts them, and those that cannot be. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "connection_fixture.h"

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
