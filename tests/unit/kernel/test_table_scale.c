/* SPDX-License-Identifier: BSD-2-Clause */
/* The time of the table check grows with the table, not faster. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <time.h>
#include <cmocka.h>

#include "kernel/table.h"
#include "sample.h"

#define SMALL 1000u
#define LARGE 10000u

static double seconds(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* Processor time of one check, the best of several since the machine may be busy. */
static double check_time(void *image, size_t size, bool expected)
{
    size_t scratch_size = table_check_scratch(image, size);
    void *scratch = malloc(scratch_size);
    double best = 1e9;
    for (int i = 0; i < 5; i++) {
        struct table_error error;
        double start = seconds(CLOCK_PROCESS_CPUTIME_ID);
        assert_int_equal(table_check(image, size, scratch, scratch_size, &error), expected);
        double time = seconds(CLOCK_PROCESS_CPUTIME_ID) - start;
        best = time < best ? time : best;
    }
    free(scratch);
    return best;
}

static void expect_proportional(double small, double large, const char *what)
{
    print_message("%s: %u instances %.2f ms, %u instances %.2f ms\n", what, SMALL, small * 1e3, LARGE,
                  large * 1e3);
    assert_true(large < 2.5 * (LARGE / SMALL) * small);
}

static void test_right_tables(void **state)
{
    (void)state;
    double time[2];
    for (int i = 0; i < 2; i++) {
        size_t size;
        void *image = sample_large(i == 0 ? SMALL : LARGE, 0, &size);
        time[i] = check_time(image, size, true);
        free(image);
    }
    expect_proportional(time[0], time[1], "right tables");
}

/* Gives all records to the first domain, as an attack on anything that searches per domain. */
static void merge_domains(void *image, size_t size)
{
    struct table_header *header = image;
    struct table_domain *domains = (void *)((char *)image + header->domains.offset);
    struct table_mapping *mappings = (void *)((char *)image + header->mappings.offset);
    struct table_thread *threads = (void *)((char *)image + header->threads.offset);
    for (uint32_t i = 0; i < header->mappings.count; i++)
        mappings[i].address = TABLE_USER_START + i * 0x100000ull;
    for (uint32_t i = 0; i < header->threads.count; i++) {
        const struct table_mapping *own = &mappings[i / 2 * 5];
        threads[i].entry = own[0].address;
        threads[i].stack_top = own[2 + i % 2].address + own[2 + i % 2].size;
        threads[i].message = own[4].address + i % 2 * TABLE_PAGE;
    }
    domains[0].threads = header->threads.count;
    domains[0].slots = header->slots.count;
    domains[0].mappings = header->mappings.count;
    header->domains.count = 1;
    sample_seal(image, size);
}

static void test_one_domain(void **state)
{
    (void)state;
    double time[2];
    for (int i = 0; i < 2; i++) {
        size_t size;
        void *image = sample_large(i == 0 ? SMALL : LARGE, 0, &size);
        merge_domains(image, size);
        time[i] = check_time(image, size, true);
        free(image);
    }
    expect_proportional(time[0], time[1], "one domain with everything");
}

/* Among many threads with message pages in no order, the two that have the same one are found. */
static void test_shared_message(void **state)
{
    (void)state;
    size_t size;
    void *image = sample_large(100, 0, &size);
    merge_domains(image, size);
    struct table_header *header = image;
    struct table_thread *threads = (void *)((char *)image + header->threads.offset);
    uint32_t count = header->threads.count;
    srand(4);
    for (int round = 0; round < 200; round++) {
        for (uint32_t i = count - 1; i > 0; i--) {
            uint32_t j = (uint32_t)rand() % (i + 1);
            uint64_t message = threads[i].message;
            threads[i].message = threads[j].message;
            threads[j].message = message;
        }
        sample_seal(image, size);
        check_time(image, size, true);
        uint32_t i = (uint32_t)rand() % count, j = (i + 1 + (uint32_t)rand() % (count - 1)) % count;
        uint64_t message = threads[i].message;
        threads[i].message = threads[j].message;
        sample_seal(image, size);
        check_time(image, size, false);
        threads[i].message = message;
    }
    free(image);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_right_tables),
        cmocka_unit_test(test_one_domain),
        cmocka_unit_test(test_shared_message),
    };
    return cmocka_run_group_tests_name("large system tables", tests, NULL, NULL);
}
