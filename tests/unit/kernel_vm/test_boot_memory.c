/* SPDX-License-Identifier: BSD-2-Clause */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "fake_machine.h"
#include "kernel/boot_memory.h"

#define PAGE  0x1000ul
#define MIB   0x100000ul
#define LARGE (2 * MIB)

static struct boot_info info;

/* Starts afresh: no memory, full of noise. */
static int setup(void **state)
{
    (void)state;
    memset(&info, 0, sizeof info);
    memset(fake_ram, 0xa5, sizeof fake_ram);
    fake_machine_reset();
    return 0;
}

static void ram(uint64_t start, uint64_t end)
{
    info.ram[info.ram_ranges++] = (struct boot_range){start, end};
}

static void used(uint64_t start, uint64_t end)
{
    info.used[info.used_ranges++] = (struct boot_range){start, end};
}

static void init(void)
{
    boot_memory_init(&info, NULL, 0);
}

/* Takes everything page by page and ends the test unless it is exactly the pages of [start, end). */
static void expect_pages(uint64_t start, uint64_t end)
{
    for (uint64_t page = start; page < end; page += PAGE)
        assert_int_equal(boot_memory_allocate(PAGE, PAGE), page);
    assert_int_equal(boot_memory_allocate(PAGE, PAGE), 0);
    assert_int_equal(boot_memory_free(), 0);
}

static void test_whole_pages_only(void **state)
{
    (void)state;
    ram(MIB + 1, MIB + 4 * PAGE - 1);
    init();
    assert_int_equal(boot_memory_total(), 2 * PAGE);
    expect_pages(MIB + PAGE, MIB + 3 * PAGE);
    assert_int_equal(boot_memory_total(), 2 * PAGE);
}

static void test_low_memory_is_left_alone(void **state)
{
    (void)state;
    ram(0, 0x9f000);
    ram(0xf0000, MIB + 2 * PAGE);
    init();
    expect_pages(MIB, MIB + 2 * PAGE);
}

static void test_less_than_a_page(void **state)
{
    (void)state;
    ram(MIB + 1, MIB + PAGE + 5);
    ram(3 * MIB, 3 * MIB);
    init();
    assert_int_equal(boot_memory_total(), 0);
    assert_int_equal(boot_memory_allocate(1, PAGE), 0);
}

/* What the loader uses is cut out: at the start, in the middle, at the end, around everything, and next door. */
static void test_used_ranges(void **state)
{
    (void)state;
    ram(2 * MIB, 2 * MIB + 10 * PAGE);
    ram(4 * MIB, 4 * MIB + 2 * PAGE);
    used(MIB, 2 * MIB + PAGE);
    used(2 * MIB + 3 * PAGE + 1, 2 * MIB + 3 * PAGE + 2); /* a byte costs its page */
    used(2 * MIB + 9 * PAGE, 3 * MIB);
    used(4 * MIB - PAGE, 4 * MIB + 3 * PAGE);
    used(2 * MIB + 10 * PAGE, 4 * MIB);
    init();
    assert_int_equal(boot_memory_total(), 7 * PAGE);
    uint64_t sum = 0;
    for (uint64_t page; (page = boot_memory_allocate(PAGE, PAGE)) != 0; sum += page)
        assert_true(page > 2 * MIB && page < 2 * MIB + 9 * PAGE && page != 2 * MIB + 3 * PAGE);
    assert_int_equal(sum, 7 * 2 * MIB + (1 + 2 + 4 + 5 + 6 + 7 + 8) * PAGE);
}

static void test_reserved_ranges(void **state)
{
    (void)state;
    const struct boot_range reserved[] = {{MIB, MIB + PAGE}, {MIB + 2 * PAGE, 5 * MIB}};
    ram(MIB, 5 * MIB);
    boot_memory_init(&info, reserved, 2);
    expect_pages(MIB + PAGE, MIB + 2 * PAGE);
}

/* A loader that reports a page twice does not get it handed out twice. */
static void test_overlapping_ram(void **state)
{
    (void)state;
    ram(2 * MIB, 2 * MIB + 8 * PAGE);
    ram(2 * MIB + 2 * PAGE, 2 * MIB + 4 * PAGE);
    ram(2 * MIB + 6 * PAGE, 2 * MIB + 10 * PAGE);
    ram(2 * MIB, 2 * MIB + 8 * PAGE);
    init();
    assert_int_equal(boot_memory_total(), 10 * PAGE);
    bool seen[10] = {false};
    for (uint64_t page; (page = boot_memory_allocate(PAGE, PAGE)) != 0;) {
        assert_true(page >= 2 * MIB && page < 2 * MIB + 10 * PAGE);
        assert_false(seen[(page - 2 * MIB) / PAGE]);
        seen[(page - 2 * MIB) / PAGE] = true;
    }
}

static void test_ends_of_the_address_space(void **state)
{
    (void)state;
    ram(UINT64_MAX - 5, UINT64_MAX);
    ram(MIB, MIB + 2 * PAGE);
    used(MIB + PAGE, UINT64_MAX);
    init();
    expect_pages(MIB, MIB + PAGE);
}

/* Rounding up to the alignment may not wrap round to address 0. */
static void test_alignment_beyond_the_end(void **state)
{
    (void)state;
    const uint64_t half = 1ul << 63;
    ram(half + MIB, half + 2 * MIB);
    init();
    assert_int_equal(boot_memory_allocate(PAGE, half), 0);
    assert_int_equal(boot_memory_free(), MIB);
}

static void test_zeroed(void **state)
{
    (void)state;
    ram(MIB, MIB + 3 * PAGE);
    init();
    assert_int_equal(boot_memory_allocate(PAGE + 1, PAGE), MIB);
    for (uint64_t i = 0; i < 2 * PAGE; i++)
        assert_int_equal(fake_ram[MIB + i], 0);
    assert_int_equal(fake_ram[MIB + 2 * PAGE], 0xa5);
    assert_int_equal(boot_memory_free(), PAGE);
}

/* The memory before an aligned allocation is not lost. */
static void test_alignment(void **state)
{
    (void)state;
    ram(MIB, MIB + 2 * LARGE);
    init();
    assert_int_equal(boot_memory_allocate(LARGE, LARGE), LARGE);
    assert_int_equal(boot_memory_free(), LARGE);
    assert_int_equal(boot_memory_allocate(PAGE, LARGE), 2 * LARGE);
    assert_int_equal(boot_memory_allocate(LARGE, PAGE), 0);
    uint64_t pages = 0;
    while (boot_memory_allocate(PAGE, PAGE) != 0)
        pages++;
    assert_int_equal(pages, (LARGE - PAGE) / PAGE);
}

static void test_sizes_that_cannot_be(void **state)
{
    (void)state;
    ram(MIB, 3 * MIB);
    init();
    assert_int_equal(boot_memory_allocate(0, PAGE), 0);
    assert_int_equal(boot_memory_allocate(2 * MIB + 1, PAGE), 0);
    assert_int_equal(boot_memory_allocate(UINT64_MAX, PAGE), 0);
    assert_int_equal(boot_memory_allocate(UINT64_MAX - PAGE + 1, PAGE), 0);
    assert_int_equal(boot_memory_allocate(UINT64_MAX - PAGE, PAGE), 0);
    assert_int_equal(boot_memory_allocate(PAGE, 1ul << 63), 0);
    assert_int_equal(boot_memory_free(), 2 * MIB);
    assert_int_equal(boot_memory_allocate(2 * MIB, PAGE), MIB);
}

static void test_limit(void **state)
{
    (void)state;
    ram(2 * MIB, 2 * MIB + 4 * PAGE);
    ram(MIB, MIB + PAGE);
    init();
    boot_memory_limit(2 * MIB + 2 * PAGE);
    assert_int_equal(boot_memory_allocate(3 * PAGE, PAGE), 0);
    assert_int_equal(boot_memory_allocate(2 * PAGE, PAGE), 2 * MIB);
    assert_int_equal(boot_memory_allocate(PAGE, PAGE), MIB);
    assert_int_equal(boot_memory_allocate(PAGE, PAGE), 0);
    boot_memory_limit(UINT64_MAX);
    assert_int_equal(boot_memory_allocate(2 * PAGE, PAGE), 2 * MIB + 2 * PAGE);
}

/* More holes than the allocator can note: memory may stay unused, but none is given twice and nothing stops. */
static void test_many_fragments(void **state)
{
    (void)state;
    ram(MIB, FAKE_RAM);
    init();
    bool seen[FAKE_RAM / PAGE] = {false};
    for (uint64_t page; (page = boot_memory_allocate(PAGE, 4 * PAGE)) != 0;) {
        assert_int_equal(page % (4 * PAGE), 0);
        seen[page / PAGE] = true;
    }
    unsigned more = 0;
    for (uint64_t page; (page = boot_memory_allocate(PAGE, PAGE)) != 0; more++) {
        assert_false(seen[page / PAGE]);
        seen[page / PAGE] = true;
    }
    assert_true(more >= 3 * BOOT_MAX_RANGES);
    assert_int_equal(boot_memory_free(), 0);
}

static void test_objects(void **state)
{
    (void)state;
    ram(MIB, MIB + 4 * PAGE);
    init();
    assert_ptr_equal(boot_memory_objects(3, 1500), fake_ram + MIB);
    assert_ptr_equal(boot_memory_objects(0, 100), fake_ram + MIB + 2 * PAGE);
    expect_panic(boot_memory_objects(SIZE_MAX / 2, 3), "too many records");
    expect_panic(boot_memory_objects(2, PAGE), "not enough memory for 2 kernel objects of 4096 bytes");
    assert_ptr_equal(boot_memory_objects(1, PAGE), fake_ram + MIB + 3 * PAGE);
    expect_panic(boot_memory_objects(1, 1), "give the machine more RAM");
}

static void test_close(void **state)
{
    (void)state;
    ram(MIB, 2 * MIB);
    init();
    boot_memory_close();
    expect_panic(boot_memory_allocate(PAGE, PAGE), "impossible");
    expect_panic(boot_memory_objects(1, 1), "impossible");
}

static void test_touches(void **state)
{
    (void)state;
    ram(2 * MIB, 3 * MIB);
    used(8 * MIB, 9 * MIB);
    init();
    assert_false(boot_memory_touches(MIB, 2 * MIB));
    assert_true(boot_memory_touches(MIB, 2 * MIB + 1));
    assert_true(boot_memory_touches(3 * MIB - 1, 4 * MIB));
    assert_false(boot_memory_touches(3 * MIB, 4 * MIB));
    assert_true(boot_memory_touches(MIB, 4 * MIB));
    assert_true(boot_memory_touches(2 * MIB + 5, 2 * MIB + 6));
    assert_false(boot_memory_touches(8 * MIB, 9 * MIB));
    assert_int_equal(boot_memory_allocate(MIB, PAGE), 2 * MIB);
    assert_true(boot_memory_touches(2 * MIB, 2 * MIB + 1));
}

/* Random memory maps: every page that is handed out is RAM, not used, and handed out once; and all are. */
static void test_random_maps(void **state)
{
    enum { PAGES = 512 };
    for (unsigned round = 0; round < 300; round++) {
        bool wanted[PAGES] = {false}, given[PAGES] = {false};
        unsigned count = 0;
        setup(state);
        srand(round);
        for (int i = 0; i < 12; i++) {
            unsigned first = (unsigned)rand() % PAGES, last = first + (unsigned)rand() % 100;
            bool taken = i >= 6;
            (taken ? used : ram)(MIB + first * PAGE, MIB + last * PAGE);
            for (unsigned page = first; page < last && page < PAGES; page++)
                wanted[page] = !taken;
        }
        used(MIB + PAGES * PAGE, UINT64_MAX);
        init();
        for (uint64_t page; (page = boot_memory_allocate(PAGE, PAGE)) != 0; count++) {
            assert_true(page >= MIB && page < MIB + PAGES * PAGE);
            assert_true(wanted[(page - MIB) / PAGE] && !given[(page - MIB) / PAGE]);
            given[(page - MIB) / PAGE] = true;
        }
        assert_memory_equal(wanted, given, sizeof wanted);
        assert_int_equal(boot_memory_total(), count * PAGE);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_whole_pages_only, setup),
        cmocka_unit_test_setup(test_low_memory_is_left_alone, setup),
        cmocka_unit_test_setup(test_less_than_a_page, setup),
        cmocka_unit_test_setup(test_used_ranges, setup),
        cmocka_unit_test_setup(test_reserved_ranges, setup),
        cmocka_unit_test_setup(test_overlapping_ram, setup),
        cmocka_unit_test_setup(test_ends_of_the_address_space, setup),
        cmocka_unit_test_setup(test_alignment_beyond_the_end, setup),
        cmocka_unit_test_setup(test_zeroed, setup),
        cmocka_unit_test_setup(test_alignment, setup),
        cmocka_unit_test_setup(test_sizes_that_cannot_be, setup),
        cmocka_unit_test_setup(test_limit, setup),
        cmocka_unit_test_setup(test_many_fragments, setup),
        cmocka_unit_test_setup(test_objects, setup),
        cmocka_unit_test_setup(test_close, setup),
        cmocka_unit_test_setup(test_touches, setup),
        cmocka_unit_test_setup(test_random_maps, setup),
    };
    return cmocka_run_group_tests_name("boot memory", tests, NULL, NULL);
}
