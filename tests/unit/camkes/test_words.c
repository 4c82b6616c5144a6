/* SPDX-License-Identifier: BSD-2-Clause */
/* Words that are reserved and words that are not, in every place where a name can stand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "compile_text.h"

static const char *const reserved[] = {
    "assembly",      "attribute",  "binary_semaphore",
    "char",          "component",  "composition",
    "configuration", "connection", "connector",
    "consumes",      "control",    "dataport",
    "Dataport",      "Dataports",  "emits",
    "Event",         "Events",     "export",
    "False",         "false",      "from",
    "group",         "hardware",   "has",
    "import",        "in",         "include",
    "inout",         "int",        "integer",
    "int64_t",       "maybe",      "mutex",
    "out",           "procedure",  "Procedure",
    "Procedures",    "provides",   "refin",
    "schedule",      "semaphore",  "signed",
    "string",        "struct",     "thread",
    "threads",       "ticks",      "to",
    "True",          "true",       "uint64_t",
    "unsigned",      "us",         "uses",
    "void",          "with",
};

static const char *const free_words[] = {
    "Buf", "enum", "template", "query", "dtb", "int32_t", "float", "size_t", "Assembly", "thread_", "_",
};

/* %1$s is the word. */
static const char *const places[] = {
    "component %1$s { control; } assembly { composition { component %1$s a; } }",
    "component A { control; emits %1$s e; } assembly { composition { component A a; } }",
    "component A { control; emits E %1$s; } assembly { composition { component A a; } }",
    "component A { control; has mutex %1$s; } assembly { composition { component A a; } }",
    "component A { control; } assembly { composition { component A %1$s; } }",
    "component A { control; } assembly %1$s { composition { component A a; } }",
    "component A { control; } assembly { composition %1$s { component A a; } }",
    "component A { control; } assembly { composition { group %1$s { component A a; } } }",
    "component A { control; } assembly { composition { component A a; } configuration %1$s { } }",
    "component A { control; } assembly { composition { component A a; } configuration { %1$s.x = 1; } }",
    "component A { control; emits E e; } component B { control; consumes E e; }"
    "assembly { composition { component A a; component B b;"
    " connection seL4Notification %1$s(from a.e, to b.e); } }",
    "procedure %1$s { void f(); } component A { control; maybe uses %1$s p; }"
    "assembly { composition { component A a; } }",
    "connector %1$s { from Event; to Event; } component A { control; }"
    "assembly { composition { component A a; } }",
    "struct %1$s { int x; }; component A { control; attribute %1$s s; }"
    "assembly { composition { component A a; } }",
};

static const struct adl_system *compile_place(const char *place, const char *word)
{
    char text[512];
    snprintf(text, sizeof(text), place, word);
    return compile_text(text);
}

static void test_reserved(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(reserved) / sizeof(reserved[0]); i++)
        for (size_t j = 0; j < sizeof(places) / sizeof(places[0]); j++)
            if (compile_place(places[j], reserved[i]))
                fail_msg("'%s' is accepted in %s", reserved[i], places[j]);
    compile_end();
}

/* Where only a name can stand, the message says that the word cannot be one. */
static void test_message(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(reserved) / sizeof(reserved[0]); i++) {
        char expected[128];
        snprintf(expected, sizeof(expected),
                 "text:1:32: error: '%s' is a reserved word and cannot be used as a name", reserved[i]);
        assert_null(compile_place(places[2], reserved[i]));
        if (!strstr(compile_messages(), expected))
            fail_msg("'%s': %s", reserved[i], compile_messages());
    }
    compile_end();
}

static void test_not_reserved(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(free_words) / sizeof(free_words[0]); i++)
        for (size_t j = 0; j < sizeof(places) / sizeof(places[0]); j++)
            if (!compile_place(places[j], free_words[i]))
                fail_msg("'%s' is refused in %s: %s", free_words[i], places[j], compile_messages());
    compile_end();
}

static const char *const c_keywords[] = {
    "auto",          "double",        "enum",    "inline",   "_Bool",      "_Static_assert",
    "_Thread_local", "asm",           "__asm__", "typeof",   "__typeof__", "__int128",
    "__attribute__", "__extension__", "__block", "_Float64", "__restrict", "volatile",
};

/* %1$s is the word: what becomes a name of its own in C. */
static const char *const c_places[] = {
    "procedure P { void %1$s(); } component A { control; } assembly { composition { component A a; } }",
    "procedure P { void f(int %1$s); } component A { control; } assembly { composition { component A a; } }",
    "procedure P { int %1$s } component A { control; } assembly { composition { component A a; } }",
    "component A { control; attribute int %1$s; } assembly { composition { component A a; } }",
    "component A { control; maybe dataport Buf %1$s; } assembly { composition { component A a; } }",
    "component A { control; } assembly { composition { component A a; } configuration { a.%1$s = 1; } }",
    "struct S { int %1$s; }; component A { control; } assembly { composition { component A a; } }",
    "connector C { from Event; to Event; attribute int %1$s; } component A { control; }"
    "assembly { composition { component A a; } }",
};

static void test_keywords_of_c(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(c_keywords) / sizeof(c_keywords[0]); i++) {
        for (size_t j = 0; j < sizeof(c_places) / sizeof(c_places[0]); j++)
            if (compile_place(c_places[j], c_keywords[i]) ||
                !strstr(compile_messages(), "is named like a keyword of C"))
                fail_msg("'%s' in %s: %s", c_keywords[i], c_places[j], compile_messages());
        /* Components, instances and interfaces only become parts of names. */
        assert_non_null(compile_place(places[0], c_keywords[i]));
        assert_non_null(compile_place(places[2], c_keywords[i]));
        assert_non_null(compile_place(places[4], c_keywords[i]));
    }
    compile_end();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_reserved),
        cmocka_unit_test(test_message),
        cmocka_unit_test(test_not_reserved),
        cmocka_unit_test(test_keywords_of_c),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
