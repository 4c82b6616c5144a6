/* SPDX-License-Identifier: BSD-2-Clause */
/* Instances that share an address space: what they have together, and what each keeps for itself. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "plan_text.h"

#define CREW(connection)                                                                                     \
    "procedure P { void f(); }"                                                                              \
    "component A { control; consumes E e; consumes G g; has mutex m; maybe uses P p; provides P q; }"        \
    "component X { control; emits E e; emits G g; uses P p; provides P q; }"                                 \
    "assembly { composition { component X first; group crew { component A a; component A b; }"               \
    "component X last;"                                                                                      \
    "connection seL4Notification n(from first.e, to crew.a.e, to crew.b.e);"                                 \
    "connection seL4GlobalAsynch h(from first.g, to crew.a.g, to crew.b.g);"                                 \
    "connection seL4RPCCall c(from first.p, to crew.b.q);"                                                   \
    "connection seL4RPCCall l(from last.p, to first.q);" connection "}"                                      \
    "configuration { a.heap_size = 8192; b.heap_size = 12288; b.priority = 9; b.e_priority = 8; } }"

static const char crew[] = CREW("connection seL4DirectCall d(from crew.b.p, to crew.a.q);");

static void test_domains(void **state)
{
    (void)state;
    const struct plan *plan = plan_of(crew);
    assert_int_equal(plan->member_count, 4);
    assert_int_equal(plan->domain_count, 3);
    const struct plan_domain *domain = domain_of(plan, "a");
    assert_ptr_equal(domain, domain_of(plan, "b"));
    assert_ptr_not_equal(domain, domain_of(plan, "first"));
    assert_string_equal(domain->name, "crew");
    assert_true(domain->group);
    assert_int_equal(domain->member_count, 2);
    assert_ptr_equal(domain->members[1], member_of(plan, "b"));
    assert_int_equal(member_of(plan, "b")->index, 1);
    assert_false(domain_of(plan, "first")->group);
    assert_string_equal(domain_of(plan, "first")->threads[0].name, "control");
}

static void test_threads(void **state)
{
    (void)state;
    const struct plan *plan = plan_of(crew);
    const struct plan_domain *domain = domain_of(plan, "a");
    const struct plan_member *a = member_of(plan, "a"), *b = member_of(plan, "b");
    assert_int_equal(a->first_thread, 0);
    assert_int_equal(a->thread_count, 2);
    assert_int_equal(b->first_thread, 2);
    assert_int_equal(b->thread_count, 3);
    assert_int_equal(domain->thread_count, 5);
    assert_string_equal(domain->threads[0].name, "a.control");
    assert_string_equal(domain->threads[2].name, "b.control");
    assert_string_equal(domain->threads[3].name, "b.e");
    assert_ptr_equal(domain->threads[3].member, b);
    assert_int_equal(domain->threads[2].priority, 9);
    assert_int_equal(domain->threads[3].priority, 8);
    assert_int_equal(domain->threads[0].priority, 254);
}

/* Each stack and each message page is there, is one thread's own, and has an unmapped page below the stack. */
static void test_memory(void **state)
{
    (void)state;
    const struct plan *plan = plan_of(crew);
    const struct plan_domain *domain = domain_of(plan, "a");
    for (size_t i = 0; i < domain->thread_count; i++) {
        const struct plan_thread *thread = &domain->threads[i];
        assert_non_null(mapping_at(domain, thread->message));
        assert_non_null(mapping_at(domain, thread->stack_base));
        assert_null(mapping_at(domain, thread->stack_base - 1));
        for (size_t j = 0; j < i; j++) {
            assert_int_not_equal(thread->message, domain->threads[j].message);
            assert_int_not_equal(thread->stack_base, domain->threads[j].stack_base);
            assert_int_not_equal(thread->lock_slot, domain->threads[j].lock_slot);
        }
    }
    assert_int_equal(domain->heap_size, 8192 + 12288);
    for (uint64_t offset = 0; offset < domain->heap_size; offset += 4096)
        assert_non_null(mapping_at(domain, domain->heap_start + offset));
    assert_null(mapping_at(domain, domain->heap_start + domain->heap_size));
}

/* What a member waits for is its own. */
static void test_own_objects(void **state)
{
    (void)state;
    const struct plan *plan = plan_of(crew);
    const struct plan_member *a = member_of(plan, "a"), *b = member_of(plan, "b");
    assert_int_not_equal(a->global, TABLE_NONE);
    assert_int_not_equal(a->global, b->global);
    assert_int_not_equal(a->global_slot, b->global_slot);
    assert_int_not_equal(a->lock_slots[0], b->lock_slots[0]);
    assert_int_not_equal(a->start_slot, b->start_slot);
    assert_int_not_equal(slot_of(plan, "a", end_of(plan, "a", "e")->slot)->object,
                         slot_of(plan, "b", end_of(plan, "b", "e")->slot)->object);
}

/* A direct call is the one thing for which the kernel has nothing to do. */
static void test_direct_call(void **state)
{
    (void)state;
    const struct plan *plan = plan_of(crew);
    assert_int_equal(plan->endpoint_count, 2);
    assert_int_equal(end_of(plan, "b", "p")->slot, 0);
    assert_int_equal(end_of(plan, "a", "q")->slot, 0);
    assert_refused(CREW("connection seL4DirectCall d(from crew.a.p, to last.q);"),
                   "a direct call needs both instances in one group, and 'a' and 'last' are not");
}

static void test_too_much_heap(void **state)
{
    (void)state;
    assert_refused(
        "component A { control; } assembly { composition { group g { component A a; component A b; } }"
        "configuration { a.heap_size = 34359738368; b.heap_size = 34359738368; } }",
        "the group 'g' has no room for the heap of 'b'");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(test_domains, plan_text_end),
        cmocka_unit_test_teardown(test_threads, plan_text_end),
        cmocka_unit_test_teardown(test_memory, plan_text_end),
        cmocka_unit_test_teardown(test_own_objects, plan_text_end),
        cmocka_unit_test_teardown(test_direct_call, plan_text_end),
        cmocka_unit_test_teardown(test_too_much_heap, plan_text_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
