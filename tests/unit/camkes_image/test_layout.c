/* SPDX-License-Identifier: BSD-2-Clause */
/* The resource plan: who gets what, and what cannot be. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "plan_text.h"
#include "tests/unit/camkes/compile_text.h"

#define PAIR                                                                                                 \
    "component A { control; emits E e; dataport Buf(8192) d; uses P p; has mutex m; }"                       \
    "component B { control; consumes E e; dataport Buf(8192) d; provides P p; }"
#define PROCEDURE "procedure P { int f(in int a); }"

static const char pair[] = PROCEDURE PAIR
    "assembly { composition { component A a; component B b; component B c; component A x;"
    "connection seL4Notification e1(from a.e, to b.e, to c.e);"
    "connection seL4SharedData d1(from a.d, to b.d);"
    "connection seL4RPCCall p1(from a.p, from x.p, to b.p);"
    "connection seL4SharedData d2(from x.d, to c.d);"
    "} configuration { b.priority = 10; b._priority = 20; b.e_priority = 30; b.e_stack_size = 5000;"
    "a.heap_size = 4097; x.p_attributes = \"1\"; d2.size = 4096; x.d_access = \"R\"; } }";

static void test_event(void **state)
{
    (void)state;
    const struct plan *plan = plan_of(pair);
    const struct plan_end *emitter = end_of(plan, "a", "e");
    assert_int_equal(emitter->signal_count, 2);
    const struct plan_slot *first = slot_of(plan, "a", emitter->signals[0]);
    const struct plan_slot *second = slot_of(plan, "a", emitter->signals[1]);
    assert_int_equal(first->rights, TABLE_RIGHT_SIGNAL);
    assert_int_not_equal(first->badge, 0);
    assert_int_not_equal(first->object, second->object);
    const struct plan_slot *consumer = slot_of(plan, "c", end_of(plan, "c", "e")->slot);
    assert_int_equal(consumer->object, second->object);
    assert_int_equal(consumer->rights, TABLE_RIGHT_WAIT);
    /* Nobody else may wait for it or signal it. */
    const struct plan_domain *other = domain_of(plan, "x");
    for (size_t i = 0; i < other->slot_count; i++)
        assert_false(other->slots[i].type == TABLE_SLOT_NOTIFICATION &&
                     other->slots[i].object == first->object);
}

static void test_threads(void **state)
{
    (void)state;
    const struct plan *plan = plan_of(pair);
    const struct plan_domain *b = domain_of(plan, "b");
    assert_int_equal(b->thread_count, 3);
    assert_int_equal(b->threads[0].priority, 20);
    assert_string_equal(b->threads[1].name, "e");
    assert_int_equal(b->threads[1].priority, 30);
    assert_int_equal(b->threads[1].stack_size, 8192);
    assert_string_equal(b->threads[2].name, "p");
    assert_int_equal(b->threads[2].priority, 10);
    assert_int_equal(domain_of(plan, "a")->threads[0].priority, 254);
    assert_int_equal(domain_of(plan, "a")->heap_size, 8192);
    assert_int_equal(domain_of(plan, "a")->thread_count, 1);
    assert_int_equal(member_of(plan, "a")->start_slot, 0);
    assert_int_not_equal(member_of(plan, "b")->start_slot, 0);
}

/* Other defaults hold only where no setting is. */
static void test_defaults(void **state)
{
    (void)state;
    struct adl_system system = *compile_text(pair);
    system.defaults = (struct adl_defaults){.priority = 100, .stack_size = 12288, .heap_size = 20480};
    const struct plan *plan = layout_plan(&system);
    assert_non_null(plan);
    assert_int_equal(domain_of(plan, "a")->threads[0].priority, 100);
    assert_int_equal(domain_of(plan, "a")->threads[0].stack_size, 12288);
    assert_int_equal(domain_of(plan, "a")->heap_size, 8192);
    assert_int_equal(domain_of(plan, "b")->threads[1].priority, 30);
    assert_int_equal(domain_of(plan, "b")->threads[1].stack_size, 8192);
    assert_int_equal(domain_of(plan, "b")->heap_size, 20480);
}

static void test_guard_pages(void **state)
{
    (void)state;
    const struct plan *plan = plan_of(pair);
    const struct plan_domain *b = domain_of(plan, "b");
    for (size_t i = 0; i < b->thread_count; i++) {
        const struct plan_thread *thread = &b->threads[i];
        assert_null(mapping_at(b, thread->stack_base - 1));
        assert_non_null(mapping_at(b, thread->stack_base));
        assert_non_null(mapping_at(b, thread->stack_base + thread->stack_size - 1));
        assert_null(mapping_at(b, thread->stack_base + thread->stack_size));
        assert_non_null(mapping_at(b, thread->message));
    }
    const struct plan_end *data = end_of(plan, "b", "d");
    assert_null(mapping_at(b, data->address - 1));
    assert_null(mapping_at(b, data->address + data->size));
}

static void test_shared_data(void **state)
{
    (void)state;
    const struct plan *plan = plan_of(pair);
    const struct plan_domain *a = domain_of(plan, "a"), *b = domain_of(plan, "b");
    const struct plan_mapping *mine = mapping_at(a, end_of(plan, "a", "d")->address);
    const struct plan_mapping *theirs = mapping_at(b, end_of(plan, "b", "d")->address);
    assert_int_equal(mine->region, theirs->region);
    assert_int_equal(mine->size, 8192);
    assert_int_equal(plan->regions[mine->region].size, 8192);
    /* Buf(N) counts, not the connection's size; "R" cannot write. */
    const struct plan_mapping *reader = mapping_at(domain_of(plan, "x"), end_of(plan, "x", "d")->address);
    assert_int_equal(reader->rights, TABLE_RIGHT_READ);
    assert_int_equal(reader->size, 8192);
}

static void test_client_badges(void **state)
{
    (void)state;
    const struct plan *plan = plan_of(pair);
    assert_int_equal(end_of(plan, "x", "p")->badge, 1); /* asked for */
    assert_int_equal(end_of(plan, "a", "p")->badge, 2); /* the next that is free */
    assert_int_equal(slot_of(plan, "a", end_of(plan, "a", "p")->slot)->badge, 2);
    assert_int_equal(slot_of(plan, "a", end_of(plan, "a", "p")->slot)->rights, TABLE_RIGHT_CALL);
    assert_int_equal(slot_of(plan, "b", end_of(plan, "b", "p")->slot)->rights, TABLE_RIGHT_RECEIVE);
}

#define CAPS(settings)                                                                                       \
    "component A { control; dataport Buf(4096) d; }"                                                         \
    "assembly { composition { component A a; component A b;"                                                 \
    "connection seL4SharedDataWithCaps c(from a.d, to b.d); }"                                               \
    "configuration { " settings " } }"

static void test_frames(void **state)
{
    (void)state;
    const struct plan *plan = plan_of(CAPS("b.d_id = 7; b.d_size = 4096; b.d_access = \"R\";"));
    const struct plan_end *to = end_of(plan, "b", "d");
    const struct plan_slot *slot = slot_of(plan, "b", to->slot);
    assert_int_equal(slot->type, TABLE_SLOT_REGION);
    assert_int_equal(slot->rights, TABLE_RIGHT_READ);
    assert_int_equal(slot->object, mapping_at(domain_of(plan, "a"), end_of(plan, "a", "d")->address)->region);
    assert_int_equal(to->badge, 7);
    /* The plain end has no frames to give away. */
    const struct plan_domain *a = domain_of(plan, "a");
    for (size_t i = 0; i < a->slot_count; i++)
        assert_int_not_equal(a->slots[i].type, TABLE_SLOT_REGION);
}

static void test_frames_at_both_ends(void **state)
{
    (void)state;
    const struct plan *plan = plan_of(CAPS("a.d_id = 3; a.d_access = \"R\"; b.d_id = 7; b.d_size = 4096;"));
    const struct plan_end *from = end_of(plan, "a", "d");
    const struct plan_end *to = end_of(plan, "b", "d");
    const struct plan_slot *from_slot = slot_of(plan, "a", from->slot);
    const struct plan_slot *to_slot = slot_of(plan, "b", to->slot);
    assert_int_equal(from->badge, 3);
    assert_int_equal(to->badge, 7);
    assert_int_equal(from_slot->type, TABLE_SLOT_REGION);
    assert_int_equal(from_slot->object, to_slot->object);
    assert_int_equal(from_slot->rights, TABLE_RIGHT_READ);
    assert_int_equal(to_slot->rights, TABLE_RIGHT_READ | TABLE_RIGHT_WRITE);
    assert_refused(CAPS("a.d_id = 256; b.d_id = 1; b.d_size = 4096;"), "1 to 255");
    assert_refused(CAPS("a.d_size = 8192; b.d_id = 1; b.d_size = 4096;"),
                   "the other end's dataport has 4096 bytes");
}

static void test_bad_dataports(void **state)
{
    (void)state;
    assert_refused(CAPS("b.d_size = 4096;"), "'b.d_id' is not set");
    assert_refused(CAPS("b.d_id = 1;"), "'b.d_size' is not set");
    assert_refused(CAPS("b.d_id = 0; b.d_size = 4096;"), "1 to 255");
    assert_refused(CAPS("b.d_id = 1; b.d_size = 5000;"), "5000 bytes, which is not a multiple of 4096");
    assert_refused(CAPS("b.d_id = 1; b.d_size = 4096; c.size = 4096;"), "is set twice");
    assert_refused(CAPS("b.d_id = 1; b.d_size = 4096; b.d_access = \"WR\";"), "access \"WR\"");
    assert_refused(CAPS("b.d_id = 1; b.d_size = 4096; b.d_access = \"X\";"), "access \"X\"");
    assert_refused("component A { control; dataport Buf(100) d; }"
                   "assembly { composition { component A a; component A b;"
                   "connection seL4SharedData c(from a.d, to b.d); } }",
                   "Buf(100) is 100 bytes, which is not a multiple of 4096");
    assert_refused(
        "component A { control; dataport Buf d; } component V { control; dataport Buf d; dataport Buf e; }"
        "assembly { composition { component A a; component A b; component V v;"
        "connection seL4SharedDataWithCaps c(from a.d, to v.d);"
        "connection seL4SharedDataWithCaps f(from b.d, to v.e); }"
        "configuration { v.d_id = 1; v.d_size = 4096; v.e_id = 1; v.e_size = 4096; } }",
        "have the same id 1");
}

static void test_bad_settings(void **state)
{
    (void)state;
    assert_refused("component A { control; } assembly { composition { component A a; }"
                   "configuration { a.priority = 256; } }",
                   "0 to 255");
    assert_refused("component A { control; } assembly { composition { component A a; }"
                   "configuration { a._stack_size = 100; } }",
                   "4096 to");
    assert_refused(PROCEDURE "component A { control; uses P p; } component B { provides P p; }"
                             "assembly { composition { component A a; component A x; component B b;"
                             "connection seL4RPCCall c(from a.p, from x.p, to b.p); }"
                             "configuration { a.p_attributes = 3; x.p_attributes = \"3\"; } }",
                   "another client of 'b.p' has badge 3 too");
    assert_refused(PROCEDURE "component A { control; uses P p; } component B { provides P p; }"
                             "assembly { composition { component A a; component B b;"
                             "connection seL4RPCDataport c(from a.p, to b.p); }"
                             "configuration { a.p_shmem_size = 100; } }",
                   "the buffer is 100 bytes");
    assert_refused(PROCEDURE
                   "component A { control; uses P p; } component B { provides P p; }"
                   "assembly { composition { component A a; component B b;"
                   "connection seL4RPCCall c(from a.p, to b.p); } configuration { c.buffer = \"d\"; } }",
                   "there is no connection 'd'");
}

/* What does not fit into its part of the address space. */
static void test_too_much(void **state)
{
    (void)state;
    static const char dataport[] = "dataport Buf(0x100000000) d%d; dataport Buf(0x100000000) e%d;";
    static const char connection[] =
        "connection seL4SharedData c%d(from a.d%d, to b.d%d, to b.e%d, to a.e%d);";
    char text[8192] = "component A { control;";
    for (int i = 0; i < 9; i++)
        sprintf(text + strlen(text), dataport, i, i);
    strcat(text, "} assembly { composition { component A a; component A b;");
    for (int i = 0; i < 9; i++)
        sprintf(text + strlen(text), connection, i, i, i, i, i);
    strcat(text, "} }");
    assert_refused(text, "'a' has no room for all its dataports");

    strcpy(text, "component A { control; ");
    for (int i = 0; i < 20; i++)
        sprintf(text + strlen(text), "consumes E e%d; emits E f%d;", i, i);
    strcat(text, "} assembly { composition { component A a;");
    for (int i = 0; i < 20; i++)
        sprintf(text + strlen(text), "connection seL4Notification c%d(from a.f%d, to a.e%d);", i, i, i);
    strcat(text, "} configuration {");
    for (int i = 0; i < 20; i++)
        sprintf(text + strlen(text), "a.e%d_stack_size = 0x10000000;", i);
    strcat(text, "} }");
    assert_refused(text, "'a' has no room for all its stacks");
}

static void test_connector_without_implementation(void **state)
{
    (void)state;
    assert_refused(
        "connector Own { from Event; to Events; }"
        "component A { control; emits E e; } component B { control; consumes E e; }"
        "assembly { composition { component A a; component B b; connection Own c(from a.e, to b.e); } }",
        "connector 'Own' is declared, but has no implementation");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(test_event, plan_text_end),
        cmocka_unit_test_teardown(test_threads, plan_text_end),
        cmocka_unit_test_teardown(test_defaults, plan_text_end),
        cmocka_unit_test_teardown(test_guard_pages, plan_text_end),
        cmocka_unit_test_teardown(test_shared_data, plan_text_end),
        cmocka_unit_test_teardown(test_client_badges, plan_text_end),
        cmocka_unit_test_teardown(test_frames, plan_text_end),
        cmocka_unit_test_teardown(test_frames_at_both_ends, plan_text_end),
        cmocka_unit_test_teardown(test_bad_dataports, plan_text_end),
        cmocka_unit_test_teardown(test_bad_settings, plan_text_end),
        cmocka_unit_test_teardown(test_too_much, plan_text_end),
        cmocka_unit_test_teardown(test_connector_without_implementation, plan_text_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
