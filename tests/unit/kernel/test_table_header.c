/* SPDX-License-Identifier: BSD-2-Clause */
/* The header, the arrays, names: what is accepted at its limits, what is refused, with place and reason. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "expect_table.h"

static void test_header(void **state)
{
    (void)state;
    ACCEPTED();
    REFUSED("header", 0, "magic", "is not that of a system image", s.header.magic++);
    REFUSED("header", 0, "version", "is not the one that this kernel knows", s.header.version = 2);
    REFUSED("header", 0, "table_size", "is not a multiple of 4096", s.header.table_size -= 8);
    REFUSED("header", 0, "table_size", "is smaller than the header", s.header.table_size = 0);
    REFUSED("header", 0, "table_size", "is larger than image_size", s.header.table_size = 1ull << 40);
    REFUSED("header", 0, "table_size", "is larger than image_size", s.header.image_size = 0);
    REFUSED("header", 0, "image_size", "is larger than the boot module: the image is cut off",
            s.header.image_size++);
    REFUSED("header", 0, "image_size", "is larger than the boot module: the image is cut off",
            s.header.image_size = UINT64_MAX);
    ACCEPTED(s.header.image_size--, s.regions[5].image_size--);
}

static void test_short_image(void **state)
{
    (void)state;
    struct table_error error;
    sample_init(&s);
    for (size_t size = 0; size < sizeof s; size += size < sizeof s.header ? 1 : 512) {
        void *part = malloc(size + 1);
        memcpy(part, &s, size);
        assert_false(check_image(part, size, &error));
        assert_string_equal(error.field, size < sizeof s.header ? "magic" : "image_size");
        free(part);
    }
    unsigned char *shifted = malloc(sizeof s + 1);
    memcpy(shifted + 1, &s, sizeof s);
    assert_false(check_image(shifted + 1, sizeof s, &error));
    assert_string_equal(error.reason, "is not at an 8-byte aligned address");
    free(shifted);
}

static void test_longer_module(void **state)
{
    (void)state;
    struct table_error error;
    sample_init(&s);
    unsigned char *longer = calloc(1, sizeof s + 100);
    memcpy(longer, &s, sizeof s);
    assert_true(check_image(longer, sizeof s + 100, &error));
    free(longer);
}

static void test_checksum(void **state)
{
    (void)state;
    struct table_error error;
    sample_init(&s);
    s.header.checksum ^= 1;
    assert_false(check_image(&s, sizeof s, &error));
    assert_string_equal(error.field, "checksum");
    assert_string_equal(error.reason, "is wrong: the table has been damaged");
    sample_init(&s);
    s.payload[5] ^= 1;
    assert_true(check_image(&s, sizeof s, &error));
}

static void test_scratch(void **state)
{
    (void)state;
    struct table_error error;
    sample_init(&s);
    size_t size = table_check_scratch(&s, sizeof s);
    assert_true(size > 0);
    void *scratch = malloc(size);
    assert_false(table_check(&s, sizeof s, scratch, size - 1, &error));
    assert_string_equal(error.reason, "needs more scratch memory than was given");
    assert_true(table_check(&s, sizeof s, scratch, size, &error));
    free(scratch);
    s.header.magic = 0;
    assert_int_equal(table_check_scratch(&s, sizeof s), 0);
}

#define ARRAY_RULES(array)                                                                                   \
    do {                                                                                                     \
        REFUSED("header", 0, #array ".offset", "is not a multiple of 8", s.header.array.offset += 4);        \
        REFUSED("header", 0, #array ".offset", "lies inside the header", s.header.array.offset = 136);       \
        REFUSED("header", 0, #array ".offset", "lies beyond the table", s.header.array.offset = 1u << 20);   \
        REFUSED("header", 0, #array ".count", "is above the limit",                                          \
                s.header.array.count = TABLE_MAX_RECORDS + 1);                                               \
        REFUSED("header", 0, #array ".count", "is above the limit", s.header.array.count = UINT32_MAX);      \
        REFUSED("header", 0, #array ".count", "reaches beyond the table",                                    \
                s.header.array.count = TABLE_MAX_RECORDS);                                                   \
        REFUSED("header", 0, #array ".count", "reaches beyond the table",                                    \
                s.header.array.offset = (uint32_t)s.header.table_size);                                      \
    } while (0)

static void test_arrays(void **state)
{
    (void)state;
    ARRAY_RULES(domains);
    ARRAY_RULES(threads);
    ARRAY_RULES(slots);
    ARRAY_RULES(mappings);
    ARRAY_RULES(regions);
    ARRAY_RULES(notifications);
    ARRAY_RULES(endpoints);
    ARRAY_RULES(irqs);
    ARRAY_RULES(port_ranges);
    ARRAY_RULES(timers);
    ARRAY_RULES(vms);
    ARRAY_RULES(vm_mappings);
    ARRAY_RULES(vcpus);
    const char *overlap = "makes the array overlap another one";
    REFUSED("header", 0, "threads.offset", overlap, s.header.threads.offset -= 8);
    REFUSED("header", 0, "slots.offset", overlap, s.header.threads.count++);
    REFUSED("header", 0, "strings.offset", overlap, s.header.strings.offset -= 1);
    REFUSED("header", 0, "strings.offset", overlap, s.header.strings.offset = s.header.domains.offset);
    REFUSED("header", 0, "strings.count", "reaches beyond the table", s.header.strings.count = UINT32_MAX);
    REFUSED("header", 0, "strings.count", "does not end the strings with a NUL", s.strings[199] = 'x');
    REFUSED("header", 0, "domains.count", "is zero: the system has no domain", s.header.domains.count = 0);
    REFUSED("regions", 0, "name", "lies outside the strings", s.header.strings.count = 0);
    ACCEPTED(s.header.strings.offset++, memmove(s.strings + 1, s.strings, 199), s.header.strings.count--);
}

static void test_unowned_records(void **state)
{
    (void)state;
    const char *unowned = "counts records that no domain owns";
    REFUSED("header", 0, "threads.count", unowned, s.domains[2].threads = 0, s.domains[1].threads = 2,
            s.domains[2].first_thread = 4, s.header.domains.count = 2, s.header.threads.count = 4,
            s.domains[1].threads = 1);
    REFUSED("header", 0, "slots.count", unowned, s.domains[2].slots--);
    REFUSED("header", 0, "mappings.count", unowned, s.domains[2].mappings--);
    REFUSED("header", 0, "vm_mappings.count", "counts records that no VM owns", s.header.vms.count = 1);
}

#define NAME_RULES(array)                                                                                    \
    do {                                                                                                     \
        REFUSED(#array, 0, "name", "lies outside the strings", s.array[0].name = sizeof s.strings);          \
        REFUSED(#array, 0, "name", "lies outside the strings", s.array[0].name = UINT32_MAX);                \
        REFUSED(#array, 0, "name", "is empty", s.array[0].name = SAMPLE_NAME_EMPTY);                         \
        REFUSED(#array, 0, "name", "is longer than 63 characters", s.array[0].name = SAMPLE_NAME_TOO_LONG);  \
        REFUSED(#array, 0, "name", "has a character that is not printable",                                  \
                s.array[0].name = SAMPLE_NAME_UNPRINTABLE);                                                  \
        ACCEPTED(s.array[0].name = SAMPLE_NAME_LONGEST);                                                     \
        ACCEPTED(s.array[0].name = SAMPLE_NAME_TOO_LONG + 1);                                                \
    } while (0)

static void test_names(void **state)
{
    (void)state;
    NAME_RULES(domains);
    NAME_RULES(threads);
    NAME_RULES(regions);
    NAME_RULES(notifications);
    NAME_RULES(endpoints);
    NAME_RULES(irqs);
    NAME_RULES(port_ranges);
    NAME_RULES(timers);
    NAME_RULES(vms);
    NAME_RULES(vcpus);
    const char *unprintable = "has a character that is not printable";
    REFUSED("regions", 0, "name", unprintable, s.strings[0] = 0x7f);
    REFUSED("regions", 0, "name", unprintable, s.strings[0] = (char)0x80);
    REFUSED("regions", 0, "name", unprintable, s.strings[0] = 0x1f);
    ACCEPTED(s.strings[0] = ' ', s.strings[1] = '~');
}

static void test_reserved(void **state)
{
    (void)state;
    REFUSED("domains", 1, "reserved", "is not zero", s.domains[1].reserved = 1);
    REFUSED("threads", 1, "reserved", "is not zero", s.threads[1].reserved = 1);
    REFUSED("slots", 1, "reserved", "is not zero", s.slots[1].reserved = 1);
    REFUSED("notifications", 1, "reserved", "is not zero", s.notifications[1].reserved = 1);
    REFUSED("endpoints", 1, "reserved", "is not zero", s.endpoints[1].reserved = 1);
    REFUSED("vcpus", 1, "reserved", "is not zero", s.vcpus[1].reserved = 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_header),          cmocka_unit_test(test_short_image),
        cmocka_unit_test(test_longer_module),   cmocka_unit_test(test_checksum),
        cmocka_unit_test(test_scratch),         cmocka_unit_test(test_arrays),
        cmocka_unit_test(test_unowned_records), cmocka_unit_test(test_names),
        cmocka_unit_test(test_reserved),
    };
    return cmocka_run_group_tests_name("system table: header", tests, NULL, NULL);
}
