/* SPDX-License-Identifier: BSD-2-Clause */
/* Instructions that touch memory which is not RAM. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "cpu/emulate.h"
#include "cpu/paging.h"
#include "machine.h"

static struct machine machine;
static struct memory_bus memory_bus;

/* A device of 16 bytes at the address of the exits, or behind the mapped hole. */
static uint8_t device_bytes[16];
static unsigned device_writes;

static uint64_t device_read(void *device, uint64_t offset, unsigned size)
{
    uint64_t value = 0;

    assert_ptr_equal(device, device_bytes);
    memcpy(&value, device_bytes + offset, size);
    return value;
}

static void device_write(void *device, uint64_t offset, unsigned size, uint64_t value)
{
    assert_ptr_equal(device, device_bytes);
    memcpy(device_bytes + offset, &value, size);
    device_writes++;
}

static void attach_device(void)
{
    const struct memory_range range = {0xfee00000u, 16, device_read, device_write, device_bytes};

    memory_bus = (struct memory_bus){0};
    device_writes = 0;
    memcpy(device_bytes, "\x81\x82\x83\x84\x85\x86\x87\x88", 8);
    assert_int_equal(memory_bus_add(&memory_bus, &range), 0);
}

static int setup(void **state)
{
    (void)state;
    machine_init(&machine);
    memory_bus = (struct memory_bus){0};
    return 0;
}

static void code(const char *bytes, size_t count)
{
    memcpy(machine.ram + MACHINE_CODE, bytes, count);
    machine.block.exit = (struct vcpu_exit){.kind = VCPU_EXIT_MEMORY, .memory = {0xfee00000u, 0}};
}
#define CODE(text) code(text, sizeof(text) - 1)

static bool emulate(void)
{
    return emulate_memory_access(&machine.memory, &memory_bus, &machine.block);
}

static void assert_no_event(void)
{
    assert_int_equal(machine.block.changed & VCPU_CHANGED_EVENT, 0);
}

static void loads_give_all_ones(void **state)
{
    (void)state;
    machine.block.gpr[VCPU_RCX] = 0x1122334455667788;
    CODE("\x8b\x08"); /* mov ecx, [rax] */
    assert_true(emulate());
    assert_int_equal(machine.block.gpr[VCPU_RCX], 0xffffffff);
    assert_int_equal(machine.block.rip, MACHINE_VIRTUAL + 2);
    assert_int_equal(machine.block.changed, VCPU_CHANGED_GPR | VCPU_CHANGED_RIP | VCPU_CHANGED_SHADOW);
    machine.block.gpr[VCPU_RCX] = 0x1122334455667788;
    machine.block.rip = MACHINE_VIRTUAL;
    CODE("\x66\x8b\x08");
    assert_true(emulate());
    assert_int_equal(machine.block.gpr[VCPU_RCX], 0x112233445566ffff);
    machine.block.gpr[VCPU_RAX] = 0;
    machine.block.rip = MACHINE_VIRTUAL;
    CODE("\x8a\x20"); /* mov ah, [rax] */
    assert_true(emulate());
    assert_int_equal(machine.block.gpr[VCPU_RAX], 0xff00);
    machine.block.rip = MACHINE_VIRTUAL;
    CODE("\x48\x0f\xb6\x08"); /* movzx rcx, byte */
    assert_true(emulate());
    assert_int_equal(machine.block.gpr[VCPU_RCX], 0xff);
    machine.block.rip = MACHINE_VIRTUAL;
    CODE("\x0f\xbf\x08"); /* movsx ecx, word */
    assert_true(emulate());
    assert_int_equal(machine.block.gpr[VCPU_RCX], 0xffffffff);
}

static void stores_are_ignored(void **state)
{
    (void)state;
    CODE("\xc7\x00\x01\x02\x03\x04");
    assert_true(emulate());
    assert_int_equal(machine.block.rip, MACHINE_VIRTUAL + 6);
    assert_no_event();
}

/* What a load of the device leaves in a register that was all ones. */
static uint64_t loaded(const char *bytes, size_t count, unsigned reg)
{
    machine.block.gpr[reg] = UINT64_MAX;
    machine.block.rip = MACHINE_VIRTUAL;
    code(bytes, count);
    assert_true(emulate());
    assert_int_equal(machine.block.rip, MACHINE_VIRTUAL + count);
    return machine.block.gpr[reg];
}
#define LOADED(text, reg) loaded(text, sizeof(text) - 1, reg)

static void loads_of_all_widths_reach_a_device(void **state)
{
    (void)state;
    attach_device();
    assert_int_equal(LOADED("\x8a\x08", VCPU_RCX), 0xffffffffffffff81);
    assert_int_equal(LOADED("\x8a\x28", VCPU_RCX), 0xffffffffffff81ff); /* ch */
    assert_int_equal(LOADED("\x66\x8b\x08", VCPU_RCX), 0xffffffffffff8281);
    assert_int_equal(LOADED("\x8b\x08", VCPU_RCX), 0x84838281);
    assert_int_equal(LOADED("\x48\x8b\x08", VCPU_RCX), 0x8887868584838281);
    assert_int_equal(LOADED("\x0f\xb6\x08", VCPU_RCX), 0x81);
    assert_int_equal(LOADED("\x0f\xb7\x08", VCPU_RCX), 0x8281);
    assert_int_equal(LOADED("\x0f\xbe\x08", VCPU_RCX), 0xffffff81);
    assert_int_equal(LOADED("\x48\x0f\xbf\x08", VCPU_RCX), 0xffffffffffff8281);
    assert_int_equal(LOADED("\x48\x63\x08", VCPU_RCX), 0xffffffff84838281);
    assert_int_equal(LOADED("\xa1\0\0\0\0\0\0\0\0", VCPU_RAX), 0x84838281);
    assert_int_equal(device_writes, 0);
}

static void stores_of_all_widths_reach_a_device(void **state)
{
    static const struct {
        const char *code, *result;
        size_t bytes;
    } cases[] = {
        {"\x88\x08", "\x11", 2},
        {"\x88\x28", "\x22", 2}, /* ch */
        {"\x66\x89\x08", "\x11\x22", 3},
        {"\x89\x08", "\x11\x22\x33\x44", 2},
        {"\x48\x89\x08", "\x11\x22\x33\x44\x55\x66\x77\x08", 3},
        {"\xc6\x00\x01", "\x01", 3},
        {"\x66\xc7\x00\x01\x02", "\x01\x02", 5},
        {"\xc7\x00\x01\x02\x03\x04", "\x01\x02\x03\x04", 6},
        {"\x48\xc7\x00\xfe\xff\xff\xff", "\xfe\xff\xff\xff\xff\xff\xff\xff", 7},
    };

    (void)state;
    machine.block.gpr[VCPU_RCX] = 0x0877665544332211;
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        attach_device();
        machine.block.rip = MACHINE_VIRTUAL;
        code(cases[i].code, cases[i].bytes);
        assert_true(emulate());
        assert_int_equal(machine.block.rip, MACHINE_VIRTUAL + cases[i].bytes);
        assert_int_equal(device_writes, 1);
        assert_memory_equal(device_bytes, cases[i].result, strlen(cases[i].result));
        assert_int_equal(device_bytes[strlen(cases[i].result)] & 0x80,
                         strlen(cases[i].result) == 8 ? 0 : 0x80);
    }
}

static void strings_reach_a_device(void **state)
{
    (void)state;
    attach_device();
    machine.block.gpr[VCPU_RSI] = MACHINE_HOLE;
    machine.block.gpr[VCPU_RDI] = MACHINE_DATA;
    machine.block.gpr[VCPU_RCX] = 3;
    *machine_pte(&machine, 32) = 0xfee00000u | PTE_P | PTE_W;
    CODE("\xf3\xa5"); /* rep movsd */
    assert_true(emulate());
    assert_memory_equal(MACHINE_DATA_RAM(&machine), "\x81\x82\x83\x84\x85\x86\x87\x88", 8);
    machine.block.rip = MACHINE_VIRTUAL;
    machine.block.gpr[VCPU_RAX] = 0x77;
    machine.block.gpr[VCPU_RDI] = MACHINE_HOLE;
    machine.block.gpr[VCPU_RCX] = 40; /* more than the device has */
    CODE("\xf3\xaa");
    assert_true(emulate());
    assert_int_equal(device_writes, 16);
    assert_int_equal(device_bytes[15], 0x77);
}

/* The source must not be read, which a device may notice, if the target is not there. */
static void a_string_that_faults_reaches_no_device(void **state)
{
    (void)state;
    attach_device();
    machine.block.gpr[VCPU_RSI] = MACHINE_DATA;
    machine.block.gpr[VCPU_RDI] = MACHINE_ABSENT;
    CODE("\xa4");
    assert_true(emulate());
    assert_int_equal(machine.block.event.vector, 14);
    machine.block.changed = 0;
    machine.block.gpr[VCPU_RDI] = MACHINE_HOLE + 0xffe; /* across a page: a device is not asked */
    CODE("\xa5");
    assert_true(emulate());
    assert_no_event();
    assert_int_equal(device_writes, 0);
}

static void strings_move_between_ram_and_nothing(void **state)
{
    (void)state;
    memset(MACHINE_DATA_RAM(&machine), 0x55, 64);
    machine.block.gpr[VCPU_RSI] = MACHINE_HOLE;
    machine.block.gpr[VCPU_RDI] = MACHINE_DATA;
    machine.block.gpr[VCPU_RCX] = 3;
    CODE("\xf3\x48\xa5"); /* rep movsq */
    assert_true(emulate());
    assert_int_equal(machine.block.gpr[VCPU_RCX], 0);
    assert_int_equal(machine.block.gpr[VCPU_RDI], MACHINE_DATA + 24);
    assert_int_equal(machine.block.gpr[VCPU_RSI], MACHINE_HOLE + 24);
    assert_int_equal(MACHINE_DATA_RAM(&machine)[23], 0xff);
    assert_int_equal(MACHINE_DATA_RAM(&machine)[24], 0x55);
    assert_int_equal(machine.block.rip, MACHINE_VIRTUAL + 3);
}

static void a_long_string_is_done_in_bursts(void **state)
{
    (void)state;
    machine.block.gpr[VCPU_RDI] = MACHINE_HOLE;
    machine.block.gpr[VCPU_RCX] = EMULATE_BURST + 10;
    CODE("\xf3\xaa");
    assert_true(emulate());
    assert_int_equal(machine.block.gpr[VCPU_RCX], 10);
    assert_int_equal(machine.block.rip, MACHINE_VIRTUAL);
    assert_true(emulate());
    assert_int_equal(machine.block.gpr[VCPU_RCX], 0);
    assert_int_equal(machine.block.rip, MACHINE_VIRTUAL + 2);
}

static void strings_go_down_with_the_direction_flag(void **state)
{
    (void)state;
    machine.block.rflags |= 0x400;
    machine.block.gpr[VCPU_RAX] = 0xab;
    machine.block.gpr[VCPU_RDI] = MACHINE_DATA + 4;
    CODE("\xaa");
    assert_true(emulate());
    assert_int_equal(MACHINE_DATA_RAM(&machine)[4], 0xab);
    assert_int_equal(machine.block.gpr[VCPU_RDI], MACHINE_DATA + 3);
}

static void a_string_that_faults_keeps_its_place(void **state)
{
    (void)state;
    machine.block.gpr[VCPU_RSI] = MACHINE_ABSENT - 2;
    machine.block.gpr[VCPU_RDI] = MACHINE_HOLE;
    machine.block.gpr[VCPU_RCX] = 5;
    CODE("\xf3\xa4");
    *machine_pte(&machine, 47) = (MACHINE_CODE + 0x5000) | PTE_P;
    assert_true(emulate());
    assert_int_equal(machine.block.gpr[VCPU_RCX], 3);
    assert_int_equal(machine.block.event.vector, 14);
    assert_int_equal(machine.block.cr2, MACHINE_ABSENT);
    assert_int_equal(machine.block.rip, MACHINE_VIRTUAL);
}

static void unknown_instructions_are_undefined(void **state)
{
    (void)state;
    CODE("\x0f\x11\x00"); /* movups */
    assert_false(emulate());
    assert_int_equal(machine.block.event.vector, 6);
    assert_int_equal(machine.block.rip, MACHINE_VIRTUAL);
    machine.block.changed = 0;
    CODE("\x0f\xa2"); /* known, but it touches no memory */
    assert_false(emulate());
    machine.block.changed = 0;
    CODE("\x8b\x08");
    machine.block.exit.memory.flags = VCPU_MEMORY_FETCH;
    assert_false(emulate());
    assert_int_equal(machine.block.event.vector, 6);
}

static void the_instruction_itself_may_not_be_there(void **state)
{
    (void)state;
    CODE("\x8b\x08");
    machine.block.rip = MACHINE_ABSENT;
    assert_true(emulate());
    assert_int_equal(machine.block.event.vector, 14);
    assert_int_equal(machine.block.cr2, MACHINE_ABSENT);
}

static void an_instruction_may_end_at_the_last_page(void **state)
{
    (void)state;
    memcpy(machine.ram + MACHINE_CODE + 0xfffe, "\x8b\x08", 2);
    machine.block.exit = (struct vcpu_exit){.kind = VCPU_EXIT_MEMORY};
    machine.block.rip = MACHINE_VIRTUAL + 0xfffe;
    assert_true(emulate());
    assert_int_equal(machine.block.gpr[VCPU_RCX], 0xffffffff);
    memcpy(machine.ram + MACHINE_CODE + 0xffff, "\x8b", 1); /* cut off by the page that is not there */
    machine.block.rip = MACHINE_VIRTUAL + 0xffff;
    assert_false(emulate());
}

static void lengths(void **state)
{
    (void)state;
    CODE("\x48\x0f\xa2");
    assert_int_equal(emulate_instruction_length(&machine.memory, &machine.block), 3);
    machine.block.exit.instruction_length = 2;
    assert_int_equal(emulate_instruction_length(&machine.memory, &machine.block), 2);
    machine.block.exit.instruction_length = 0;
    machine.block.rip = MACHINE_ABSENT;
    assert_int_equal(emulate_instruction_length(&machine.memory, &machine.block), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(loads_give_all_ones, setup),
        cmocka_unit_test_setup(stores_are_ignored, setup),
        cmocka_unit_test_setup(loads_of_all_widths_reach_a_device, setup),
        cmocka_unit_test_setup(stores_of_all_widths_reach_a_device, setup),
        cmocka_unit_test_setup(strings_reach_a_device, setup),
        cmocka_unit_test_setup(a_string_that_faults_reaches_no_device, setup),
        cmocka_unit_test_setup(strings_move_between_ram_and_nothing, setup),
        cmocka_unit_test_setup(a_long_string_is_done_in_bursts, setup),
        cmocka_unit_test_setup(strings_go_down_with_the_direction_flag, setup),
        cmocka_unit_test_setup(a_string_that_faults_keeps_its_place, setup),
        cmocka_unit_test_setup(unknown_instructions_are_undefined, setup),
        cmocka_unit_test_setup(the_instruction_itself_may_not_be_there, setup),
        cmocka_unit_test_setup(an_instruction_may_end_at_the_last_page, setup),
        cmocka_unit_test_setup(lengths, setup),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
