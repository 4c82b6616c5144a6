/* SPDX-License-Identifier: BSD-2-Clause */
/* Random maps and unmaps against a model: an array with one record per guest page. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "vm_sample.h"
#include "abi/error.h"

#define PAGES    (16 * 512u) /* of guest address space that the model covers */
#define POOL     5u
#define STEPS    12000
#define NO_BASE  0xff
#define REGIONS  3
#define RIGHTS_B (TABLE_RIGHT_READ | TABLE_RIGHT_WRITE | TABLE_RIGHT_EXECUTE)

static const struct vm_range base[] = {
    {0, 160 * PAGE, 0x10000000, RIGHTS_B},
    {2 * LARGE - 7 * PAGE, 5 * LARGE, 0x20000000 - 7 * PAGE, RIGHTS_B},
    {7 * LARGE - 7 * PAGE, 2 * LARGE, 0x30000000, TABLE_RIGHT_READ | TABLE_RIGHT_WRITE},
    {10 * LARGE, 2 * LARGE, 0x40000000, TABLE_RIGHT_READ | TABLE_RIGHT_EXECUTE},
    {12 * LARGE, 3 * LARGE, 0x50000000, RIGHTS_B},
};
#define BASES (sizeof base / sizeof base[0])

static const struct region regions[REGIONS] = {
    {.physical = 0x90000000, .size = PAGE},
    {.physical = 0xa0001000, .size = 40 * PAGE},
    {.physical = 0xb0000000, .size = 3 * LARGE},
};

static struct {
    uint64_t physical[PAGES];
    uint32_t rights[PAGES];
    uint32_t overlay[PAGES]; /* number of the overlay that the page belongs to; 0: none */
    uint8_t base[PAGES];     /* index into `base`, or NO_BASE */
} model;

static uint64_t starts[TABLE_MAX_OVERLAYS]; /* addresses of the overlays that there are */
static unsigned overlays;
static uint32_t last_overlay;
static unsigned seen[CW_ENOSYS]; /* how often each error was expected */

static void reset_page(unsigned page)
{
    unsigned b = model.base[page];
    model.overlay[page] = 0;
    model.rights[page] = b == NO_BASE ? 0 : base[b].rights;
    model.physical[page] = b == NO_BASE ? 0 : base[b].physical + (page * PAGE - base[b].address);
}

static void model_init(void)
{
    memset(model.base, NO_BASE, sizeof model.base);
    for (unsigned b = 0; b < BASES; b++) {
        for (uint64_t at = 0; at < base[b].size; at += PAGE)
            model.base[(base[b].address + at) / PAGE] = (uint8_t)b;
    }
    for (unsigned page = 0; page < PAGES; page++)
        reset_page(page);
    overlays = last_overlay = 0;
    memset(seen, 0, sizeof seen);
}

/* Whether one entry maps the 2 MiB from `first` while no overlay is there. */
static bool large_capable(unsigned first)
{
    unsigned b = model.base[first];
    if (b == NO_BASE || (base[b].physical + (first * PAGE - base[b].address)) % LARGE != 0)
        return false;
    for (unsigned page = first; page < first + 512; page++) {
        if (model.base[page] != b)
            return false;
    }
    return true;
}

/* Whether the 2 MiB from `first` have no table while no overlay is there. */
static bool bare(unsigned first)
{
    for (unsigned page = first; page < first + 512; page++) {
        if (model.base[page] != NO_BASE)
            return false;
    }
    return true;
}

/* Whether an overlay in the 2 MiB from `first` needs a table of the pool. */
static bool needs_table(unsigned first)
{
    return large_capable(first) || bare(first);
}

static bool has_overlay(unsigned first)
{
    for (unsigned page = first; page < first + 512; page++) {
        if (model.overlay[page])
            return true;
    }
    return false;
}

static unsigned tables_used(void)
{
    unsigned used = 0;
    for (unsigned first = 0; first < PAGES; first += 512)
        used += needs_table(first) && has_overlay(first);
    return used;
}

static int expected_error(unsigned first, unsigned pages, const struct region *region, uint64_t offset)
{
    if (pages == 0 || offset + pages * PAGE > region->size)
        return -CW_EINVAL;
    unsigned needed = 0, error = 0, b = model.base[first];
    for (unsigned page = first; page < first + pages; page++) {
        if (page >= PAGES || model.base[page] != b || (b != NO_BASE && !(base[b].rights & TABLE_RIGHT_WRITE)))
            return -CW_EFAULT;
        if (model.overlay[page])
            error = CW_EEXIST;
        bool first_of_block = page == first || page % 512 == 0;
        needed += first_of_block && needs_table(page / 512 * 512) && !has_overlay(page / 512 * 512);
    }
    if (error)
        return -(int)error;
    return overlays == TABLE_MAX_OVERLAYS || needed > POOL - tables_used() ? -CW_ENOMEM : 0;
}

static void model_map(unsigned first, unsigned pages, uint64_t physical, uint32_t rights)
{
    last_overlay++;
    for (unsigned i = 0; i < pages; i++) {
        model.overlay[first + i] = last_overlay;
        model.physical[first + i] = physical + i * PAGE;
        model.rights[first + i] = rights;
    }
    starts[overlays++] = first * PAGE;
}

static void model_unmap(unsigned which)
{
    unsigned page = (unsigned)(starts[which] / PAGE);
    uint32_t overlay = model.overlay[page];
    while (page < PAGES && model.overlay[page] == overlay)
        reset_page(page++);
    starts[which] = starts[--overlays];
}

static void compare(const struct vm *vm, unsigned first, unsigned pages)
{
    for (unsigned page = first; page < first + pages && page < PAGES; page++) {
        unsigned block = page / 512 * 512;
        if (model.base[page] == NO_BASE && !model.overlay[page])
            expect_nothing(vm, page * PAGE);
        else
            expect_page(vm, page * PAGE, model.physical[page], model.rights[page],
                        large_capable(block) && !has_overlay(block));
    }
}

static void try_map(struct vm *vm)
{
    const struct region *region = &regions[rand() % REGIONS];
    unsigned most = (unsigned)(region->size / PAGE);
    unsigned pages =
        rand() % 3 ? (unsigned)rand() % (most < 9 ? most : 9) + 1 : (unsigned)rand() % (most + 2);
    unsigned first = (unsigned)rand() % (PAGES - 512);
    if (rand() % 2)
        first = first / 64 * 64;
    uint64_t offset = rand() % 2 ? 0 : (unsigned)rand() % (most + 1) * PAGE;
    uint32_t rights = rand() % 2 ? TABLE_RIGHT_READ : TABLE_RIGHT_READ | TABLE_RIGHT_WRITE;
    int expected = expected_error(first, pages, region, offset);
    seen[-expected]++;
    assert_int_equal(vm_map(vm, first * PAGE, region, offset, pages * PAGE, rights), expected);
    if (expected == 0)
        model_map(first, pages, region->physical + offset, rights);
    compare(vm, first < 2 ? 0 : first - 2, pages + 4);
}

static void try_unmap(struct vm *vm)
{
    if (overlays == 0 || rand() % 8 == 0) {
        uint64_t address = (unsigned)rand() % PAGES * PAGE;
        for (unsigned i = 0; i < overlays; i++) {
            if (starts[i] == address)
                return;
        }
        assert_int_equal(vm_unmap(vm, address), -CW_ENOENT);
        return;
    }
    unsigned which = (unsigned)rand() % overlays, page = (unsigned)(starts[which] / PAGE);
    assert_int_equal(vm_unmap(vm, starts[which]), 0);
    model_unmap(which);
    compare(vm, page, 4);
}

static void test_random(void **state)
{
    static struct vm vm;
    model_init();
    sample_vm_init(&vm, *state, base, BASES, POOL);
    compare(&vm, 0, PAGES);
    srand(3);
    for (int step = 0; step < STEPS; step++) {
        /* Phases that fill and phases that empty, so that both limits are met. */
        if (rand() % 8 < (step / 1000 % 2 ? 3 : 6))
            try_map(&vm);
        else
            try_unmap(&vm);
        assert_int_equal(vm.overlay_count, overlays);
        assert_int_equal(vm.pool_pages, POOL - tables_used());
        if (step % 500 == 0)
            compare(&vm, 0, PAGES);
    }
    static const int outcomes[] = {0, CW_EINVAL, CW_EFAULT, CW_EEXIST, CW_ENOMEM};
    for (unsigned i = 0; i < sizeof outcomes / sizeof outcomes[0]; i++)
        assert_true(seen[outcomes[i]] > STEPS / 100);
    while (overlays > 0) {
        assert_int_equal(vm_unmap(&vm, starts[0]), 0);
        model_unmap(0);
    }
    assert_int_equal(vm.pool_pages, POOL);
    compare(&vm, 0, PAGES);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        {.name = "random, no-execute bit",
         .test_func = test_random,
         .initial_state = (void *)&sample_no_execute_format},
        {.name = "random, execute bit",
         .test_func = test_random,
         .initial_state = (void *)&sample_execute_format},
    };
    return cmocka_run_group_tests_name("second-stage tables against a model", tests, NULL, NULL);
}
