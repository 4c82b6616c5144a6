/* SPDX-License-Identifier: BSD-2-Clause */
/* Model-specific registers, the VM's clock and the guest's view of it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "core/clock.h"
#include "cpu/kvmclock.h"
#include "cpu/msr.h"

static struct vcpu_block block;
static uint32_t asked;

static bool special_read(void *context, uint32_t index, uint64_t *value)
{
    (void)context;
    asked = index;
    *value = 0x1234;
    return true;
}

static bool special_write(void *context, uint32_t index, uint64_t value)
{
    (void)context;
    asked = index;
    return value != 0;
}

static const struct msr_special special = {special_read, special_write, NULL};

static int setup(void **state)
{
    (void)state;
    memset(&block, 0, sizeof(block));
    block.efer = 0x500;
    block.cr0 = 0x80000001u;
    return 0;
}

static bool write(uint32_t index, uint64_t value)
{
    return msr_write(&block, &special, index, value);
}

static uint64_t read(uint32_t index)
{
    uint64_t value = 0;

    assert_true(msr_read(&block, &special, index, &value));
    return value;
}

static void unknown_registers_are_refused(void **state)
{
    static const uint32_t unknown[] = {0x1b,       0xfe,       0x2ff,      0x400,      0x4b564d02,
                                       0xc0000103, 0xc0010000, 0xc0010114, 0xc0010117, 0xffffffff};
    uint64_t value;

    (void)state;
    for (size_t i = 0; i < sizeof(unknown) / sizeof(unknown[0]); i++) {
        assert_false(msr_read(&block, &special, unknown[i], &value));
        assert_false(write(unknown[i], 0));
    }
    assert_int_equal(block.changed, 0);
}

static void state_registers_are_kept(void **state)
{
    static const struct {
        uint32_t index;
        uint64_t *field;
    } fields[] = {
        {0x174, &block.sysenter_cs}, {0x175, &block.sysenter_esp},        {0x176, &block.sysenter_eip},
        {0xc0000081, &block.star},   {0xc0000082, &block.lstar},          {0xc0000083, &block.cstar},
        {0xc0000084, &block.sfmask}, {0xc0000102, &block.kernel_gs_base},
    };

    (void)state;
    for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
        block.changed = 0;
        assert_true(write(fields[i].index, 0x1000 + i));
        assert_int_equal(*fields[i].field, 0x1000 + i);
        assert_int_equal(block.changed, VCPU_CHANGED_MSRS);
        assert_int_equal(read(fields[i].index), 0x1000 + i);
    }
    assert_true(write(0xc0000100, 0xffff800000000000));
    assert_int_equal(block.segment[VCPU_FS].base, 0xffff800000000000);
    assert_true(write(0xc0000101, 5));
    assert_int_equal(block.segment[VCPU_GS].base, 5);
    assert_int_equal(block.changed, VCPU_CHANGED_MSRS | VCPU_CHANGED_SEGMENTS);
    assert_int_equal(read(0xc0000101), 5);
}

static void addresses_must_be_canonical(void **state)
{
    static const uint32_t registers[] = {0x175,      0x176,      0xc0000082, 0xc0000083,
                                         0xc0000100, 0xc0000101, 0xc0000102};

    (void)state;
    for (size_t i = 0; i < sizeof(registers) / sizeof(registers[0]); i++) {
        assert_false(write(registers[i], 0x0000800000000000));
        assert_true(write(registers[i], 0x00007fffffffffff));
        assert_true(write(registers[i], 0xffff800000000000));
        assert_int_equal(read(registers[i]), 0xffff800000000000);
    }
}

static void efer(void **state)
{
    (void)state;
    assert_int_equal(read(0xc0000080), 0x500);
    assert_true(write(0xc0000080, 0xd01));
    assert_int_equal(block.efer, 0xd01);
    assert_int_equal(block.changed, VCPU_CHANGED_CONTROL);
    assert_true(write(0xc0000080, 0x901)); /* LMA is not the guest's to write */
    assert_int_equal(block.efer, 0xd01);
    assert_false(write(0xc0000080, 0x801));  /* LME while paging is on */
    assert_false(write(0xc0000080, 0x1d01)); /* SVME */
    assert_false(write(0xc0000080, 0x4d01)); /* FFXSR */
    block.cr0 = 1;
    assert_true(write(0xc0000080, 0x801));
}

static void pat(void **state)
{
    (void)state;
    assert_true(write(0x277, 0x0007040600070406));
    assert_int_equal(read(0x277), 0x0007040600070406);
    assert_false(write(0x277, 0x0007040600070402));
    assert_false(write(0x277, 0x0807040600070406));
}

static void fixed_answers(void **state)
{
    (void)state;
    assert_int_equal(read(0x8b), 0);
    assert_int_equal(read(0xc0010015), 0);
    assert_int_equal(read(0xc0011029), 2);
    assert_true(write(0xc0011029, 0));
    assert_int_equal(read(0xc0011029), 2);
    assert_int_equal(block.changed, 0);
}

static void some_are_the_callers(void **state)
{
    (void)state;
    assert_int_equal(read(MSR_TSC), 0x1234);
    assert_int_equal(asked, MSR_TSC);
    assert_true(write(MSR_SYSTEM_TIME, 1));
    assert_int_equal(asked, MSR_SYSTEM_TIME);
    assert_false(write(MSR_WALL_CLOCK, 0));
}

static void the_clock_converts_both_ways(void **state)
{
    static const uint64_t rates[] = {1000000, 999999937, 1000000000, 2595814000, 4000000000, 9999999999};
    static const uint64_t times[] = {0, 1, 838, 999999999, 1000000000, 3600000000000, 31536000000000000};

    (void)state;
    for (size_t r = 0; r < sizeof(rates) / sizeof(rates[0]); r++) {
        struct clock clock;

        clock_init(&clock, 12345, rates[r]);
        assert_int_equal(clock_ns(&clock, 12345), 0);
        assert_int_equal(clock_ns(&clock, 0), 0);
        for (size_t t = 0; t < sizeof(times) / sizeof(times[0]); t++) {
            uint64_t tsc = clock_tsc(&clock, times[t]);
            uint64_t exact = (uint64_t)((unsigned __int128)(tsc - 12345) * 1000000000 / rates[r]);

            assert_true(clock_ns(&clock, tsc) >= times[t]);
            assert_true(times[t] == 0 || clock_ns(&clock, tsc - 2) <= times[t]);
            /* Within a part in a thousand million, and two ticks. */
            assert_true(clock_ns(&clock, tsc) <= exact + 1);
            assert_true(clock_ns(&clock, tsc) + exact / 1000000000 + 2 + 2000000000 / rates[r] >= exact);
        }
        assert_true(clock_tsc(&clock, UINT64_MAX) > 1000000);
    }
}

static struct {
    uint32_t version, pad;
    uint64_t tsc, system;
    uint32_t multiplier;
    int8_t shift;
    uint8_t flags, pad2[2];
} page;

static void the_guest_gets_the_same_clock(void **state)
{
    static uint8_t ram[0x2000];
    struct guest_memory memory;
    struct kvmclock kvmclock = {0};
    struct clock clock;
    uint64_t ticks;

    (void)state;
    guest_memory_init(&memory, ram, sizeof(ram));
    clock_init(&clock, 5000, 2595814000);
    assert_true(kvmclock_write_system_time(&kvmclock, &memory, &clock, (uint64_t)-5000, 0x1004 | 1));
    memcpy(&page, ram + 0x1004, 32);
    assert_int_equal(page.version, 2);
    assert_int_equal(page.tsc, 0);
    assert_int_equal(page.flags, 1);
    ticks = 7777777777 - page.tsc;
    ticks = page.shift < 0 ? ticks >> -page.shift : ticks << page.shift;
    assert_int_equal(page.system + (uint64_t)((unsigned __int128)ticks * page.multiplier >> 32),
                     clock_ns(&clock, 7777777777 + 5000));
    kvmclock_refresh(&kvmclock, &memory, &clock, 100);
    memcpy(&page, ram + 0x1004, 32);
    assert_int_equal(page.version, 4);
    assert_int_equal(page.tsc, 5100);
}

static void clock_addresses_are_checked(void **state)
{
    static uint8_t ram[0x2000];
    static const uint64_t refused[] = {0x1ffc | 1, 0x2000 | 1, 0x1002 | 1, 0xfffffffffffffffdu};
    struct guest_memory memory;
    struct kvmclock kvmclock = {0};
    struct clock clock;

    (void)state;
    guest_memory_init(&memory, ram, sizeof(ram));
    clock_init(&clock, 0, 1000000000);
    for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
        assert_false(kvmclock_write_system_time(&kvmclock, &memory, &clock, 0, refused[i]));
        assert_int_equal(kvmclock.system_time, 0);
    }
    assert_true(kvmclock_write_system_time(&kvmclock, &memory, &clock, 0, 0x1fe0 | 1));
    guest_memory_cover(&memory, 0x1000, 0x1000);
    memset(ram, 0, sizeof(ram));
    kvmclock_refresh(&kvmclock, &memory, &clock, 0);
    assert_int_equal(ram[0x1fe0], 0);                                          /* now a dataport lies there */
    assert_true(kvmclock_write_system_time(&kvmclock, &memory, &clock, 0, 0)); /* off */
    assert_false(kvmclock_write_wall_clock(&memory, 5, 0x1ff8));
    assert_false(kvmclock_write_wall_clock(&memory, 5, 0x102));
    assert_true(kvmclock_write_wall_clock(&memory, 1700000000000000005u, 0x100));
    memcpy(&page, ram + 0x100, 12);
    assert_int_equal(page.version, 2);
    assert_int_equal(page.pad, 1700000000);
    assert_int_equal((uint32_t)page.tsc, 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(unknown_registers_are_refused, setup),
        cmocka_unit_test_setup(state_registers_are_kept, setup),
        cmocka_unit_test_setup(addresses_must_be_canonical, setup),
        cmocka_unit_test_setup(efer, setup),
        cmocka_unit_test_setup(pat, setup),
        cmocka_unit_test_setup(fixed_answers, setup),
        cmocka_unit_test_setup(some_are_the_callers, setup),
        cmocka_unit_test(the_clock_converts_both_ways),
        cmocka_unit_test(the_guest_gets_the_same_clock),
        cmocka_unit_test(clock_addresses_are_checked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
