/* SPDX-License-Identifier: BSD-2-Clause */
/* IN and OUT, and their forms that move strings. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "cpu/emulate.h"
#include "machine.h"

static struct machine machine;
static struct port_bus bus;
static uint8_t written[1024];
static unsigned written_bytes;
static uint32_t next_value;

static uint32_t port_read(void *device, uint16_t port, unsigned size)
{
    (void)device;
    (void)port;
    (void)size;
    return next_value++;
}

static void port_write(void *device, uint16_t port, unsigned size, uint32_t value)
{
    (void)device;
    (void)port;
    for (unsigned i = 0; i < size; i++) {
        written[written_bytes++ % sizeof(written)] = (uint8_t)(value >> (8 * i));
    }
}

static int setup(void **state)
{
    const struct port_range range = {0x100, 0x103, 4, port_read, port_write, NULL, false};

    (void)state;
    machine_init(&machine);
    bus = (struct port_bus){0};
    written_bytes = 0;
    next_value = 0x11223344;
    return port_bus_add(&bus, &range);
}

static void assert_no_event(void)
{
    assert_int_equal(machine.block.changed & VCPU_CHANGED_EVENT, 0);
}

static void port_exit(uint8_t flags, uint8_t size)
{
    machine.block.exit = (struct vcpu_exit){
        .kind = VCPU_EXIT_PORT,
        .instruction_length = 2,
        .port = {.number = 0x100, .size = size, .flags = flags, .segment = VCPU_DS, .address_size = 8},
    };
}

static void plain_ports(void **state)
{
    (void)state;
    machine.block.gpr[VCPU_RAX] = 0xaabbccdd11223344;
    port_exit(VCPU_PORT_IN, 1);
    emulate_port(&bus, &machine.block);
    assert_int_equal(machine.block.gpr[VCPU_RAX], 0xaabbccdd11223344);
    port_exit(VCPU_PORT_IN, 2);
    emulate_port(&bus, &machine.block);
    assert_int_equal(machine.block.gpr[VCPU_RAX], 0xaabbccdd11223345);
    port_exit(VCPU_PORT_IN, 4);
    emulate_port(&bus, &machine.block);
    assert_int_equal(machine.block.gpr[VCPU_RAX], 0x11223346);
    port_exit(0, 2);
    emulate_port(&bus, &machine.block);
    assert_int_equal(written_bytes, 2);
    assert_int_equal(written[0], 0x46);
}

static void out_strings(void **state)
{
    (void)state;
    memcpy(MACHINE_DATA_RAM(&machine), "hello", 5);
    machine.block.gpr[VCPU_RSI] = MACHINE_DATA;
    machine.block.gpr[VCPU_RCX] = 5;
    port_exit(VCPU_PORT_STRING | VCPU_PORT_REPEAT, 1);
    emulate_port_string(&machine.memory, &bus, &machine.block);
    assert_int_equal(written_bytes, 5);
    assert_memory_equal(written, "hello", 5);
    assert_int_equal(machine.block.gpr[VCPU_RCX], 0);
    assert_int_equal(machine.block.rip, MACHINE_VIRTUAL + 2);
}

static void in_strings_check_before_they_read(void **state)
{
    (void)state;
    machine.block.gpr[VCPU_RDI] = MACHINE_ABSENT;
    port_exit(VCPU_PORT_STRING | VCPU_PORT_IN, 4);
    emulate_port_string(&machine.memory, &bus, &machine.block);
    assert_int_equal(next_value, 0x11223344); /* the device has not noticed */
    assert_int_equal(machine.block.event.vector, 14);
    assert_int_equal(machine.block.event.error_code, 2);
    assert_int_equal(machine.block.rip, MACHINE_VIRTUAL);
    machine.block.changed = 0;
    machine.block.gpr[VCPU_RDI] = MACHINE_DATA + 0xffe; /* across a page */
    emulate_port_string(&machine.memory, &bus, &machine.block);
    assert_no_event();
    assert_memory_equal(MACHINE_DATA_RAM(&machine) + 0xffe, "\x44\x33\x22\x11", 4);
    assert_int_equal(machine.block.gpr[VCPU_RDI], MACHINE_DATA + 0x1002);
}

static void an_empty_string_is_stepped_over(void **state)
{
    (void)state;
    machine.block.gpr[VCPU_RSI] = MACHINE_ABSENT;
    port_exit(VCPU_PORT_STRING | VCPU_PORT_REPEAT, 1);
    emulate_port_string(&machine.memory, &bus, &machine.block);
    assert_no_event();
    assert_int_equal(written_bytes, 0);
    assert_int_equal(machine.block.rip, MACHINE_VIRTUAL + 2);
}

static void user_strings_are_checked_as_such(void **state)
{
    (void)state;
    machine.block.mode |= 3u << VCPU_MODE_CPL_SHIFT;
    machine.block.gpr[VCPU_RSI] = MACHINE_DATA; /* a supervisor's page */
    port_exit(VCPU_PORT_STRING, 1);
    emulate_port_string(&machine.memory, &bus, &machine.block);
    assert_int_equal(machine.block.event.error_code, 5);
    assert_int_equal(written_bytes, 0);
}

/* The exit says DS and 8 bytes, as a processor that knows nothing of prefixes. */
static void prefixes_of_port_strings_count(void **state)
{
    (void)state;
    memcpy(machine.ram + MACHINE_CODE, "\x64\x6e", sizeof("\x64\x6e") - 1); /* outsb from FS */
    memcpy(MACHINE_DATA_RAM(&machine) + 0x20, "x", 1);
    machine.block.segment[VCPU_FS].base = 0x20;
    machine.block.gpr[VCPU_RSI] = MACHINE_DATA;
    port_exit(VCPU_PORT_STRING, 1);
    emulate_port_string(&machine.memory, &bus, &machine.block);
    assert_int_equal(written_bytes, 1);
    assert_int_equal(written[0], 'x');

    machine.block.rip = MACHINE_VIRTUAL;
    memcpy(machine.ram + MACHINE_CODE, "\xf3\x67\x64\x6c",
           sizeof("\xf3\x67\x64\x6c") - 1); /* rep insb with 32-bit addresses; INS knows ES only */
    machine.block.gpr[VCPU_RDI] = MACHINE_DATA;
    machine.block.gpr[VCPU_RCX] = 0xbeef00000000u;
    port_exit(VCPU_PORT_STRING | VCPU_PORT_REPEAT | VCPU_PORT_IN, 1);
    emulate_port_string(&machine.memory, &bus, &machine.block);
    assert_no_event();
    assert_int_equal(next_value, 0x11223344);
    machine.block.gpr[VCPU_RCX] = 1;
    machine.block.rip = MACHINE_VIRTUAL;
    emulate_port_string(&machine.memory, &bus, &machine.block);
    assert_int_equal(machine.block.event.vector, 14); /* MACHINE_DATA is above 4 GiB */
    assert_int_equal(machine.block.cr2, (uint32_t)MACHINE_DATA);
}

static void narrow_addresses_wrap(void **state)
{
    (void)state;
    machine.block.mode = VCPU_MODE_PROTECTED;
    machine.block.segment[VCPU_ES] = (struct vcpu_segment){0, 0x93, 0xffff, 0x100000};
    machine.block.rip = 0x1000;
    machine.block.gpr[VCPU_RDI] = 0xdead0000ffffu;
    machine.block.gpr[VCPU_RCX] = 0xbeef0001u;
    port_exit(VCPU_PORT_STRING | VCPU_PORT_REPEAT | VCPU_PORT_IN, 1);
    machine.block.exit.port.address_size = 2;
    emulate_port_string(&machine.memory, &bus, &machine.block);
    assert_no_event();
    assert_int_equal(machine.ram[0x10ffff], 0x44);
    assert_int_equal(machine.block.gpr[VCPU_RDI], 0xdead00000000u);
    assert_int_equal(machine.block.gpr[VCPU_RCX], 0xbeef0000u);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(plain_ports, setup),
        cmocka_unit_test_setup(out_strings, setup),
        cmocka_unit_test_setup(in_strings_check_before_they_read, setup),
        cmocka_unit_test_setup(an_empty_string_is_stepped_over, setup),
        cmocka_unit_test_setup(user_strings_are_checked_as_such, setup),
        cmocka_unit_test_setup(prefixes_of_port_strings_count, setup),
        cmocka_unit_test_setup(narrow_addresses_wrap, setup),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
