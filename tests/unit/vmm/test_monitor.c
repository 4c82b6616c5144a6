/* SPDX-License-Identifier: BSD-2-Clause */
/* The monitor as a whole, against a scripted host. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include <vspace/vspace.h>

#include "abi/error.h"
#include "core/monitor.h"
#include "fake_host.h"

static vmm_t *vmm;

static int setup(void **state)
{
    (void)state;
    vmm = fake_start();
    return vmm ? 0 : -1;
}

static int teardown(void **state)
{
    (void)state;
    fake_stop();
    return 0;
}

/* Programs the interrupt controllers as Linux does. */
static void program_pic(void)
{
    static const struct {
        uint16_t port;
        uint8_t value;
    } writes[] = {{0x20, 0x11}, {0x21, 0x30}, {0x21, 4}, {0x21, 1}, {0xa0, 0x11},
                  {0xa1, 0x38}, {0xa1, 2},    {0xa1, 1}, {0x21, 0}, {0xa1, 0}};

    for (size_t i = 0; i < sizeof(writes) / sizeof(writes[0]); i++) {
        fake_out(writes[i].port, writes[i].value, NULL);
    }
}

static void halting_ends_it(void **state)
{
    (void)state;
    assert_int_equal(vmm_run(vmm), VMM_END_OFF);
    assert_int_equal(fake.resumes, 1);
}

static void assert_one_vector(void)
{
    assert_int_equal(fake.injections, 1);
    assert_int_equal(fake.vectors[0], 0x3c);
}

static void raise_line_12(void)
{
    vmm_async_raise(vmm, VM_PIC_BADGE_IRQ_12);
    vmm_async_raise(vmm, VM_PIC_BADGE_IRQ_12);
    assert_int_equal(fake.wakes, 1); /* the second finds a wake-up on its way */
}

static void another_thread_interrupts_the_guest(void **state)
{
    (void)state;
    program_pic();
    fake_wake(VMM_WAKE_ASYNC, raise_line_12, assert_one_vector);
    fake_wake(VMM_WAKE_ASYNC, NULL, assert_one_vector); /* nothing raised: nothing happens */
    assert_int_equal(vmm_run(vmm), VMM_END_OFF);
    assert_int_equal(fake.resumes, 11); /* wake-ups do not resume a guest that runs */
}

static void capabilities_do_what_their_badges_say(void **state)
{
    (void)state;
    assert_int_equal(vmm_create_async_event_notification_cap(vmm, 1u << 13), 0);
    assert_int_equal(vmm_create_async_event_notification_cap(vmm, VM_PIC_BADGE_IRQ_12), 42);
    program_pic();
    fake_wake(VMM_WAKE_ASYNC, NULL, assert_one_vector);
    assert_int_equal(vmm_run(vmm), VMM_END_OFF);
    assert_int_equal(fake.injections, 1);
}

static void refuse_injections(void)
{
    fake.inject_result = -CW_EAGAIN;
    vmm_async_raise(vmm, VM_PIC_BADGE_IRQ_12);
}

static void assert_still_requested(void)
{
    uint8_t vector;

    assert_int_equal(fake.injections, 0);
    assert_true(pic_pending(&vmm->pic, &vector));
    fake.inject_result = 0;
}

static void assert_waits_for_the_window(void)
{
    assert_int_equal(fake.injections, 0);
}

static void a_refused_interrupt_waits_for_its_window(void **state)
{
    (void)state;
    program_pic();
    fake_wake(VMM_WAKE_ASYNC, refuse_injections, assert_still_requested);
    fake_wake(VMM_WAKE_TIMER, NULL, assert_waits_for_the_window);
    fake_exit(VCPU_EXIT_INTERRUPT_WINDOW)->after = assert_one_vector;
    assert_int_equal(vmm_run(vmm), VMM_END_OFF);
    assert_int_equal(fake.injections, 1);
}

static void a_refused_interrupt_is_tried_at_any_exit(void **state)
{
    (void)state;
    program_pic();
    fake_wake(VMM_WAKE_ASYNC, refuse_injections, assert_still_requested);
    fake_exit(VCPU_EXIT_CPUID)->after = assert_one_vector;
    assert_int_equal(vmm_run(vmm), VMM_END_OFF);
    assert_int_equal(fake.injections, 1);
}

static void a_line_that_asks_for_ever_does_not_keep_the_monitor(void **state)
{
    (void)state;
    vmm->pic.chip[0].mask = 0;
    vmm->pic.chip[0].auto_eoi = true;
    pic_set_level_triggered(&vmm->pic, 5);
    pic_set_line(&vmm->pic, 5, true);
    fake.inject_result = -CW_EINVAL;
    vmm_deliver_interrupts(vmm);
    assert_false(vmm->window_pending);
}

static void assert_timer_armed(void)
{
    /* 1000 input clocks of the 8254 at 1 GHz, from when the count was written. */
    assert_int_equal(fake.deadline, 1000 + 838096);
    fake.tsc = fake.deadline;
}

static void assert_timer_vector(void)
{
    assert_int_equal(fake.injections, 1);
    assert_int_equal(fake.vectors[0], 0x30);
    assert_int_equal(fake.deadline, 1000 + 2 * 838096 - 1);
}

static void the_timer_ticks(void **state)
{
    (void)state;
    program_pic();
    fake_out(0x43, 0x34, NULL);
    fake_out(0x40, 0xe8, NULL);
    fake_out(0x40, 0x03, assert_timer_armed);
    fake_wake(VMM_WAKE_TIMER, NULL, assert_timer_vector);
    assert_int_equal(vmm_run(vmm), VMM_END_OFF);
}

static void let_time_pass(void)
{
    fake.tsc += 5000;
}

static void assert_next_tick_is_far(void)
{
    assert_true(fake.deadline >= fake.tsc + VMM_TIMER_GAP_NS);
    assert_true(fake.deadline <= fake.tsc + VMM_TIMER_GAP_NS + 10);
}

static void a_timer_that_is_too_fast_is_slowed_down(void **state)
{
    (void)state;
    program_pic();
    fake_out(0x43, 0x34, NULL);
    fake_out(0x40, 2, NULL);
    fake_out(0x40, 0, NULL);
    fake_wake(VMM_WAKE_TIMER, let_time_pass, assert_next_tick_is_far);
    assert_int_equal(vmm_run(vmm), VMM_END_OFF);
    assert_int_equal(fake.injections, 1);
}

static void assert_line_written(void)
{
    assert_string_equal(fake.output, "hi\n");
    assert_int_equal(fake.writes, 1);
}

static void assert_prompt_waits(void)
{
    assert_string_equal(fake.output, "hi\n");
    fake.tsc = fake.deadline;
}

static void assert_prompt_written(void)
{
    assert_string_equal(fake.output, "hi\n$");
}

static void output_comes_in_lines_or_after_a_moment(void **state)
{
    (void)state;
    fake_out(0x3f8, 'h', NULL);
    fake_out(0x3f8, 'i', NULL);
    fake_out(0x3f8, '\n', assert_line_written);
    fake_out(0x3f8, '$', assert_prompt_waits);
    fake_wake(VMM_WAKE_TIMER, NULL, assert_prompt_written);
    fake_out(0x3f8, '!', NULL);
    assert_int_equal(vmm_run(vmm), VMM_END_OFF);
    assert_string_equal(fake.output, "hi\n$!"); /* the end writes the rest */
}

static void type(void)
{
    fake.input = "abcdefghijklmnopqrstuvwxyz";
}

static uint8_t uart_in(unsigned reg)
{
    return (uint8_t)port_bus_read(&vmm->ports, (uint16_t)(0x3f8 + reg), 1);
}

static void assert_input_complete(void)
{
    for (char expected = 'a'; expected <= 'z'; expected++) {
        assert_int_equal(uart_in(5) & 1, 1);
        assert_int_equal(uart_in(0), expected);
    }
    assert_int_equal(uart_in(5) & 1, 0);
}

static void input_waits_for_room(void **state)
{
    (void)state;
    fake_out(0x3fa, 0x01, NULL);
    fake_wake(VMM_WAKE_CONSOLE, type, assert_input_complete);
    assert_int_equal(vmm_run(vmm), VMM_END_OFF);
}

static void the_address_space_is_the_guests(void **state)
{
    vspace_t vspace = {vmm_memory(vmm)};

    (void)state;
    assert_int_equal(vspace_size(&vspace), FAKE_RAM);
    assert_ptr_equal(vspace_access(&vspace, 0x1000, 16), fake.ram + 0x1000);
    assert_ptr_equal(vmm_guest_ptr(vmm, 0x1000, 16), fake.ram + 0x1000);
    assert_null(vspace_access(&vspace, FAKE_RAM - 8, 16));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(halting_ends_it, setup, teardown),
        cmocka_unit_test_setup_teardown(another_thread_interrupts_the_guest, setup, teardown),
        cmocka_unit_test_setup_teardown(capabilities_do_what_their_badges_say, setup, teardown),
        cmocka_unit_test_setup_teardown(a_refused_interrupt_waits_for_its_window, setup, teardown),
        cmocka_unit_test_setup_teardown(a_refused_interrupt_is_tried_at_any_exit, setup, teardown),
        cmocka_unit_test_setup_teardown(a_line_that_asks_for_ever_does_not_keep_the_monitor, setup, teardown),
        cmocka_unit_test_setup_teardown(the_timer_ticks, setup, teardown),
        cmocka_unit_test_setup_teardown(a_timer_that_is_too_fast_is_slowed_down, setup, teardown),
        cmocka_unit_test_setup_teardown(output_comes_in_lines_or_after_a_moment, setup, teardown),
        cmocka_unit_test_setup_teardown(input_waits_for_room, setup, teardown),
        cmocka_unit_test_setup_teardown(the_address_space_is_the_guests, setup, teardown),
    };
    return cmocka_run_group_tests_name("monitor", tests, NULL, NULL);
}
