/* SPDX-License-Identifier: BSD-2-Clause */
/* Columns behind the preprocessor, misspelt words, tables, and files that are written. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "align.h"
#include "diag.h"
#include "map.h"
#include "output.h"
#include "suggest.h"

/* '^' in the lines stand for where a span starts and ends; they are not part of the text. */
static struct span spot(const char *marked, char *text)
{
    size_t at[2] = {0, 0}, marks = 0, length = 0;
    for (; *marked; marked++) {
        if (*marked == '^' && marks < 2)
            at[marks++] = length;
        else
            text[length++] = *marked;
    }
    text[length] = 0;
    return (struct span){at[0], at[1], false};
}

static const struct {
    const char *preprocessed, *original;
    bool inexact;
} lines[] = {
    {"emits ^Ping^ ping;", "emits   ^Ping^ ping;", false},
    {"emits Ping ^ping^ ;", "emits Ping /* why */ ^ping^ ; // comment", false},
    {"^emits Ping^ ping;", "\t^emits /* ; */ Ping^ ping;", false},
    {"a.s = ^\"one // two\"^ ;", "a.s = ^\"one // two\"^ ;", false},
    {"a.s = 4096^;^", "a.s = PAGE^;^", false},
    {"a.s = ^4096^;", "a.s = ^PAGE^;", true},
    {"^a^.s = 4096;", "^a^.s = PAGE;", false},
    {"emits A a ; ^emits^ B b; control;", "^TWO^(x) control;", true},
    {"emits A a ; emits B b; ^control^;", "TWO(x) ^control^;", false},
    {"x ^y^", "x ^y^", false},
};

static void test_align(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
        char made[128], written[128];
        struct span wanted = spot(lines[i].preprocessed, made), expected = spot(lines[i].original, written);
        struct span found =
            align_span((struct text){made, strlen(made)}, (struct text){written, strlen(written)}, wanted);
        if (found.first != expected.first || found.last != expected.last || found.inexact != lines[i].inexact)
            fail_msg("%s: %zu to %zu, not %zu to %zu", lines[i].original, found.first, found.last,
                     expected.first, expected.last);
    }
}

/* Whatever the two lines are, the span stays inside the original one. */
static void test_align_bounds(void **state)
{
    (void)state;
    static const char *const texts[] = {"",  " ",     "/*",    "//",          "\"",
                                        "a", "a b c", "\"a b", "a /* b */ c", "###"};
    size_t count = sizeof(texts) / sizeof(texts[0]);
    for (size_t i = 0; i < count * count; i++) {
        struct text made = {texts[i / count], strlen(texts[i / count])};
        struct text written = {texts[i % count], strlen(texts[i % count])};
        for (size_t first = 0; first <= made.length; first++)
            for (size_t last = first; last <= made.length; last++) {
                struct span found = align_span(made, written, (struct span){first, last, false});
                assert_true(found.last <= written.length);
                assert_true(found.first <= found.last);
            }
    }
}

static void test_suggest(void **state)
{
    (void)state;
    struct arena *arena = arena_create();
    struct map *map = map_create(arena);
    static const char *const words[] = {"print_server", "vm0", "serial", "x"};
    for (size_t i = 0; i < 4; i++)
        map_put(map, words[i], map);
    assert_string_equal(suggest_key(map, "print_sever"), "print_server");
    assert_string_equal(suggest_key(map, "prnit_server"), "print_server");
    assert_string_equal(suggest_key(map, "vm1"), "vm0");
    assert_null(suggest_key(map, "something_else"));
    assert_null(suggest_key(map, "serial")); /* right already */
    char longest[200];
    memset(longest, 'a', sizeof(longest) - 1);
    longest[sizeof(longest) - 1] = 0;
    assert_null(suggest_key(map, longest));
    arena_destroy(arena);
}

static void test_map(void **state)
{
    (void)state;
    struct arena *arena = arena_create();
    struct map *map = map_create(arena);
    int values[1000];
    for (int i = 0; i < 1000; i++)
        assert_null(map_put(map, arena_printf(arena, "key %d", i), &values[i]));
    for (int i = 0; i < 1000; i++) {
        const char *key = arena_printf(arena, "key %d", i);
        assert_ptr_equal(map_get(map, key), &values[i]);
        assert_string_equal(map->entries[i].key, key);
        assert_ptr_equal(map_put(map, key, &values[0]), &values[i]);
    }
    assert_int_equal(map->count, 1000);
    assert_null(map_get(map, "key 1000"));
    arena_destroy(arena);
}

static void test_arena(void **state)
{
    (void)state;
    struct arena *arena = arena_create();
    size_t count = 0, *numbers = NULL;
    for (size_t i = 0; i < 5000; i++)
        ARENA_APPEND(arena, numbers, count, i);
    for (size_t i = 0; i < 5000; i++)
        assert_int_equal(numbers[i], i);
    unsigned char *large = arena_alloc(arena, 1u << 20, 1), *small = arena_alloc(arena, 24, 1);
    assert_int_equal((uintptr_t)large % 16, 0);
    assert_int_equal((uintptr_t)small % 16, 0);
    for (size_t i = 0; i < 1u << 20; i++)
        assert_int_equal(large[i], 0);
    arena_destroy(arena);
}

static void test_output(void **state)
{
    (void)state;
    char folder[] = "/tmp/camkes-output-XXXXXX", path[64];
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof(path), "%s/file", folder);
    struct stat first, second, third;
    assert_true(output_write(path, "one", 3));
    assert_int_equal(stat(path, &first), 0);
    assert_int_equal(first.st_size, 3);
    assert_true(output_write(path, "one", 3));
    assert_int_equal(stat(path, &second), 0);
    assert_int_equal(first.st_ino, second.st_ino); /* not replaced */
    assert_true(output_write(path, "two!", 4));
    assert_int_equal(stat(path, &third), 0);
    assert_int_equal(third.st_size, 4);
    assert_true(output_write(path, "tw", 2));
    assert_int_equal(stat(path, &third), 0);
    assert_int_equal(third.st_size, 2);
    unlink(path);

    diag_reset(NULL);
    snprintf(path, sizeof(path), "%s/no/such/folder", folder);
    assert_false(output_write(path, "one", 3));
    assert_int_equal(diag_errors(), 1);
    assert_int_equal(rmdir(folder), 0); /* nothing was left behind */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_align), cmocka_unit_test(test_align_bounds), cmocka_unit_test(test_suggest),
        cmocka_unit_test(test_map),   cmocka_unit_test(test_arena),        cmocka_unit_test(test_output),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
