/* SPDX-License-Identifier: BSD-2-Clause */
/* Mutations of every byte of a right table: without a new checksum all are refused, with one none is harmful. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>

#include "invariants.h"
#include "kernel/table.h"
#include "sample.h"

static struct sample s;
static uint64_t scratch[1u << 12];

static bool check(struct table_error *error)
{
    return table_check(&s, sizeof s, scratch, sizeof scratch, error);
}

static void test_sample(void **state)
{
    (void)state;
    struct table_error error;
    sample_init(&s);
    assert_true(table_check_scratch(&s, sizeof s) <= sizeof scratch);
    assert_true(check(&error));
    assert_null(invariant_broken(&s, sizeof s));
}

/* The second opinion itself can say no. */
static void test_invariants_break(void **state)
{
    (void)state;
    sample_init(&s);
    s.mappings[1].size = 0x11000;
    assert_non_null(invariant_broken(&s, sizeof s));
    sample_init(&s);
    s.threads[1].message = s.threads[0].message;
    assert_non_null(invariant_broken(&s, sizeof s));
    sample_init(&s);
    s.mappings[17].rights = TABLE_RIGHT_READ | TABLE_RIGHT_EXECUTE;
    assert_non_null(invariant_broken(&s, sizeof s));
}

static void test_damage(void **state)
{
    (void)state;
    struct table_error error;
    unsigned char *bytes = (unsigned char *)&s;
    sample_init(&s);
    for (size_t i = 0; i < s.header.table_size; i++)
        for (unsigned change = 1; change < 256; change = change * 2 + change % 3) {
            bytes[i] ^= (unsigned char)change;
            assert_false(check(&error));
            bytes[i] ^= (unsigned char)change;
        }
    assert_true(check(&error));
}

static uint64_t random_state = 88172645463325252u;

static uint64_t random_next(void)
{
    random_state ^= random_state << 13;
    random_state ^= random_state >> 7;
    return random_state ^= random_state << 17;
}

static unsigned accepted, refused;

static void seal_and_judge(void)
{
    struct table_error error = {NULL, 0, NULL, NULL};
    sample_seal(&s, sizeof s);
    if (!check(&error)) {
        refused++;
        assert_true(error.array != NULL && error.field != NULL && error.reason != NULL);
        return;
    }
    accepted++;
    const char *broken = invariant_broken(&s, sizeof s);
    if (broken != NULL)
        fail_msg("accepted, but not: %s", broken);
}

static void test_forged_bytes(void **state)
{
    (void)state;
    unsigned char *bytes = (unsigned char *)&s;
    sample_init(&s);
    for (size_t i = 0; i < s.header.strings.offset + s.header.strings.count; i++) {
        const unsigned char original = bytes[i];
        const unsigned char values[] = {
            0, 1, 2, 0x10, 0x7f, 0x80, 0xff, original + 1, original - 1, (unsigned char)random_next()};
        for (size_t v = 0; v < sizeof values; v++) {
            bytes[i] = values[v];
            seal_and_judge();
        }
        bytes[i] = original;
    }
    /* Padding and free choices are accepted, nearly everything else is not. */
    assert_true(accepted > 500 && refused > 10000);
}

/* Words replaced by other words of the same table: plausible values in wrong places. */
static void test_forged_words(void **state)
{
    (void)state;
    accepted = refused = 0;
    for (int i = 0; i < 20000; i++) {
        sample_init(&s);
        uint32_t *words = (uint32_t *)&s;
        const size_t count = s.header.strings.offset / sizeof *words;
        for (uint64_t changes = 1 + random_next() % 2; changes > 0; changes--)
            words[random_next() % count] = words[random_next() % count];
        seal_and_judge();
    }
    assert_true(accepted > 500 && refused > 5000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sample),       cmocka_unit_test(test_invariants_break),
        cmocka_unit_test(test_damage),       cmocka_unit_test(test_forged_bytes),
        cmocka_unit_test(test_forged_words),
    };
    return cmocka_run_group_tests_name("mutated system tables", tests, NULL, NULL);
}
