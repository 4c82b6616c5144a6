/* SPDX-License-Identifier: BSD-2-Clause */
/* Second-stage tables, rule by rule, in both formats that processors have. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "vm_sample.h"
#include "abi/error.h"

#define R TABLE_RIGHT_READ
#define W TABLE_RIGHT_WRITE
#define X TABLE_RIGHT_EXECUTE

static struct vm vm;

/* Three 2 MiB pages of RAM, and the rest of a fourth in small pages. */
static struct vm_range ram(void)
{
    return (struct vm_range){LARGE, 3 * LARGE + 5 * PAGE, 64 * LARGE, R | W | X};
}

static void make(void **state, uint32_t pool)
{
    struct vm_range base[] = {
        {0, 4 * PAGE, 0x123000, R | W | X}, /* small pages */
        ram(),
        {8 * LARGE, 2 * LARGE, 96 * LARGE + PAGE, R | W}, /* aligned for the guest, not in memory */
        {10 * LARGE, LARGE, 99 * LARGE, R | X},           /* ROM, right behind RAM */
        {GIB - LARGE, 2 * LARGE, 128 * LARGE, R | W | X}, /* crosses a table of the third level */
    };
    sample_vm_init(&vm, *state, base, sizeof base / sizeof base[0], pool);
}

static const struct region port = {.physical = 0x7000000, .size = 8 * LARGE};

static void test_base_entries(void **state)
{
    make(state, 0);
    expect_page(&vm, 0, 0x123000, R | W | X, 0);
    expect_page(&vm, 3 * PAGE, 0x126000, R | W | X, 0);
    expect_nothing(&vm, 4 * PAGE);
    expect_nothing(&vm, LARGE - PAGE);
    expect_page(&vm, LARGE, 64 * LARGE, R | W | X, 1);
    expect_page(&vm, 4 * LARGE - PAGE, 67 * LARGE - PAGE, R | W | X, 1);
    expect_page(&vm, 4 * LARGE, 67 * LARGE, R | W | X, 0);
    expect_page(&vm, 4 * LARGE + 4 * PAGE, 67 * LARGE + 4 * PAGE, R | W | X, 0);
    expect_nothing(&vm, 4 * LARGE + 5 * PAGE);
    expect_page(&vm, 8 * LARGE, 96 * LARGE + PAGE, R | W, 0);
    expect_page(&vm, 10 * LARGE - PAGE, 98 * LARGE, R | W, 0);
    expect_page(&vm, 10 * LARGE, 99 * LARGE, R | X, 1);
    expect_nothing(&vm, 11 * LARGE);
    expect_page(&vm, GIB - LARGE, 128 * LARGE, R | W | X, 1);
    expect_page(&vm, GIB, 129 * LARGE, R | W | X, 1);
    expect_nothing(&vm, GIB + LARGE);
    expect_nothing(&vm, (1ul << 40) - PAGE);
    assert_true(vm.changed);
}

/* Addresses inside a page keep their offset. */
static void test_translate_offset(void **state)
{
    make(state, 0);
    uint64_t physical;
    uint32_t rights;
    assert_true(vm_translate(&vm, 0x1abc, &physical, &rights));
    assert_int_equal(physical, 0x124abc);
    assert_true(vm_translate(&vm, LARGE + 0x12345, &physical, &rights));
    assert_int_equal(physical, 64 * LARGE + 0x12345);
}

static void test_map_splits_and_unmap_merges(void **state)
{
    make(state, 3);
    vm.changed = false;
    assert_int_equal(vm_map(&vm, 2 * LARGE + PAGE, &port, PAGE, 2 * PAGE, R | W), 0);
    assert_true(vm.changed);
    assert_int_equal(vm.pool_pages, 2);
    expect_page(&vm, 2 * LARGE, 65 * LARGE, R | W | X, 0);
    expect_page(&vm, 2 * LARGE + PAGE, port.physical + PAGE, R | W, 0);
    expect_page(&vm, 2 * LARGE + 2 * PAGE, port.physical + 2 * PAGE, R | W, 0);
    expect_page(&vm, 2 * LARGE + 3 * PAGE, 65 * LARGE + 3 * PAGE, R | W | X, 0);
    expect_page(&vm, 3 * LARGE - PAGE, 66 * LARGE - PAGE, R | W | X, 0);
    expect_page(&vm, 3 * LARGE, 66 * LARGE, R | W | X, 1);

    vm.changed = false;
    assert_int_equal(vm_unmap(&vm, 2 * LARGE + PAGE), 0);
    assert_true(vm.changed);
    assert_int_equal(vm.pool_pages, 3);
    expect_page(&vm, 2 * LARGE + PAGE, 65 * LARGE + PAGE, R | W | X, 1);
    assert_int_equal(vm_unmap(&vm, 2 * LARGE + PAGE), -CW_ENOENT);
}

/* One overlay over several 2 MiB pages takes a table for each; an overlay next to it shares the last one. */
static void test_pool_accounting(void **state)
{
    make(state, 3);
    assert_int_equal(vm_map(&vm, 2 * LARGE - PAGE, &port, 0, LARGE + 2 * PAGE, R), 0);
    assert_int_equal(vm.pool_pages, 0);
    assert_int_equal(vm_map(&vm, 3 * LARGE + PAGE, &port, 0, PAGE, R), 0);
    assert_int_equal(vm_unmap(&vm, 2 * LARGE - PAGE), 0);
    assert_int_equal(vm.pool_pages, 2);
    expect_page(&vm, LARGE, 64 * LARGE, R | W | X, 1);
    expect_page(&vm, 2 * LARGE, 65 * LARGE, R | W | X, 1);
    expect_page(&vm, 3 * LARGE, 66 * LARGE, R | W | X, 0);
    expect_page(&vm, 3 * LARGE + PAGE, port.physical, R, 0);
    assert_int_equal(vm_unmap(&vm, 3 * LARGE + PAGE), 0);
    assert_int_equal(vm.pool_pages, 3);
}

static void test_pool_empty(void **state)
{
    make(state, 1);
    assert_int_equal(vm_map(&vm, 2 * LARGE - PAGE, &port, 0, 2 * PAGE, R | W), -CW_ENOMEM);
    assert_int_equal(vm.pool_pages, 1);
    assert_int_equal(vm.overlay_count, 0);
    expect_page(&vm, 2 * LARGE - PAGE, 65 * LARGE - PAGE, R | W | X, 1);
    assert_int_equal(vm_map(&vm, LARGE, &port, 0, LARGE, R | W), 0);
    assert_int_equal(vm_map(&vm, 2 * LARGE, &port, 0, PAGE, R | W), -CW_ENOMEM);
    /* Where small pages are already, no table is needed. */
    assert_int_equal(vm_map(&vm, 4 * LARGE, &port, 0, 5 * PAGE, R | W), 0);
    assert_int_equal(vm_map(&vm, 0, &port, 0, PAGE, R | W), 0);
    assert_int_equal(vm_unmap(&vm, LARGE), 0);
    assert_int_equal(vm_map(&vm, 2 * LARGE, &port, 0, PAGE, R | W), 0);
}

/* Small base pages stay small, whatever comes and goes, and the pool does not gain their tables. */
static void test_small_pages_never_merge(void **state)
{
    make(state, 2);
    assert_int_equal(vm_map(&vm, 8 * LARGE, &port, 0, LARGE, R), 0);
    assert_int_equal(vm_map(&vm, 4 * LARGE, &port, 0, 5 * PAGE, R), 0);
    assert_int_equal(vm.pool_pages, 2);
    assert_int_equal(vm_unmap(&vm, 8 * LARGE), 0);
    assert_int_equal(vm_unmap(&vm, 4 * LARGE), 0);
    assert_int_equal(vm.pool_pages, 2);
    expect_page(&vm, 8 * LARGE, 96 * LARGE + PAGE, R | W, 0);
    expect_page(&vm, 4 * LARGE, 67 * LARGE, R | W | X, 0);
    expect_nothing(&vm, 4 * LARGE + 5 * PAGE);
}

/* A guest never executes an overlay, and writes it only if the region's slot says so. */
static void test_overlay_rights(void **state)
{
    make(state, 1);
    assert_int_equal(vm_map(&vm, LARGE, &port, 0, PAGE, R), 0);
    assert_int_equal(vm_map(&vm, LARGE + PAGE, &port, 0, PAGE, R | W), 0);
    assert_int_equal(vm_map(&vm, LARGE + 2 * PAGE, &port, 0, PAGE, UINT32_MAX), 0);
    expect_page(&vm, LARGE, port.physical, R, 0);
    expect_page(&vm, LARGE + PAGE, port.physical, R | W, 0);
    expect_page(&vm, LARGE + 2 * PAGE, port.physical, R | W, 0);
}

struct refusal {
    uint64_t address, offset, size;
    int error;
};

static void expect_refused(const struct refusal *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const struct refusal *c = &cases[i];
        int error = vm_map(&vm, c->address, &port, c->offset, c->size, R | W);
        if (error != c->error)
            fail_msg("map %#lx, offset %#lx, size %#lx: %d instead of %d", (unsigned long)c->address,
                     (unsigned long)c->offset, (unsigned long)c->size, error, c->error);
    }
}

static void test_bad_numbers(void **state)
{
    make(state, 8);
    const uint64_t top = UINT64_MAX - PAGE + 1;
    const struct refusal cases[] = {
        {LARGE + 1, 0, PAGE, -CW_EINVAL},
        {LARGE + PAGE - 1, 0, PAGE, -CW_EINVAL},
        {LARGE, 8, PAGE, -CW_EINVAL},
        {LARGE, 0, PAGE - 1, -CW_EINVAL},
        {LARGE, 0, PAGE + 1, -CW_EINVAL},
        {LARGE, 0, 0, -CW_EINVAL},
        {LARGE, 0, 8 * LARGE + PAGE, -CW_EINVAL},
        {LARGE, 8 * LARGE, PAGE, -CW_EINVAL},
        {LARGE, 8 * LARGE - PAGE, 2 * PAGE, -CW_EINVAL},
        {LARGE, PAGE, top, -CW_EINVAL},
        {LARGE, top, PAGE, -CW_EINVAL},
        {LARGE, top, top, -CW_EINVAL},
        {top, 0, PAGE, -CW_EFAULT},
        {top, 0, 2 * PAGE, -CW_EFAULT},
        {3 * PAGE, 0, 2 * PAGE, -CW_EFAULT},
        {LARGE - PAGE, 0, 2 * PAGE, -CW_EFAULT},
        {4 * LARGE, 0, 6 * PAGE, -CW_EFAULT},
        {10 * LARGE, 0, PAGE, -CW_EFAULT},              /* ROM */
        {10 * LARGE - PAGE, 0, 2 * PAGE, -CW_EFAULT},   /* RAM into ROM */
        {GIB - LARGE - PAGE, 0, 2 * PAGE, -CW_EFAULT},  /* nothing into RAM */
        {GIB - LARGE - PAGE, 0, 3 * LARGE, -CW_EFAULT}, /* and out of it again */
        {1ul << 48, 0, PAGE, -CW_EFAULT},               /* would alias address 0 */
        {(1ul << 48) - PAGE, 0, 2 * PAGE, -CW_EFAULT},
        {(1ul << 48) + LARGE, 0, PAGE, -CW_EFAULT},
    };
    expect_refused(cases, sizeof cases / sizeof cases[0]);
    assert_int_equal(vm.overlay_count, 0);
    assert_int_equal(vm.pool_pages, 8);
}

/* Where nothing is, an overlay takes a table for each level that is missing, and gives all of them back. */
static void test_where_nothing_is(void **state)
{
    make(state, 3);
    assert_int_equal(vm_map(&vm, 20 * LARGE, &port, PAGE, 2 * PAGE, R | W), 0);
    assert_int_equal(vm.pool_pages, 2);
    expect_page(&vm, 20 * LARGE + PAGE, port.physical + 2 * PAGE, R | W, 0);
    expect_nothing(&vm, 20 * LARGE + 2 * PAGE);
    assert_int_equal(vm_map(&vm, 1ul << 39, &port, 0, PAGE, R | W), -CW_ENOMEM);
    assert_int_equal(vm_map(&vm, 3 * GIB, &port, 0, PAGE, R), 0);
    assert_int_equal(vm.pool_pages, 0);
    expect_page(&vm, 3 * GIB, port.physical, R, 0);
    assert_int_equal(vm_map(&vm, 3 * GIB + PAGE, &port, 0, PAGE, R), 0);
    assert_int_equal(vm_unmap(&vm, 3 * GIB), 0);
    assert_int_equal(vm.pool_pages, 0);
    vm.changed = false;
    assert_int_equal(vm_unmap(&vm, 3 * GIB + PAGE), 0);
    assert_true(vm.changed);
    assert_int_equal(vm.pool_pages, 2);
    assert_int_equal(vm_unmap(&vm, 20 * LARGE), 0);
    assert_int_equal(vm.pool_pages, 3);
    expect_nothing(&vm, 20 * LARGE);
    assert_int_equal(vm_map(&vm, (1ul << 48) - PAGE, &port, 0, PAGE, R | W), 0);
    assert_int_equal(vm.pool_pages, 0);
    expect_page(&vm, (1ul << 48) - PAGE, port.physical, R | W, 0);
    assert_int_equal(vm_unmap(&vm, (1ul << 48) - PAGE), 0);
    assert_int_equal(vm.pool_pages, 3);
}

/* Next to small pages of RAM their table is used, and stays. */
static void test_beside_ram(void **state)
{
    make(state, 1);
    assert_int_equal(vm_map(&vm, 4 * LARGE + 5 * PAGE, &port, 0, LARGE - 5 * PAGE, R | W), 0);
    assert_int_equal(vm.pool_pages, 1);
    expect_page(&vm, 4 * LARGE + 5 * PAGE, port.physical, R | W, 0);
    assert_int_equal(vm_unmap(&vm, 4 * LARGE + 5 * PAGE), 0);
    assert_int_equal(vm.pool_pages, 1);
    expect_page(&vm, 4 * LARGE + 4 * PAGE, 67 * LARGE + 4 * PAGE, R | W | X, 0);
    expect_nothing(&vm, 4 * LARGE + 5 * PAGE);
}

static void test_overlaps(void **state)
{
    make(state, 8);
    assert_int_equal(vm_map(&vm, LARGE + 4 * PAGE, &port, 0, 4 * PAGE, R | W), 0);
    const struct refusal cases[] = {
        {LARGE + 4 * PAGE, 0, 4 * PAGE, -CW_EEXIST}, {LARGE + 3 * PAGE, 0, 2 * PAGE, -CW_EEXIST},
        {LARGE + 7 * PAGE, 0, 2 * PAGE, -CW_EEXIST}, {LARGE + 5 * PAGE, 0, PAGE, -CW_EEXIST},
        {LARGE, 0, 2 * LARGE, -CW_EEXIST},
    };
    expect_refused(cases, sizeof cases / sizeof cases[0]);
    assert_int_equal(vm_map(&vm, LARGE + 3 * PAGE, &port, 0, PAGE, R | W), 0);
    assert_int_equal(vm_map(&vm, LARGE + 8 * PAGE, &port, 0, PAGE, R | W), 0);
    assert_int_equal(vm_unmap(&vm, LARGE + 5 * PAGE), -CW_ENOENT);
    assert_int_equal(vm_unmap(&vm, LARGE), -CW_ENOENT);
    assert_int_equal(vm_unmap(&vm, LARGE + 4 * PAGE), 0);
    expect_page(&vm, LARGE + 3 * PAGE, port.physical, R | W, 0);
    expect_page(&vm, LARGE + 4 * PAGE, 64 * LARGE + 4 * PAGE, R | W | X, 0);
    expect_page(&vm, LARGE + 8 * PAGE, port.physical, R | W, 0);
}

static void test_overlay_list_full(void **state)
{
    make(state, 2);
    for (unsigned i = 0; i < TABLE_MAX_OVERLAYS; i++)
        assert_int_equal(vm_map(&vm, LARGE + i * PAGE, &port, 0, PAGE, R), 0);
    assert_int_equal(vm_map(&vm, 2 * LARGE - PAGE, &port, 0, PAGE, R), -CW_ENOMEM);
    assert_int_equal(vm_unmap(&vm, LARGE + 17 * PAGE), 0);
    assert_int_equal(vm_map(&vm, 2 * LARGE - PAGE, &port, 0, PAGE, R), 0);
    for (unsigned i = 0; i < TABLE_MAX_OVERLAYS; i++)
        assert_int_equal(vm_unmap(&vm, LARGE + i * PAGE), i == 17 ? -CW_ENOENT : 0);
    assert_int_equal(vm_unmap(&vm, 2 * LARGE - PAGE), 0);
    assert_int_equal(vm.pool_pages, 2);
    assert_int_equal(vm.overlay_count, 0);
}

/* A 2 MiB page on both sides of a border of the third-level table. */
static void test_across_tables(void **state)
{
    make(state, 2);
    assert_int_equal(vm_map(&vm, GIB - PAGE, &port, 0, 2 * PAGE, R | W), 0);
    assert_int_equal(vm.pool_pages, 0);
    expect_page(&vm, GIB - PAGE, port.physical, R | W, 0);
    expect_page(&vm, GIB, port.physical + PAGE, R | W, 0);
    assert_int_equal(vm_unmap(&vm, GIB - PAGE), 0);
    expect_page(&vm, GIB - PAGE, 129 * LARGE - PAGE, R | W | X, 1);
    expect_page(&vm, GIB, 129 * LARGE, R | W | X, 1);
}

#define IN_BOTH(test)                                                                                        \
    {.name = #test " (no-execute bit)",                                                                      \
     .test_func = test,                                                                                      \
     .initial_state = (void *)&sample_no_execute_format},                                                    \
    {                                                                                                        \
        .name = #test " (execute bit)", .test_func = test, .initial_state = (void *)&sample_execute_format   \
    }

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_BOTH(test_base_entries),
        IN_BOTH(test_translate_offset),
        IN_BOTH(test_map_splits_and_unmap_merges),
        IN_BOTH(test_pool_accounting),
        IN_BOTH(test_pool_empty),
        IN_BOTH(test_small_pages_never_merge),
        IN_BOTH(test_overlay_rights),
        IN_BOTH(test_bad_numbers),
        IN_BOTH(test_where_nothing_is),
        IN_BOTH(test_beside_ram),
        IN_BOTH(test_overlaps),
        IN_BOTH(test_overlay_list_full),
        IN_BOTH(test_across_tables),
    };
    return cmocka_run_group_tests_name("second-stage tables", tests, NULL, NULL);
}
