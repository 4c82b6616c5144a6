/* SPDX-License-Identifier: BSD-2-Clause */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "abi/error.h"
#include "heap.h"

#define PAGES 200

static char *memory;
static struct heap heap;

static int start(void **state)
{
    (void)state;
    memory = aligned_alloc(HEAP_PAGE, PAGES * HEAP_PAGE);
    memset(memory, 0, PAGES * HEAP_PAGE);
    heap_init(&heap, memory, memory + PAGES * HEAP_PAGE);
    return 0;
}

static int finish(void **state)
{
    (void)state;
    free(memory);
    return 0;
}

static int is_zero(const char *bytes, size_t size)
{
    for (size_t i = 0; i < size; i++)
        if (bytes[i] != 0)
            return 0;
    return 1;
}

static void takes_whole_pages(void **state)
{
    (void)state;
    char *one = heap_take(&heap, 1);
    char *two = heap_take(&heap, HEAP_PAGE + 1);
    char *three = heap_take(&heap, HEAP_PAGE);
    assert_ptr_equal(one, memory + HEAP_PAGE); /* behind the bitmap */
    assert_ptr_equal(two, one + HEAP_PAGE);
    assert_ptr_equal(three, two + 2 * HEAP_PAGE);
}

static void refuses_what_does_not_fit(void **state)
{
    (void)state;
    assert_null(heap_take(&heap, 0));
    assert_null(heap_take(&heap, PAGES * HEAP_PAGE));
    assert_null(heap_take(&heap, SIZE_MAX));
    char *all = heap_take(&heap, (PAGES - 1) * HEAP_PAGE);
    assert_non_null(all);
    assert_null(heap_take(&heap, 1));
    assert_int_equal(heap_give(&heap, all, (PAGES - 1) * HEAP_PAGE), 0);
    assert_non_null(heap_take(&heap, (PAGES - 1) * HEAP_PAGE));
}

static void freed_pages_are_reused_and_zero(void **state)
{
    (void)state;
    char *first = heap_take(&heap, 3 * HEAP_PAGE);
    char *behind = heap_take(&heap, HEAP_PAGE);
    memset(first, 0xff, 3 * HEAP_PAGE);
    memset(behind, 0xff, HEAP_PAGE);
    assert_int_equal(heap_give(&heap, first + HEAP_PAGE, HEAP_PAGE), 0); /* a part from the middle */
    assert_ptr_equal(heap_take(&heap, 2 * HEAP_PAGE), behind + HEAP_PAGE);
    char *again = heap_take(&heap, HEAP_PAGE);
    assert_ptr_equal(again, first + HEAP_PAGE);
    assert_true(is_zero(again, HEAP_PAGE));
    assert_false(is_zero(first, HEAP_PAGE));
}

static void refuses_what_is_not_taken(void **state)
{
    (void)state;
    char *taken = heap_take(&heap, 2 * HEAP_PAGE);
    assert_int_equal(heap_give(&heap, taken + 1, HEAP_PAGE), -CW_EINVAL);
    assert_int_equal(heap_give(&heap, taken, 0), -CW_EINVAL);
    assert_int_equal(heap_give(&heap, taken, 3 * HEAP_PAGE), -CW_EINVAL);
    assert_int_equal(heap_give(&heap, taken, SIZE_MAX), -CW_EINVAL);
    assert_int_equal(heap_give(&heap, memory, HEAP_PAGE), -CW_EINVAL); /* the bitmap */
    assert_int_equal(heap_give(&heap, memory - HEAP_PAGE, HEAP_PAGE), -CW_EINVAL);
    assert_int_equal(heap_give(&heap, memory + PAGES * HEAP_PAGE, HEAP_PAGE), -CW_EINVAL);
    assert_int_equal(heap_give(&heap, taken, 2 * HEAP_PAGE), 0);
    assert_int_equal(heap_give(&heap, taken, 2 * HEAP_PAGE), -CW_EINVAL);
}

static void tiny_heaps_are_empty(void **state)
{
    (void)state;
    struct heap tiny;
    heap_init(&tiny, memory, memory);
    assert_null(heap_take(&tiny, 1));
    assert_int_equal(heap_give(&tiny, memory, HEAP_PAGE), -CW_EINVAL);
    memset(memory, 0, HEAP_PAGE);
    heap_init(&tiny, memory, memory + HEAP_PAGE);
    assert_null(heap_take(&tiny, 1));
}

/* Random use against a plain record of who owns which page. */
static void random_use(void **state)
{
    (void)state;
    char *blocks[16] = {0};
    size_t sizes[16] = {0}, free_pages = PAGES - 1;
    unsigned seed = 7;
    for (int round = 0; round < 20000; round++) {
        seed = seed * 1103515245 + 12345;
        size_t slot = seed >> 16 & 15, pages = 1 + (seed >> 20) % 20;
        if (blocks[slot]) {
            for (size_t i = 0; i < sizes[slot] * HEAP_PAGE; i += 512)
                assert_int_equal(blocks[slot][i], (int)slot + 1);
            assert_int_equal(heap_give(&heap, blocks[slot], sizes[slot] * HEAP_PAGE), 0);
            free_pages += sizes[slot];
            blocks[slot] = NULL;
        } else if ((blocks[slot] = heap_take(&heap, pages * HEAP_PAGE))) {
            assert_true(blocks[slot] > memory &&
                        blocks[slot] + pages * HEAP_PAGE <= memory + PAGES * HEAP_PAGE);
            sizes[slot] = pages;
            for (size_t i = 0; i < pages * HEAP_PAGE; i += 512) {
                assert_int_equal(blocks[slot][i], 0);
                blocks[slot][i] = (char)(slot + 1);
            }
            free_pages -= pages;
        } else {
            assert_true(free_pages < 20 * 16);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(takes_whole_pages, start, finish),
        cmocka_unit_test_setup_teardown(refuses_what_does_not_fit, start, finish),
        cmocka_unit_test_setup_teardown(freed_pages_are_reused_and_zero, start, finish),
        cmocka_unit_test_setup_teardown(refuses_what_is_not_taken, start, finish),
        cmocka_unit_test_setup_teardown(tiny_heaps_are_empty, start, finish),
        cmocka_unit_test_setup_teardown(random_use, start, finish),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
