/* SPDX-License-Identifier: BSD-2-Clause */
/* Capability slots: what is accepted at its limits, what is refused, with place and reason. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "expect_table.h"

#define R TABLE_RIGHT_READ
#define W TABLE_RIGHT_WRITE

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
        cmocka_unit_test(test_slot_fields),
        cmocka_unit_test(test_slot_meaning),
    };
    return cmocka_run_group_tests_name("system table: slots", tests, NULL, NULL);
}
