/* SPDX-License-Identifier: BSD-2-Clause */
/* Connectors of an application's own: who shares what, who can signal whom, and what cannot be. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "plan_text.h"

#define OWN(connector, connections, settings)                                                                \
    "connector Own { " connector " }"                                                                        \
    "component A { control; emits E e; } component B { control; consumes E e; }"                             \
    "assembly { composition { component A a; component A x; component B b; component B c;"                   \
    "connection Own o(" connections "); } configuration { o.other = 1; " settings " } }"
#define ALL_ENDS "from a.e, from x.e, to b.e, to c.e"
#define MANY     "from Events; to Events; "

/* Each `from` end shares with all `to` ends and with nobody else; each side can only do what the connector says. */
static void test_own_memory(void **state)
{
    (void)state;
    const struct plan *plan =
        plan_of(OWN(MANY "attribute int size = 8192; attribute string to_access = \"R\";", ALL_ENDS, ""));
    const struct plan_end *a = end_of(plan, "a", "e"), *x = end_of(plan, "x", "e"),
                          *b = end_of(plan, "b", "e");
    const struct plan_domain *first = domain_of(plan, "a"), *other = domain_of(plan, "x");
    assert_int_equal(a->size, 8192);
    assert_int_equal(a->peer_count, 2);
    assert_int_equal(a->peers[0].address, a->address);
    assert_int_equal(a->peers[1].address, a->address);
    const struct plan_mapping *mine = mapping_at(first, a->address), *theirs = mapping_at(other, x->address);
    assert_int_not_equal(mine->region, theirs->region);
    assert_int_equal(mine->rights, TABLE_RIGHT_READ | TABLE_RIGHT_WRITE);
    const char *const readers[] = {"b", "c"};
    for (size_t i = 0; i < 2; i++) {
        const struct plan_end *reader = end_of(plan, readers[i], "e");
        const struct plan_mapping *of_a = mapping_at(domain_of(plan, readers[i]), reader->peers[0].address);
        const struct plan_mapping *of_x = mapping_at(domain_of(plan, readers[i]), reader->peers[1].address);
        assert_int_equal(reader->peer_count, 2);
        assert_int_equal(of_a->region, mine->region);
        assert_int_equal(of_x->region, theirs->region);
        assert_int_equal(of_a->rights, TABLE_RIGHT_READ);
    }
    for (size_t i = 0; i < other->mapping_count; i++)
        assert_int_not_equal(other->mappings[i].region, mine->region);
    /* Nothing was said of signals. */
    assert_int_equal(a->slot, 0);
    assert_int_equal(b->slot, 0);
    assert_int_equal(a->peers[0].signal_slot, 0);
}

/* A side's notification can be signalled by the other side's ends, by a bit for each, and waited for by its owner. */
static void test_own_signals(void **state)
{
    (void)state;
    const struct plan *plan = plan_of(OWN(MANY "attribute bool to_notification = True;", ALL_ENDS, ""));
    const struct plan_end *x = end_of(plan, "x", "e"), *c = end_of(plan, "c", "e");
    const struct plan_slot *waiting = slot_of(plan, "c", c->slot);
    const struct plan_slot *signal = slot_of(plan, "x", x->peers[1].signal_slot);
    assert_int_equal(waiting->rights, TABLE_RIGHT_WAIT);
    assert_int_equal(signal->rights, TABLE_RIGHT_SIGNAL);
    assert_int_equal(signal->object, waiting->object);
    assert_int_equal(signal->badge, 2);
    assert_int_equal(slot_of(plan, "a", end_of(plan, "a", "e")->peers[1].signal_slot)->badge, 1);
    assert_int_not_equal(slot_of(plan, "x", x->peers[0].signal_slot)->object, waiting->object);
    assert_int_equal(x->slot, 0);
    assert_int_equal(c->peers[0].signal_slot, 0);
    assert_int_equal(x->address, 0);
    plan = plan_of(OWN(MANY "attribute int from_notification;", ALL_ENDS, "o.from_notification = 1;"));
    assert_int_not_equal(end_of(plan, "a", "e")->slot, 0);
    assert_int_equal(end_of(plan, "b", "e")->slot, 0);
}

#define DATAPORTS(connector, settings)                                                                       \
    "connector Own { from Dataport; to Dataport; " connector " }"                                            \
    "component A { control; dataport Buf(8192) d; }"                                                         \
    "assembly { composition { component A a; component A b; connection Own o(from a.d, to b.d); }"           \
    "configuration { a.priority = 1; " settings " } }"

static void test_own_dataports(void **state)
{
    (void)state;
    const struct plan *plan = plan_of(
        DATAPORTS("attribute int size; attribute string from_access = \"RW\";", "a.d_access = \"R\";"));
    assert_int_equal(end_of(plan, "a", "d")->size, 8192);
    assert_int_equal(mapping_at(domain_of(plan, "a"), end_of(plan, "a", "d")->address)->rights,
                     TABLE_RIGHT_READ);
    assert_refused(
        DATAPORTS("attribute int size; attribute string from_access = \"R\";", "a.d_access = \"W\";"),
        "the connector and 'access' of 'a.d' leave it no right");
    assert_refused(DATAPORTS("attribute int to_notification = 1;", ""),
                   "connector 'Own' joins dataports, but has no attribute 'size'");
}

static void test_bad_own_connectors(void **state)
{
    (void)state;
    assert_refused(OWN(MANY "attribute int size = 100;", ALL_ENDS, ""),
                   "100 bytes, which is not a multiple of 4096");
    assert_refused(OWN(MANY "attribute int size = 0;", ALL_ENDS, ""), "an integer from 1 to");
    assert_refused(OWN(MANY "attribute int size; attribute string to_access = \"WR\";", ALL_ENDS, ""),
                   "access \"WR\"");
    assert_refused(OWN(MANY "attribute int size; attribute string to_access = 3;", ALL_ENDS, ""),
                   "this must be a string");
    assert_refused(OWN(MANY "attribute int to_notification = 2;", ALL_ENDS, ""), "an integer from 0 to 1");
    assert_refused(
        "connector Own { from hardware Event; to Event; attribute int to_notification = 1; }"
        "component H { hardware; emits E e; } component B { control; consumes E e; }"
        "assembly { composition { component H h; component B b; connection Own o(from h.e, to b.e); } }",
        "connector 'Own' is not built in, and cannot join hardware components");
}

/* As many emitters as a notification has bits are the most. */
static void test_own_signallers(void **state)
{
    (void)state;
    static char text[16384];
    for (int count = 64; count <= 65; count++) {
        strcpy(text, "connector Own { from Events; to Event; attribute int to_notification = 1; }"
                     "component A { control; emits E e; } component B { control; consumes E e; }"
                     "assembly { composition { component B b;");
        for (int i = 0; i < count; i++)
            sprintf(text + strlen(text), "component A a%d;", i);
        strcat(text, "connection Own o(");
        for (int i = 0; i < count; i++)
            sprintf(text + strlen(text), "from a%d.e, ", i);
        strcat(text, "to b.e); } }");
        if (count > 64) {
            assert_refused(text, "connection 'o' has 65 'from' ends, but a notification has only 64 bits");
            continue;
        }
        const struct plan *plan = plan_of(text);
        assert_int_equal(slot_of(plan, "a63", end_of(plan, "a63", "e")->peers[0].signal_slot)->badge,
                         1ull << 63);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(test_own_memory, plan_text_end),
        cmocka_unit_test_teardown(test_own_signals, plan_text_end),
        cmocka_unit_test_teardown(test_own_dataports, plan_text_end),
        cmocka_unit_test_teardown(test_bad_own_connectors, plan_text_end),
        cmocka_unit_test_teardown(test_own_signallers, plan_text_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
