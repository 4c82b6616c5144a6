/* SPDX-License-Identifier: BSD-2-Clause */
/* Emitted events by their ids, and the tables, lines and pages that are refused. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "event_fixture.h"

static void emitting(void **state)
{
    (void)state;
    assert_int_equal(fake_hypercall(vmm, CAUSEWAY_HC_EMIT, 1, 0, 0), 0);
    assert_int_equal(fake_hypercall(vmm, CAUSEWAY_HC_EMIT, 2, 0, 0), 0);
    assert_int_equal(fake_hypercall(vmm, CAUSEWAY_HC_EMIT, 2, 0, 0), 0);
    assert_int_equal(emits_1, 1);
    assert_int_equal(emits_2, 2);
}

static void emitting_what_is_not_there(void **state)
{
    static const uint64_t ids[] = {0, 3, 255, 256, 0x100000001, UINT64_MAX, 0x80000000, 0xffffffff};

    (void)state;
    for (size_t i = 0; i < sizeof(ids) / sizeof(ids[0]); i++) {
        assert_int_equal(fake_hypercall(vmm, CAUSEWAY_HC_EMIT, ids[i], 0, 0), -CW_ENOENT);
    }
    assert_int_equal(emits_1 + emits_2, 0);
}

static void emit_tables_that_are_wrong(void **state)
{
    (void)state;
    assert_int_equal(cross_vm_emits_events_init_common(vmm, emitted, 0), -1);
    assert_int_equal(cross_vm_emits_events_init_common(vmm, emitted, 257), -1);
    emitted[0] = emit_1;
    assert_int_equal(cross_vm_emits_events_init_common(vmm, emitted, 3), -1);
    emitted[0] = NULL;
    emitted[1] = NULL;
    assert_int_equal(cross_vm_emits_events_init_common(vmm, emitted, 3), -1);
    emitted[1] = emit_1;
    assert_int_equal(cross_vm_emits_events_init_common(vmm, emitted, 3), 0);
    assert_int_equal(cross_vm_emits_events_init_common(vmm, emitted, 3), -1);
}

static void consumer_tables_that_are_wrong(void **state)
{
    (void)state;
    assert_int_equal(consumes(-1), -1);
    assert_int_equal(consumes(256), -1);
    consumed[0].id = 0;
    assert_int_equal(consumes(2), -1);
    consumed[0].id = 3;
    assert_int_equal(consumes(2), -1);
    consumed[0].id = 1;
    assert_int_equal(consumes(2), -1);
    consumed[0].id = 2;
    consumed[0].reg_callback = NULL;
    assert_int_equal(consumes(2), -1);
    consumed[0].reg_callback = interface_2_reg_callback;
    assert_int_equal(cross_vm_consumes_events_init_common(vmm, NULL, NULL, consumed, 2, 1u << 13), -1);
    assert_int_equal(cross_vm_consumes_events_init_common(vmm, NULL, NULL, consumed, 2, 1u << 27), -1);
    assert_int_equal(consumes(2), 0);
    assert_int_equal(consumes(2), -1);
}

static void a_consumer_that_has_a_callback_already(void **state)
{
    (void)state;
    interface_2.result = -1;
    assert_int_equal(consumes(2), -1);
}

static void the_line_can_be_asked_for(void **state)
{
    (void)state;
    assert_int_equal(fake_hypercall(vmm, CAUSEWAY_HC_EVENTS_IRQ, 0, 0, 0), 12);
    assert_int_equal(cross_vm_consumes_event_irq_num(), 12);
}

static void no_events_no_line(void **state)
{
    (void)state;
    assert_int_equal(consumes(0), 0);
    assert_int_equal(fake_hypercall(vmm, CAUSEWAY_HC_EVENTS_IRQ, 0, 0, 0), -CW_ENOENT);
    assert_int_equal(fake_hypercall(vmm, CAUSEWAY_HC_EVENTS_DIRECT, 1, 0, 0), -CW_ENOENT);
}

static void pages_that_are_refused(void **state)
{
    (void)state;
    assert_int_equal(share(PAGE + 4), -CW_EINVAL);
    assert_int_equal(share(FAKE_RAM), -CW_EFAULT);
    assert_int_equal(share(0xfffffffffffff000u), -CW_EFAULT);
    guest_memory_cover(&vmm->memory, PAGE, 0x1000);
    assert_int_equal(share(PAGE), -CW_EEXIST);
    guest_memory_uncover(&vmm->memory, PAGE);
    assert_int_equal(fake_hypercall(vmm, CAUSEWAY_HC_EVENTS_UNSHARE, 0, 0, 0), -CW_ENOENT);
    assert_false(crossvm_event_page_overlaps(PAGE, 0x1000));
    assert_int_equal(share(PAGE), 0);
    assert_true(crossvm_event_page_overlaps(PAGE, 0x1000));
    assert_true(crossvm_event_page_overlaps(0, UINT32_MAX));
    assert_false(crossvm_event_page_overlaps(PAGE + 0x1000, 0x1000));
    assert_false(crossvm_event_page_overlaps(PAGE - 0x1000, 0x1000));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(emitting, setup, teardown),
        cmocka_unit_test_setup_teardown(emitting_what_is_not_there, setup, teardown),
        cmocka_unit_test_setup_teardown(emit_tables_that_are_wrong, setup_raw, teardown),
        cmocka_unit_test_setup_teardown(consumer_tables_that_are_wrong, setup_raw, teardown),
        cmocka_unit_test_setup_teardown(a_consumer_that_has_a_callback_already, setup_raw, teardown),
        cmocka_unit_test_setup_teardown(the_line_can_be_asked_for, setup, teardown),
        cmocka_unit_test_setup_teardown(no_events_no_line, setup_raw, teardown),
        cmocka_unit_test_setup_teardown(pages_that_are_refused, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
