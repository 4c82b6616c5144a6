/* SPDX-License-Identifier: BSD-2-Clause */
/* Large systems: the time must stay linear. What is quadratic takes minutes here, not seconds. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "compile_text.h"

#define SECONDS 20.0 /* with sanitizers, on a busy machine; without either it is a tenth of a second */

struct text {
    char *bytes;
    size_t length;
    FILE *stream;
};

static void text_begin(struct text *text)
{
    text->stream = open_memstream(&text->bytes, &text->length);
    assert_non_null(text->stream);
}

static const struct adl_system *text_compile(struct text *text)
{
    fclose(text->stream);
    clock_t start = clock();
    const struct adl_system *system = compile_text(text->bytes);
    double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
    if (!system)
        fail_msg("%.1000s", compile_messages());
    if (seconds > SECONDS)
        fail_msg("%.1f seconds", seconds);
    return system;
}

static void test_ring(void **state)
{
    (void)state;
    const int instances = 2000, interfaces = 10;
    struct text text;
    text_begin(&text);
    fputs("component A { control;", text.stream);
    for (int i = 0; i < interfaces; i++)
        fprintf(text.stream, "emits Ping e%d; consumes Ping c%d;\n", i, i);
    fputs("} assembly { composition {\n", text.stream);
    for (int i = 0; i < instances; i++)
        fprintf(text.stream, "component A a%d;\n", i);
    for (int i = 0; i < instances; i++)
        for (int j = 0; j < interfaces; j++)
            fprintf(text.stream, "connection seL4Notification k%d_%d(from a%d.e%d, to a%d.c%d);\n", i, j, i,
                    j, (i + 1) % instances, j);
    fputs("} configuration {\n", text.stream);
    for (int i = 0; i < instances; i++)
        fprintf(text.stream, "a%d.e0_priority = %d;\n", i, i % 256);
    fputs("} }\n", text.stream);
    const struct adl_system *system = text_compile(&text);
    assert_int_equal(system->instance_count, instances);
    assert_int_equal(system->connection_count, instances * interfaces);
    free(text.bytes);
    compile_end();
}

static void test_star(void **state)
{
    (void)state;
    const int clients = 20000;
    struct text text;
    text_begin(&text);
    fputs("procedure P { void f(); } component C { control; uses P p; } component S { provides P p; }"
          "assembly { composition { component S s;\n",
          text.stream);
    for (int i = 0; i < clients; i++)
        fprintf(text.stream, "component C c%d; connection seL4RPCCall k%d(from c%d.p, to s.p);\n", i, i, i);
    fputs("} }\n", text.stream);
    const struct adl_system *system = text_compile(&text);
    assert_int_equal(system->connection_count, 1);
    assert_int_equal(system->connections[0].from_count, clients);
    free(text.bytes);
    compile_end();
}

static void test_wide(void **state)
{
    (void)state;
    const int interfaces = 20000;
    struct text text;
    text_begin(&text);
    fputs("component A { control;\n", text.stream);
    for (int i = 0; i < interfaces; i++)
        fprintf(text.stream, "emits Ping e%d; consumes Ping c%d;\n", i, i);
    fputs("} assembly { composition { component A a; component A b;\n", text.stream);
    for (int i = 0; i < interfaces; i++)
        fprintf(text.stream,
                "connection seL4Notification k%d(from a.e%d, to b.c%d);\n"
                "connection seL4Notification l%d(from b.e%d, to a.c%d);\n",
                i, i, i, i, i, i);
    fputs("} }\n", text.stream);
    const struct adl_system *system = text_compile(&text);
    assert_int_equal(system->connection_count, 2 * interfaces);
    free(text.bytes);
    compile_end();
}

/* What is nested is followed by recursion, which must not depend on the input for its depth. */
static void refuse(const char *head, const char *open, const char *middle, const char *close, int count,
                   const char *tail, const char *message)
{
    struct text text;
    text_begin(&text);
    fputs(head, text.stream);
    for (int i = 0; i < count; i++)
        fprintf(text.stream, open, i, i + 1);
    fputs(middle, text.stream);
    for (int i = 0; i < count; i++)
        fputs(close, text.stream);
    fputs(tail, text.stream);
    fclose(text.stream);
    assert_null(compile_text(text.bytes));
    if (!strstr(compile_messages(), message))
        fail_msg("%.1000s", compile_messages());
    free(text.bytes);
    compile_end();
}

static void test_deep(void **state)
{
    (void)state;
    refuse("component X { attribute int x = ", "(", "1", ")", 100000, "; }", "nested too deeply");
    refuse("component X { attribute int x = ", "- ", "1", "", 100000, "; }", "nested too deeply");
    refuse("component X { attribute int x = ", "[", "1", "]", 100000, "; }", "nested too deeply");
    refuse("component X {", "composition { component {", "", "} a; }", 100000, "}", "nested too deeply");
    refuse("component A0 { control; }", "component A%2$d { composition { component A%1$d a; } }\n", "", "",
           50000, "assembly { composition { component A50000 a; } }", "nested more than 64 deep");
    refuse("component A { control; } assembly { composition { component A a; } configuration {",
           "a.x%d <- a.x%d;\n", "", "", 50000, "} }", "chain of more than 1000 references");
}

/* A few lines that stand for more than any memory holds. */
static void refuse_many(const char *member, const char *setting, int count)
{
    struct text text;
    text_begin(&text);
    fputs("component A0 { control; ", text.stream);
    for (int i = 0; i < count; i++)
        fprintf(text.stream, member, i);
    fputs("composition { component { control; } a; } configuration {", text.stream);
    for (int i = 0; i < count; i++)
        fprintf(text.stream, setting, i);
    fputs("} }\n", text.stream);
    for (int i = 1; i <= 13; i++)
        fprintf(text.stream, "component A%d { composition { component A%d a; component A%d b; } }\n", i,
                i - 1, i - 1);
    fputs("assembly { composition { component A13 a; } }", text.stream);
    fclose(text.stream);
    assert_null(compile_text(text.bytes));
    if (!strstr(compile_messages(),
                "instances have more than 4194304 interfaces, attributes, connections and settings"))
        fail_msg("%.1000s", compile_messages());
    free(text.bytes);
    compile_end();
}

static void test_many(void **state)
{
    (void)state;
    refuse_many("maybe consumes Ping e%d;", "", 1000);
    refuse_many("attribute int x%d;", "", 1000);
    refuse_many("has mutex m%d;", "", 1000);
    refuse_many("", "a.x%d = 1;", 1000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_deep), cmocka_unit_test(test_many), cmocka_unit_test(test_ring),
        cmocka_unit_test(test_star), cmocka_unit_test(test_wide),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
