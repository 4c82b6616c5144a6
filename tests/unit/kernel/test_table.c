/* SPDX-License-Identifier: BSD-2-Clause */
/* Every rule of the system table: what it accepts at its limits, and what it refuses, with place and reason. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "kernel/table.h"
#include "sample.h"

#define R TABLE_RIGHT_READ
#define W TABLE_RIGHT_WRITE
#define X TABLE_RIGHT_EXECUTE

static struct sample s;

static bool check_image(const void *image, size_t size, struct table_error *error)
{
    size_t scratch_size = table_check_scratch(image, size);
    void *scratch = malloc(scratch_size + 1);
    assert_non_null(scratch);
    memset(scratch, 0xa5, scratch_size + 1);
    bool right = table_check(image, size, scratch, scratch_size, error);
    free(scratch);
    return right;
}

static void expect_right(const char *mutation, int line)
{
    struct table_error error;
    if (!check_image(&s, sizeof s, &error)) {
        print_error("%s: %s[%u].%s %s\n", mutation, error.array, error.index, error.field, error.reason);
        _fail(__FILE__, line);
    }
}

static void expect_wrong(const char *mutation, const struct table_error *expected, int line)
{
    struct table_error error = {"", 0, "", ""};
    bool right = check_image(&s, sizeof s, &error);
    if (right || strcmp(error.array, expected->array) != 0 || error.index != expected->index ||
        strcmp(error.field, expected->field) != 0 || strcmp(error.reason, expected->reason) != 0) {
        print_error("%s: %s: %s[%u].%s %s\n", mutation, right ? "accepted" : "refused", error.array,
                    error.index, error.field, error.reason);
        _fail(__FILE__, line);
    }
}

/* A fresh sample, changed by the statements and sealed, is right. */
#define ACCEPTED(...)                                                                                        \
    do {                                                                                                     \
        sample_init(&s);                                                                                     \
        __VA_ARGS__;                                                                                         \
        sample_seal(&s, sizeof s);                                                                           \
        expect_right(#__VA_ARGS__, __LINE__);                                                                \
    } while (0)

/* A fresh sample, changed by the statements and sealed, is refused for this reason. */
#define REFUSED(array_name, record, field_name, why, ...)                                                    \
    do {                                                                                                     \
        sample_init(&s);                                                                                     \
        __VA_ARGS__;                                                                                         \
        sample_seal(&s, sizeof s);                                                                           \
        expect_wrong(#__VA_ARGS__, &(struct table_error){array_name, record, field_name, why}, __LINE__);    \
    } while (0)

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

static void test_domains(void **state)
{
    (void)state;
    const char *order = "does not follow the records of the owner before";
    REFUSED("domains", 0, "first_thread", order, s.domains[0].first_thread = 1);
    REFUSED("domains", 1, "first_thread", order, s.domains[1].first_thread = 1);
    REFUSED("domains", 1, "first_thread", order, s.domains[1].first_thread = 3);
    REFUSED("domains", 2, "first_slot", order, s.domains[2].first_slot = 0);
    REFUSED("domains", 2, "first_slot", order, s.domains[1].slots--);
    REFUSED("domains", 2, "first_mapping", order, s.domains[2].first_mapping = UINT32_MAX);
    REFUSED("domains", 2, "threads", "reaches beyond the array", s.domains[2].threads++);
    REFUSED("domains", 0, "threads", "reaches beyond the array", s.domains[0].threads = UINT32_MAX);
    REFUSED("domains", 1, "slots", "reaches beyond the array", s.domains[1].slots = UINT32_MAX - 11);
    REFUSED("domains", 2, "mappings", "reaches beyond the array", s.domains[2].mappings++);
    REFUSED("domains", 1, "threads", "is zero", s.domains[1].threads = 0);
    REFUSED("domains", 1, "slots", "is zero", s.domains[1].slots = 0);
    REFUSED("domains", 1, "mappings", "is zero", s.domains[1].mappings = 0);

    const char *not_user = "is not a user address";
    REFUSED("domains", 0, "foreign_syscall_entry", not_user, s.domains[0].foreign_syscall_entry = 1);
    REFUSED("domains", 0, "foreign_syscall_entry", not_user,
            s.domains[0].foreign_syscall_entry = TABLE_USER_START - 1);
    REFUSED("domains", 0, "foreign_syscall_entry", not_user,
            s.domains[0].foreign_syscall_entry = TABLE_USER_END);
    ACCEPTED(s.domains[0].foreign_syscall_entry = TABLE_USER_START);
    ACCEPTED(s.domains[0].foreign_syscall_entry = TABLE_USER_END - 1);
}

static void test_threads(void **state)
{
    (void)state;
    REFUSED("threads", 3, "priority", "is out of range", s.threads[3].priority = 256);
    ACCEPTED(s.threads[3].priority = 255);
    REFUSED("threads", 3, "bound_notification", "is out of range", s.threads[3].bound_notification = 3);
    REFUSED("threads", 3, "bound_notification", "is bound to another thread",
            s.threads[3].bound_notification = 0);
    ACCEPTED(s.threads[3].bound_notification = 2);

    const char *entry = "is not in an executable mapping of the domain";
    REFUSED("threads", 1, "entry", entry, s.threads[1].entry = 0x3fffff);
    REFUSED("threads", 1, "entry", entry, s.threads[1].entry = 0x402000);
    REFUSED("threads", 1, "entry", entry, s.threads[1].entry = 0x600000);
    REFUSED("threads", 1, "entry", entry, s.threads[1].entry = 0);
    REFUSED("threads", 1, "entry", entry, s.threads[1].entry = UINT64_MAX);
    REFUSED("threads", 2, "entry", entry, s.threads[2].entry = 0x401000);

    const char *end = "is not the end of a writable mapping";
    REFUSED("threads", 1, "stack_top", "is not a multiple of 16", s.threads[1].stack_top -= 8);
    REFUSED("threads", 1, "stack_top", end, s.threads[1].stack_top -= 16);
    REFUSED("threads", 1, "stack_top", end, s.threads[1].stack_top += 0x1000);
    REFUSED("threads", 1, "stack_top", end, s.threads[1].stack_top = 0x402000);
    REFUSED("threads", 1, "stack_top", end, s.threads[1].stack_top = 0);
    REFUSED("threads", 1, "stack_top", end, s.threads[1].stack_top = UINT64_MAX - 15);
    REFUSED("threads", 1, "stack_top", end, s.threads[1].stack_top = TABLE_USER_END);
    REFUSED("threads", 2, "stack_top", "is not in RAM", s.threads[2].stack_top = 0x4000001000);
    ACCEPTED(s.threads[1].stack_top = 0x604000);
}

static void test_messages(void **state)
{
    (void)state;
    const char *mapping = "is not in a readable and writable mapping";
    REFUSED("threads", 0, "message", "is not a multiple of 4096", s.threads[0].message += 8);
    REFUSED("threads", 0, "message", mapping, s.threads[0].message = 0);
    REFUSED("threads", 0, "message", mapping, s.threads[0].message = 0x400000);
    REFUSED("threads", 0, "message", mapping, s.threads[0].message = TABLE_USER_END - 0x1000);
    REFUSED("threads", 0, "message", mapping, s.threads[0].message = UINT64_MAX - 0xfff);
    REFUSED("threads", 3, "message", mapping, s.threads[3].message = 0x3000000000);
    REFUSED("threads", 2, "message", "is not in RAM", s.threads[2].message = 0x4000000000);
    REFUSED("threads", 0, "message", "is the register block of a vCPU", s.threads[0].message = 0x5000000000);

    /* The same address in one domain; the same page through two mappings; the same page in two domains. */
    const char *other = "is that of another thread";
    REFUSED("threads", 1, "message", other, s.threads[1].message = s.threads[0].message);
    REFUSED("threads", 1, "message", other, s.mappings[3].offset = 0x8000,
            s.threads[1].message = 0x2000004000);
    REFUSED("threads", 3, "message", other, s.mappings[SAMPLE_MAPPINGS_2 + 2].region = 6);
    ACCEPTED(s.threads[0].message = 0x3000000000);
    ACCEPTED(s.threads[0].message = 0x603000);
}

static void test_mapping_alone(void **state)
{
    (void)state;
    REFUSED("mappings", 5, "region", "is out of range", s.mappings[5].region = 11);
    REFUSED("mappings", 5, "region", "is out of range", s.mappings[5].region = TABLE_NONE);
    REFUSED("mappings", 5, "rights", "has bits that a mapping does not have", s.mappings[5].rights |= 1);
    REFUSED("mappings", 5, "rights", "has bits that a mapping does not have", s.mappings[5].rights |= 0x80);
    REFUSED("mappings", 5, "rights", "lacks READ", s.mappings[5].rights = W);
    REFUSED("mappings", 0, "rights", "lacks READ", s.mappings[0].rights = X);
    REFUSED("mappings", 5, "rights", "lacks READ", s.mappings[5].rights = 0);
    REFUSED("mappings", 5, "rights", "has both WRITE and EXECUTE", s.mappings[5].rights = R | W | X);
    REFUSED("mappings", 9, "rights", "makes a region of kind IMAGE writable", s.mappings[9].rights = R | W);
    REFUSED("mappings", 9, "rights", "makes a region of kind IMAGE executable", s.mappings[9].rights = R | X);
    REFUSED("mappings", 13, "rights", "makes a region of kind DEVICE executable",
            s.mappings[13].rights = R | X);
    ACCEPTED(s.mappings[13].rights = R);
    ACCEPTED(s.mappings[5].rights = R);

    const char *aligned = "is not a multiple of 4096";
    REFUSED("mappings", 5, "address", aligned, s.mappings[5].address += 0x800);
    REFUSED("mappings", 1, "offset", aligned, s.mappings[1].offset = 1);
    REFUSED("mappings", 1, "size", aligned, s.mappings[1].size = 0x3fff);
    REFUSED("mappings", 1, "size", "is zero", s.mappings[1].size = 0);
    REFUSED("mappings", 1, "offset", "lies beyond the region", s.mappings[1].offset = 0x11000);
    REFUSED("mappings", 1, "offset", "lies beyond the region", s.mappings[1].offset = UINT64_MAX - 0xfff);
    REFUSED("mappings", 1, "size", "reaches beyond the region", s.mappings[1].offset = 0x10000);
    REFUSED("mappings", 1, "size", "reaches beyond the region", s.mappings[1].size = 0x11000);
    REFUSED("mappings", 1, "size", "reaches beyond the region", s.mappings[1].offset = 0x1000,
            s.mappings[1].size = UINT64_MAX - 0xfff);
    ACCEPTED(s.mappings[1].offset = 0xc000);
}

static void test_mapping_place(void **state)
{
    (void)state;
    const char *outside = "lies outside the address space";
    REFUSED("mappings", 0, "address", outside, s.mappings[0].address = TABLE_USER_START - 0x1000);
    REFUSED("mappings", 9, "address", outside, s.mappings[9].address = TABLE_USER_END);
    REFUSED("mappings", 9, "address", outside, s.mappings[9].address = UINT64_MAX - 0xfff);
    REFUSED("mappings", 9, "size", "reaches beyond the address space", s.regions[4].size = 0x2000,
            s.regions[4].image_size = 0x2000, s.mappings[9].size = 0x2000);
    REFUSED("mappings", 8, "size", "reaches beyond the address space",
            s.mappings[8].address = TABLE_USER_END - 0x2000);
    ACCEPTED(s.mappings[0].address = TABLE_USER_START, s.threads[0].entry = TABLE_USER_START,
             s.threads[1].entry = TABLE_USER_START);

    const char *behind = "is not behind the mapping before";
    REFUSED("mappings", 1, "address", behind, s.mappings[1].address = 0x401000);
    REFUSED("mappings", 1, "address", behind, s.mappings[1].address = 0x300000);
    REFUSED("mappings", 1, "address", behind, s.mappings[1].address = 0x400000);
    ACCEPTED(s.mappings[1].address = 0x402000);
}

static void test_write_xor_execute(void **state)
{
    (void)state;
    const char *why = "makes a region writable that a domain may execute";
    REFUSED("mappings", 5, "rights", why, s.mappings[17].rights = R | X);
    REFUSED("mappings", 1, "rights", why, s.mappings[1].region = 0, s.mappings[1].size = 0x1000,
            s.mappings[1].offset = 0x1000);
    REFUSED("vm_mappings", 0, "rights", why, s.mappings[8].rights = R | X);
    REFUSED("slots", 7, "rights", why, s.mappings[17].rights = R | X, s.mappings[5].rights = R);
    ACCEPTED(s.mappings[17].rights = R | X, s.mappings[5].rights = R, s.slots[7].rights = R);
    ACCEPTED(s.mappings[8].rights = R | X, s.vm_mappings[0].rights = R | X);
}

static void test_regions(void **state)
{
    (void)state;
    REFUSED("regions", 1, "kind", "is out of range", s.regions[1].kind = TABLE_REGION_DEVICE + 1);
    REFUSED("regions", 1, "size", "is zero", s.regions[1].size = 0);
    REFUSED("regions", 1, "size", "is not a multiple of 4096", s.regions[1].size++);
    REFUSED("regions", 1, "address", "is not zero", s.regions[1].address = 0x1000);
    REFUSED("regions", 0, "address", "is not zero", s.regions[0].address = 0x1000);
    REFUSED("regions", 4, "address", "is not zero", s.regions[4].address = 0x1000);
    REFUSED("regions", 8, "address", "is not a multiple of 4096", s.regions[8].address++);
    REFUSED("regions", 8, "address", "is not below 2^52", s.regions[8].address = 1ull << 52);
    REFUSED("regions", 8, "address", "is not below 2^52", s.regions[8].address = UINT64_MAX - 0xfff,
            s.regions[8].size = 0x2000);
    REFUSED("regions", 8, "size", "reaches beyond physical address 2^52",
            s.regions[8].address = (1ull << 52) - 0x1000, s.regions[8].size = 0x2000);
    ACCEPTED(s.regions[8].address = (1ull << 52) - 0x1000);
    REFUSED("regions", 1, "image_offset", "is not zero", s.regions[1].image_offset = 0x1000);
    REFUSED("regions", 1, "image_size", "is not zero", s.regions[1].image_size = 1);
    REFUSED("regions", 8, "image_offset", "is not zero", s.regions[8].image_offset = 0x1000);
    REFUSED("regions", 8, "image_size", "is not zero", s.regions[8].image_size = 1);
}

static void test_payload(void **state)
{
    (void)state;
    const char *outside = "lies outside the payload";
    REFUSED("regions", 0, "image_offset", "is not a multiple of 4096", s.regions[0].image_offset++);
    REFUSED("regions", 0, "image_size", "is zero", s.regions[0].image_size = 0);
    REFUSED("regions", 0, "image_offset", outside, s.regions[0].image_offset = 0);
    REFUSED("regions", 0, "image_offset", outside, s.regions[0].image_offset -= 0x1000);
    REFUSED("regions", 0, "image_offset", outside, s.regions[0].image_offset += 0x5000);
    REFUSED("regions", 0, "image_offset", outside, s.regions[0].image_offset = UINT64_MAX - 0xfff);
    REFUSED("regions", 0, "image_size", "reaches beyond the image", s.regions[0].image_offset += 0x3000);
    REFUSED("regions", 0, "image_size", "reaches beyond the image", s.regions[0].image_offset += 0x4000);
    REFUSED("regions", 0, "image_size", "reaches beyond the image", s.regions[0].image_size = UINT64_MAX);
    REFUSED("regions", 0, "image_size", "is larger than the region", s.regions[0].image_size = 0x2001);
    ACCEPTED(s.regions[0].image_size = 0x2000);
    ACCEPTED(s.regions[0].image_size = 1);
    ACCEPTED(s.regions[0].image_offset += 0x3000, s.regions[0].image_size = 0x1000);
    REFUSED("regions", 4, "image_size", "differs from size in a region of kind IMAGE",
            s.regions[4].image_size--);
    REFUSED("regions", 4, "image_size", "is larger than the region", s.regions[4].image_size++);
}

static void test_interrupts(void **state)
{
    (void)state;
    REFUSED("irqs", 0, "line", "is not between 3 and 15", s.irqs[0].line = 2);
    REFUSED("irqs", 0, "line", "is not between 3 and 15", s.irqs[0].line = 16);
    REFUSED("irqs", 0, "line", "is not between 3 and 15", s.irqs[0].line = UINT32_MAX);
    REFUSED("irqs", 1, "line", "is that of another record", s.irqs[1].line = 4);
    REFUSED("irqs", 0, "notification", "is out of range", s.irqs[0].notification = 3);
    REFUSED("irqs", 0, "notification", "is out of range", s.irqs[0].notification = TABLE_NONE);
    REFUSED("irqs", 0, "flags", "has unknown bits", s.irqs[0].flags = 2);
    REFUSED("irqs", 0, "badge", "is zero", s.irqs[0].badge = 0);
    ACCEPTED(s.irqs[0].line = 3);
}

static void test_timers(void **state)
{
    (void)state;
    REFUSED("timers", 1, "notification", "is out of range", s.timers[1].notification = 3);
    REFUSED("timers", 1, "badge", "is zero", s.timers[1].badge = 0);
}

static void set_ports(uint16_t first, uint16_t last)
{
    s.port_ranges[1].first = first;
    s.port_ranges[1].last = last;
}

static void test_ports(void **state)
{
    (void)state;
    const char *own = "gives away ports of the kernel";
    REFUSED("port_ranges", 1, "last", "is below first", set_ports(0x71, 0x70));
    static const uint16_t kept[] = {0x20, 0x21, 0x40, 0x43, 0xa0, 0xa1, 0x4d0, 0x4d1};
    for (size_t i = 0; i < sizeof kept / sizeof kept[0]; i++)
        REFUSED("port_ranges", 1, "first", own, set_ports(kept[i], kept[i]));
    REFUSED("port_ranges", 1, "first", own, set_ports(0, UINT16_MAX));
    REFUSED("port_ranges", 1, "first", own, set_ports(0x41, 0x43));
    static const uint16_t ranges[][2] = {{0, 0x1f},    {0x22, 0x3f},  {0x41, 0x42},
                                         {0x44, 0x9f}, {0xa2, 0x4cf}, {0x4d2, UINT16_MAX}};
    for (size_t i = 0; i < sizeof ranges / sizeof ranges[0]; i++)
        ACCEPTED(set_ports(ranges[i][0], ranges[i][1]));
}

static void test_port_domains(void **state)
{
    (void)state;
    for (uint32_t domains = 0; domains <= TABLE_MAX_PORT_DOMAINS + 1; domains++) {
        struct table_error error;
        size_t size;
        void *image = sample_large(TABLE_MAX_PORT_DOMAINS + 2, domains, &size);
        bool right = check_image(image, size, &error);
        assert_int_equal(right, domains <= TABLE_MAX_PORT_DOMAINS);
        if (!right)
            assert_string_equal(error.reason, "is PORTS in more domains than the kernel supports");
        free(image);
    }
}

static void test_vms(void **state)
{
    (void)state;
    REFUSED("vms", 1, "mappings", "is zero", s.vms[1].mappings = 0);
    REFUSED("vms", 1, "first_mapping", "does not follow the records of the owner before",
            s.vms[1].first_mapping = 1);
    REFUSED("vms", 1, "mappings", "reaches beyond the array", s.vms[1].mappings = 2);
    REFUSED("vm_mappings", 1, "region", "is out of range", s.vm_mappings[1].region = 11);
    REFUSED("vm_mappings", 1, "rights", "lacks READ", s.vm_mappings[1].rights = W);
    REFUSED("vm_mappings", 0, "rights", "has bits that a mapping does not have",
            s.vm_mappings[0].rights |= 2);
    REFUSED("vm_mappings", 1, "rights", "makes a region of kind IMAGE writable",
            s.vm_mappings[1].rights = R | W);
    REFUSED("vm_mappings", 1, "rights", "makes a region of kind IMAGE executable",
            s.vm_mappings[1].rights = R | X);
    REFUSED("vm_mappings", 1, "rights", "makes a region of kind DEVICE executable",
            s.vm_mappings[1].rights = R | X, s.vm_mappings[1].region = 8);
    ACCEPTED(s.vm_mappings[1].rights = R | W, s.vm_mappings[1].region = 8);
    REFUSED("vm_mappings", 1, "address", "is not behind the mapping before",
            s.vm_mappings[1].address = 0x1000);
    REFUSED("vm_mappings", 1, "address", "is not a multiple of 4096", s.vm_mappings[1].address++);
    REFUSED("vm_mappings", 1, "offset", "lies beyond the region", s.vm_mappings[1].offset = 0x2000);
    REFUSED("vm_mappings", 1, "size", "is zero", s.vm_mappings[1].size = 0);
    REFUSED("vm_mappings", 2, "address", "lies outside the address space",
            s.vm_mappings[2].address = 1ull << 40);
    REFUSED("vm_mappings", 2, "size", "reaches beyond the address space", s.vm_mappings[2].size = 0x2000);
    ACCEPTED(s.vm_mappings[2].address = 0);
}

static void test_vcpus(void **state)
{
    (void)state;
    REFUSED("vcpus", 0, "vm", "is out of range", s.vcpus[0].vm = 2);
    REFUSED("vcpus", 0, "endpoint", "is out of range", s.vcpus[0].endpoint = 2);
    REFUSED("vcpus", 0, "priority", "is out of range", s.vcpus[0].priority = 256);
    REFUSED("vcpus", 0, "priority", "is not below that of the VMM's threads", s.vcpus[0].priority = 254);
    ACCEPTED(s.vcpus[0].priority = 253);
    REFUSED("vcpus", 0, "block", "is out of range", s.vcpus[0].block = 11);
    REFUSED("vcpus", 0, "block", "is not a region of kind ZERO", s.vcpus[0].block = 4);
    REFUSED("vcpus", 0, "block", "is not a region of 4096 bytes", s.vcpus[0].block = 6);
    REFUSED("vcpus", 1, "block", "is that of another vCPU", s.vcpus[1].block = 2);
}

static void test_blocks(void **state)
{
    (void)state;
    const char *foreign = "uses the register block of a vCPU that the domain does not hold";
    REFUSED("mappings", 17, "region", foreign, s.mappings[17].region = 2);
    REFUSED("mappings", 6, "region", foreign, s.slots[9] = (struct table_slot){.type = TABLE_SLOT_EMPTY});
    REFUSED("mappings", 6, "rights", "makes the register block of a vCPU executable",
            s.mappings[6].rights = R | X);
    REFUSED("vm_mappings", 1, "region", "uses the register block of a vCPU", s.vm_mappings[1].region = 2);
    REFUSED("slots", 7, "object", "uses the register block of a vCPU", s.slots[7].object = 10);
}

static void set_slot(uint32_t index, uint32_t type, uint32_t object, uint32_t rights, uint64_t badge)
{
    s.slots[index] = (struct table_slot){type, object, rights, 0, badge};
}

static void test_slot_fields(void **state)
{
    (void)state;
    REFUSED("slots", 1, "type", "is out of range", s.slots[1].type = TABLE_SLOT_TYPES);
    REFUSED("slots", 12, "type", "is not SELF in a domain's slot 0", s.slots[12].type = TABLE_SLOT_EMPTY);
    static const struct {
        uint32_t type, objects, rights;
        bool badge;
    } rules[] = {
        {TABLE_SLOT_EMPTY, 1, 0, false},
        {TABLE_SLOT_SELF, 1, 0, false},
        {TABLE_SLOT_NOTIFICATION, 3, TABLE_RIGHT_SIGNAL | TABLE_RIGHT_WAIT, true},
        {TABLE_SLOT_ENDPOINT, 2, TABLE_RIGHT_CALL | TABLE_RIGHT_RECEIVE, true},
        {TABLE_SLOT_IRQ, 2, 0, false},
        {TABLE_SLOT_TIMER, 2, 0, false},
        {TABLE_SLOT_PORTS, 2, 0, false},
        {TABLE_SLOT_REGION, 10, R | W, false},
        {TABLE_SLOT_VM, 2, 0, false},
        {TABLE_SLOT_CONSOLE, 1, 0, false},
        {TABLE_SLOT_POWER, 1, 0, false},
    };
    for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++) {
        const uint32_t type = rules[i].type, rights = rules[i].rights, last = rules[i].objects - 1;
        const uint32_t objects = type == TABLE_SLOT_REGION ? 11 : rules[i].objects;
        ACCEPTED(set_slot(1, type, last, rights, rules[i].badge ? 9 : 0));
        REFUSED("slots", 1, "object", "is out of range", set_slot(1, type, objects, rights, 0));
        REFUSED("slots", 1, "object", "is out of range", set_slot(1, type, TABLE_NONE, rights, 0));
        for (uint32_t right = 1; right != 0; right <<= 1)
            if ((right & rights) == 0)
                REFUSED("slots", 1, "rights", "has bits that the type does not have",
                        set_slot(1, type, last, rights | right, 1));
        if (rights != 0)
            REFUSED("slots", 1, "rights", "is zero", set_slot(1, type, last, 0, 0));
        if (!rules[i].badge)
            REFUSED("slots", 1, "badge", "is not zero", set_slot(1, type, last, rights, 1));
    }
}

static void test_slot_meaning(void **state)
{
    (void)state;
    REFUSED("slots", 3, "badge", "is zero in a slot with SIGNAL", s.slots[3].badge = 0);
    ACCEPTED(set_slot(1, TABLE_SLOT_NOTIFICATION, 0, TABLE_RIGHT_WAIT, 0));
    ACCEPTED(set_slot(1, TABLE_SLOT_ENDPOINT, 1, TABLE_RIGHT_CALL, 0));
    REFUSED("slots", 7, "rights", "lacks READ", s.slots[7].rights = W);
    REFUSED("slots", 7, "rights", "makes a region of kind IMAGE writable", s.slots[7].object = 4);
    ACCEPTED(s.slots[7].object = 4, s.slots[7].rights = R);

    const char *held = "is held by another slot";
    REFUSED("slots", 15, "object", held, set_slot(1, TABLE_SLOT_IRQ, 0, 0, 0));
    REFUSED("slots", 18, "object", held, set_slot(18, TABLE_SLOT_TIMER, 0, 0, 0));
    REFUSED("slots", 20, "object", held, set_slot(20, TABLE_SLOT_VCPU, 1, 0, 0));
    REFUSED("slots", 10, "object", held, set_slot(10, TABLE_SLOT_VCPU, 0, 0, 0));
    REFUSED("slots", 11, "object", "is out of range", set_slot(11, TABLE_SLOT_VCPU, 2, 0, 0));
    ACCEPTED(set_slot(20, TABLE_SLOT_VM, 0, 0, 0));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_header),
        cmocka_unit_test(test_short_image),
        cmocka_unit_test(test_longer_module),
        cmocka_unit_test(test_checksum),
        cmocka_unit_test(test_scratch),
        cmocka_unit_test(test_arrays),
        cmocka_unit_test(test_unowned_records),
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_reserved),
        cmocka_unit_test(test_domains),
        cmocka_unit_test(test_threads),
        cmocka_unit_test(test_messages),
        cmocka_unit_test(test_mapping_alone),
        cmocka_unit_test(test_mapping_place),
        cmocka_unit_test(test_write_xor_execute),
        cmocka_unit_test(test_regions),
        cmocka_unit_test(test_payload),
        cmocka_unit_test(test_interrupts),
        cmocka_unit_test(test_timers),
        cmocka_unit_test(test_ports),
        cmocka_unit_test(test_port_domains),
        cmocka_unit_test(test_vms),
        cmocka_unit_test(test_vcpus),
        cmocka_unit_test(test_blocks),
        cmocka_unit_test(test_slot_fields),
        cmocka_unit_test(test_slot_meaning),
    };
    return cmocka_run_group_tests_name("system table", tests, NULL, NULL);
}
