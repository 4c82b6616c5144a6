/* SPDX-License-Identifier: BSD-2-Clause */
/* The port and memory buses, PCI configuration space, the reset ports, and the gate to guest memory. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <vmm/guest_memory.h>

#include "abi/error.h"
#include "devices/memory_bus.h"
#include "devices/pci.h"
#include "devices/port_bus.h"
#include "devices/reset_ports.h"

static struct port_bus bus;
static uint8_t bytes[4];
static unsigned resets;

static uint32_t read_byte(void *device, uint16_t port, unsigned size)
{
    (void)device;
    assert_int_equal(size, 1);
    return 0xabcdef00u | bytes[port - 0x100];
}

static void write_byte(void *device, uint16_t port, unsigned size, uint32_t value)
{
    (void)device;
    assert_int_equal(size, 1);
    assert_true(value <= 0xff);
    bytes[port - 0x100] = (uint8_t)value;
}

static void count_reset(void *context)
{
    (void)context;
    resets++;
}

static void ignore_line(void *context, unsigned line, bool level)
{
    (void)context;
    (void)line;
    (void)level;
}

static const struct irq_line no_line = {ignore_line, NULL, 0};

static int setup(void **state)
{
    (void)state;
    bus = (struct port_bus){0};
    resets = 0;
    return 0;
}

static void nobody_answers_with_all_ones(void **state)
{
    (void)state;
    assert_int_equal(port_bus_read(&bus, 0x80, 1), 0xff);
    assert_int_equal(port_bus_read(&bus, 0xffff, 2), 0xffff);
    assert_int_equal(port_bus_read(&bus, 0xfffe, 4), 0xffffffff);
    port_bus_write(&bus, 0xffff, 4, 0x12345678);
}

static void wide_accesses_are_split(void **state)
{
    const struct port_range range = {0x100, 0x102, 1, read_byte, write_byte, NULL, false};

    (void)state;
    assert_int_equal(port_bus_add(&bus, &range), 0);
    port_bus_write(&bus, 0x100, 4, 0x44332211);
    assert_int_equal(bytes[0], 0x11);
    assert_int_equal(bytes[2], 0x33);
    assert_int_equal(port_bus_read(&bus, 0x100, 4), 0xff332211);
    assert_int_equal(port_bus_read(&bus, 0xff, 2), 0x11ff);
    assert_int_equal(port_bus_read(&bus, 0x101, 1), 0x22); /* nothing above the size */
}

static void ranges_may_not_overlap(void **state)
{
    struct port_range range = {0x100, 0x103, 1, read_byte, write_byte, NULL, false};

    (void)state;
    assert_int_equal(port_bus_add(&bus, &range), 0);
    range.first = range.last = 0x103;
    assert_int_equal(port_bus_add(&bus, &range), -CW_EINVAL);
    range.first = 0x105;
    range.last = 0x104;
    assert_int_equal(port_bus_add(&bus, &range), -CW_EINVAL);
    for (unsigned i = 1; i < PORT_BUS_RANGES; i++) {
        range.first = range.last = (uint16_t)(0x200 + i);
        assert_int_equal(port_bus_add(&bus, &range), 0);
    }
    range.first = range.last = 0x300;
    assert_int_equal(port_bus_add(&bus, &range), -CW_ENOMEM);
}

static uint64_t last_offset;

static uint64_t register_read(void *device, uint64_t offset, unsigned size)
{
    (void)device;
    (void)size;
    last_offset = offset;
    return 0x1122334455667788;
}

static void register_write(void *device, uint64_t offset, unsigned size, uint64_t value)
{
    (void)device;
    assert_true(size == 8 || value < (uint64_t)1 << (8 * size));
    last_offset = offset;
}

static void registers_in_memory(void **state)
{
    static struct memory_bus memory;
    struct memory_range range = {0x1000, 0x10, register_read, register_write, NULL};

    (void)state;
    assert_int_equal(memory_bus_read(&memory, 0x1000, 8), UINT64_MAX);
    assert_int_equal(memory_bus_add(&memory, &range), 0);
    assert_int_equal(memory_bus_read(&memory, 0x1004, 2), 0x7788);
    assert_int_equal(last_offset, 4);
    memory_bus_write(&memory, 0x100f, 1, 0xffff);
    assert_int_equal(last_offset, 15);
    assert_int_equal(memory_bus_read(&memory, 0x1010, 1), 0xff);
    assert_int_equal(memory_bus_read(&memory, 0x100d, 4), UINT32_MAX); /* not wholly inside */
    assert_int_equal(memory_bus_read(&memory, 0xfff, 2), 0xffff);
    memory_bus_write(&memory, 0x100d, 4, 0);
    assert_int_equal(last_offset, 15);
    assert_int_equal(memory_bus_remove(&memory, 0x1001), -CW_ENOENT);
    assert_int_equal(memory_bus_remove(&memory, 0x1000), 0);
    assert_int_equal(memory_bus_read(&memory, 0x1000, 1), 0xff);
}

static void ranges_of_memory_may_not_overlap(void **state)
{
    static struct memory_bus memory;
    struct memory_range range = {0x1000, 0x1000, register_read, register_write, NULL};

    (void)state;
    assert_int_equal(memory_bus_add(&memory, &range), 0);
    range.first = 0x1fff;
    assert_int_equal(memory_bus_add(&memory, &range), -CW_EINVAL);
    range.first = 1;
    assert_int_equal(memory_bus_add(&memory, &range), -CW_EINVAL);
    range.first = UINT64_MAX - 1;
    assert_int_equal(memory_bus_add(&memory, &range), -CW_EINVAL);
    range = (struct memory_range){0, 0, register_read, register_write, NULL};
    assert_int_equal(memory_bus_add(&memory, &range), -CW_EINVAL);
    range.size = 0x1000;
    for (unsigned i = 1; i < MEMORY_BUS_RANGES; i++) {
        range.first = 0x2000 * i;
        assert_int_equal(memory_bus_add(&memory, &range), 0);
    }
    range.first = 0x2000 * MEMORY_BUS_RANGES;
    assert_int_equal(memory_bus_add(&memory, &range), -CW_ENOMEM);
}

static uint32_t config_read(struct port_bus *ports, uint32_t address)
{
    port_bus_write(ports, 0xcf8, 4, address);
    return port_bus_read(ports, 0xcfc, 4);
}

static void pci_has_one_host_bridge(void **state)
{
    static struct pci pci;

    (void)state;
    pci_init(&pci, no_line, 0);
    assert_int_equal(pci_attach(&pci, &bus), 0);
    assert_int_equal(config_read(&bus, 0x80000000), 0x00081b36);
    assert_int_equal(port_bus_read(&bus, 0xcf8, 4), 0x80000000);
    assert_int_equal(config_read(&bus, 0x80000008) >> 16, 0x0600);
    assert_int_equal(config_read(&bus, 0x80000800), 0xffffffff); /* device 1 */
    assert_int_equal(config_read(&bus, 0x80010000), 0xffffffff); /* bus 1 */
    assert_int_equal(config_read(&bus, 0x00000000), 0xffffffff); /* not enabled */
    config_read(&bus, 0x80000008);
    assert_int_equal(port_bus_read(&bus, 0xcfe, 2), 0x0600);
    assert_int_equal(port_bus_read(&bus, 0xcff, 1), 0x06);
    assert_int_equal(port_bus_read(&bus, 0xcfe, 4), 0xffff0600); /* runs over the end */
}

static void the_bridge_keeps_its_command_bits(void **state)
{
    static struct pci pci;

    (void)state;
    pci_init(&pci, no_line, 0);
    assert_int_equal(pci_attach(&pci, &bus), 0);
    config_read(&bus, 0x80000004);
    port_bus_write(&bus, 0xcfc, 2, 0xffff);
    assert_int_equal(port_bus_read(&bus, 0xcfc, 4), 0x0547);
    port_bus_write(&bus, 0xcfd, 1, 0);
    assert_int_equal(port_bus_read(&bus, 0xcfc, 4), 0x0047);
    config_read(&bus, 0x80000000);
    port_bus_write(&bus, 0xcfc, 4, 0);
    assert_int_equal(config_read(&bus, 0x80000000), 0x00081b36);
    port_bus_write(&bus, 0xcf8, 1, 0x12); /* the address register takes four bytes or nothing */
    assert_int_equal(port_bus_read(&bus, 0xcf8, 4), 0x80000000);
}

static void three_ways_to_reset(void **state)
{
    static struct reset_ports ports;
    static struct pci pci;

    (void)state;
    reset_ports_init(&ports, count_reset, NULL);
    assert_int_equal(reset_ports_attach(&ports, &bus), 0);
    assert_int_equal(pci_attach(&pci, &bus), 0);
    port_bus_write(&bus, 0x64, 1, 0xd1);
    port_bus_write(&bus, 0x60, 1, 0xfe);
    port_bus_write(&bus, 0x92, 1, 0x02);
    port_bus_write(&bus, 0xcf9, 1, 0x02);
    port_bus_write(&bus, 0xcf8, 4, 0x80000600); /* not the reset control register */
    assert_int_equal(resets, 0);
    port_bus_write(&bus, 0xcf9, 1, 0x06);
    assert_int_equal(resets, 1);
    port_bus_write(&bus, 0x64, 1, 0xfe);
    assert_int_equal(resets, 2);
    port_bus_write(&bus, 0x92, 1, 0x03);
    assert_int_equal(resets, 3);
    /* No keyboard, but not busy either: software need not wait before it asks for a reset. */
    assert_int_equal(port_bus_read(&bus, 0x64, 1), 0xfd);
    assert_int_equal(port_bus_read(&bus, 0x60, 1), 0xff);
    assert_int_equal(port_bus_read(&bus, 0x92, 1), 0x02);
}

static void the_gate_gives_ram_and_nothing_else(void **state)
{
    static uint8_t ram[0x4000];
    struct guest_memory memory;

    (void)state;
    guest_memory_init(&memory, ram, sizeof(ram));
    assert_ptr_equal(guest_memory_ptr(&memory, 0, 1), ram);
    assert_ptr_equal(guest_memory_ptr(&memory, 0x3fff, 1), ram + 0x3fff);
    assert_ptr_equal(guest_memory_ptr(&memory, 0, sizeof(ram)), ram);
    assert_null(guest_memory_ptr(&memory, 0, 0));
    assert_null(guest_memory_ptr(&memory, 0x3fff, 2));
    assert_null(guest_memory_ptr(&memory, 0x4000, 1));
    assert_null(guest_memory_ptr(&memory, UINT64_MAX, 2));
    assert_null(guest_memory_ptr(&memory, 1, UINT64_MAX));
}

static void the_gate_leaves_out_what_is_covered(void **state)
{
    static uint8_t ram[0x4000];
    struct guest_memory memory;

    (void)state;
    guest_memory_init(&memory, ram, sizeof(ram));
    assert_int_equal(guest_memory_cover(&memory, 0x1000, 0x1000), 0);
    assert_non_null(guest_memory_ptr(&memory, 0xff8, 8));
    assert_null(guest_memory_ptr(&memory, 0xff9, 8));
    assert_null(guest_memory_ptr(&memory, 0x1fff, 1));
    assert_non_null(guest_memory_ptr(&memory, 0x2000, 1));
    assert_int_equal(guest_memory_uncover(&memory, 0x2000), -CW_ENOENT);
    assert_int_equal(guest_memory_uncover(&memory, 0x1000), 0);
    assert_non_null(guest_memory_ptr(&memory, 0x1fff, 1));
    for (unsigned i = 0; i < GUEST_MEMORY_COVERS; i++) {
        assert_int_equal(guest_memory_cover(&memory, 0, 1), 0);
    }
    assert_int_equal(guest_memory_cover(&memory, 0, 1), -CW_ENOMEM);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(nobody_answers_with_all_ones, setup),
        cmocka_unit_test_setup(wide_accesses_are_split, setup),
        cmocka_unit_test_setup(ranges_may_not_overlap, setup),
        cmocka_unit_test(registers_in_memory),
        cmocka_unit_test(ranges_of_memory_may_not_overlap),
        cmocka_unit_test_setup(pci_has_one_host_bridge, setup),
        cmocka_unit_test_setup(the_bridge_keeps_its_command_bits, setup),
        cmocka_unit_test_setup(three_ways_to_reset, setup),
        cmocka_unit_test(the_gate_gives_ram_and_nothing_else),
        cmocka_unit_test(the_gate_leaves_out_what_is_covered),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
