/* SPDX-License-Identifier: BSD-2-Clause */
/* The plan of connections that carry calls. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "plan_text.h"

#define PROCEDURE "procedure P { int f(in int a); }"

#define CALLS(connector, settings)                                                                           \
    PROCEDURE "component A { control; uses P p; uses P q; dataport Buf(8192) d; }"                           \
              "component B { control; provides P p; provides P q; dataport Buf(8192) d; }"                   \
              "assembly { composition { component A a; component B b;"                                       \
              "connection " connector " one(from a.p, to b.p); connection " connector                        \
              " two(from a.q, to b.q);"                                                                      \
              "connection seL4SharedData data(from b.d, to a.d); } configuration { " settings " } }"

/* The dataport of the two carries the calls; both sides know where it is. */
static void test_calls_through_a_dataport(void **state)
{
    (void)state;
    const struct plan *plan = plan_of(CALLS("seL4RPCCall", "one.buffer = \"data\";"));
    const struct plan_end *client = end_of(plan, "a", "p"), *server = end_of(plan, "b", "p");
    assert_int_equal(client->address, end_of(plan, "a", "d")->address);
    assert_int_equal(server->clients[0].buffer, end_of(plan, "b", "d")->address);
    assert_int_equal(server->size, 8192);
    assert_int_equal(client->size, 8192);
    assert_int_equal(slot_of(plan, "a", client->lock_slot)->type, TABLE_SLOT_NOTIFICATION);
    assert_int_equal(end_of(plan, "b", "q")->size, 0);
    assert_int_equal(end_of(plan, "a", "q")->lock_slot, 0);
    assert_refused(CALLS("seL4RPCCall", "one.buffer = \"data\"; b.d_access = \"W\";"),
                   "'b.d' carries calls, and must be readable and writable");
}

static void test_calls_over_own_buffers(void **state)
{
    (void)state;
    const struct plan *plan = plan_of(CALLS("seL4RPCOverMultiSharedData", "a.q_shmem_size = 0x3000;"));
    const struct plan_end *small = end_of(plan, "a", "p"), *large = end_of(plan, "a", "q");
    assert_int_equal(small->size, 4096);
    assert_int_equal(large->size, 0x3000);
    assert_int_equal(end_of(plan, "b", "q")->size, 0x3000);
    assert_int_not_equal(small->lock_slot, large->lock_slot);
    const struct plan_client *client = &end_of(plan, "b", "q")->clients[0];
    assert_int_equal(mapping_at(domain_of(plan, "b"), client->buffer)->region,
                     mapping_at(domain_of(plan, "a"), large->address)->region);
}

/* Two interfaces share the instance's endpoint; badges tell which one is called. */
static void test_calls_without_threads(void **state)
{
    (void)state;
    const struct plan *plan =
        plan_of(CALLS("seL4RPCNoThreads", "a.p_attributes = 9; a.q_attributes = 0xffffffff;"));
    const struct plan_end *p = end_of(plan, "b", "p"), *q = end_of(plan, "b", "q");
    assert_int_equal(domain_of(plan, "b")->thread_count, 1);
    assert_int_equal(p->slot, q->slot);
    assert_int_equal(slot_of(plan, "b", p->slot)->rights, TABLE_RIGHT_RECEIVE);
    assert_true(slot_of(plan, "a", end_of(plan, "a", "p")->slot)->badge == ((uint64_t)p->badge << 32 | 9));
    assert_true(slot_of(plan, "a", end_of(plan, "a", "q")->slot)->badge ==
                ((uint64_t)q->badge << 32 | 0xffffffff));
    assert_int_not_equal(p->badge, q->badge);
    assert_int_not_equal(p->badge, 0);
    assert_int_equal(q->clients[0].badge, 0xffffffff);
}

static void test_calls_with_signals(void **state)
{
    (void)state;
    const struct plan *plan = plan_of(CALLS("seL4TimeServer", ""));
    const struct plan_client *client = &end_of(plan, "b", "q")->clients[0];
    const struct plan_slot *slot = slot_of(plan, "b", client->signal_slot);
    assert_int_equal(client->buffer, 0);
    assert_int_equal(slot->object, member_of(plan, "a")->global);
    assert_int_equal(slot->rights, TABLE_RIGHT_SIGNAL);
    assert_int_equal(slot->badge, end_of(plan, "a", "q")->signal_badge);
    assert_int_not_equal(slot->badge, end_of(plan, "a", "p")->signal_badge);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(test_calls_through_a_dataport, plan_text_end),
        cmocka_unit_test_teardown(test_calls_over_own_buffers, plan_text_end),
        cmocka_unit_test_teardown(test_calls_without_threads, plan_text_end),
        cmocka_unit_test_teardown(test_calls_with_signals, plan_text_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
