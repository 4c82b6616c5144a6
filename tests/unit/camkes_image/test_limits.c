/* SPDX-License-Identifier: BSD-2-Clause */
/* What the system table has no room for: the message names it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "layout_object.h"
#include "tests/unit/camkes/compile_text.h"

/* What is said about a plan that was put together by hand; to be freed. */
static char *limits_of(const struct plan *plan)
{
    char *said = NULL;
    size_t length;
    FILE *messages = open_memstream(&said, &length);
    diag_reset(messages);
    layout_limits(plan);
    fclose(messages);
    diag_reset(NULL);
    return said;
}

static void check_records(const char *name, const struct plan *most, const struct plan *more)
{
    char expected[128], *said = limits_of(most);
    assert_string_equal(said, "");
    free(said);
    snprintf(expected, sizeof(expected),
             "camkes: error: the system needs 1048577 %s, and the system table has room for 1048576\n", name);
    said = limits_of(more);
    assert_string_equal(said, expected);
    free(said);
}

static void test_objects(void **state)
{
    (void)state;
    const size_t most = TABLE_MAX_RECORDS;
    check_records("notifications", &(struct plan){.notification_count = most},
                  &(struct plan){.notification_count = most + 1});
    check_records("endpoints", &(struct plan){.endpoint_count = most},
                  &(struct plan){.endpoint_count = most + 1});
    check_records("regions", &(struct plan){.region_count = most}, &(struct plan){.region_count = most + 1});
}

/* Two domains together have one more than there is room for. */
static void check_domains(const char *name, const struct plan_domain *half, const struct plan_domain *more)
{
    struct plan_domain most[] = {*half, *half}, too_many[] = {*half, *more};
    check_records(name, &(struct plan){.domains = most, .domain_count = 2},
                  &(struct plan){.domains = too_many, .domain_count = 2});
}

static void test_domains(void **state)
{
    (void)state;
    const size_t half = TABLE_MAX_RECORDS / 2;
    struct plan_slot *slots = calloc(half + 1, sizeof(struct plan_slot));
    check_domains("threads", &(struct plan_domain){.thread_count = half},
                  &(struct plan_domain){.thread_count = half + 1});
    check_domains("slots", &(struct plan_domain){.slots = slots, .slot_count = half},
                  &(struct plan_domain){.slots = slots, .slot_count = half + 1});
    check_domains("mappings", &(struct plan_domain){.mapping_count = half},
                  &(struct plan_domain){.mapping_count = half + 1});
    free(slots);
}

/* Each source of signals has a bit of the instance's notification. */
static void check_timers(int count, const char *expected)
{
    static char text[32768];
    strcpy(text, "component A { control;");
    for (int i = 0; i < count; i++)
        sprintf(text + strlen(text), "consumes Timer t%d;", i);
    strcat(text, "} component H { hardware; emits Timer t; }"
                 "assembly { composition { component A a;");
    for (int i = 0; i < count; i++)
        sprintf(text + strlen(text), "component H h%d; connection CausewayTimer c%d(from h%d.t, to a.t%d);",
                i, i, i, i);
    strcat(text, "} }");
    const struct adl_system *system = compile_text(text);
    if (!system)
        fail_msg("%s", compile_messages());
    char *said = NULL;
    size_t length;
    FILE *messages = open_memstream(&said, &length);
    diag_reset(messages);
    const struct plan *plan = layout_plan(system);
    fclose(messages);
    diag_reset(NULL);
    if (expected) {
        assert_null(plan);
        assert_non_null(strstr(said, expected));
    } else {
        assert_non_null(plan);
        assert_string_equal(said, "");
    }
    free(said);
    compile_end();
}

static void test_sources_of_signals(void **state)
{
    (void)state;
    check_timers(64, NULL);
    check_timers(65, "instance 'a' has more sources of signals than a notification has bits");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_objects),
        cmocka_unit_test(test_domains),
        cmocka_unit_test(test_sources_of_signals),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
