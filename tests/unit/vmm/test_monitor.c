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
#include "abi/guest.h"
#include "core/monitor.h"
#include "fake_host.h"

static vmm_t *vmm;
static unsigned hooks;

static int setup(void **state)
{
    (void)state;
    hooks = 0;
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

static void count_hook(void *context)
{
    (void)context;
    hooks++;
}

static void spoil_the_guest(void)
{
    fake.ram[0x500000] = 0x77;
    fake.block.rip = 0x1234;
    vmm->window_pending = true;
    fake.block.gpr[VCPU_RAX] = 0xfe;
}

static void assert_fresh(void)
{
    assert_int_equal(hooks, 1);
    assert_int_equal(fake.ram[0x500000], 0);
    assert_int_equal(fake.ram[0x1000000], 0x90);
    assert_int_equal(fake.block.rip, 0x1000000);
    assert_int_equal(fake.block.changed, VCPU_CHANGED_ALL & ~VCPU_CHANGED_EVENT);
    assert_false(vmm->window_pending);
    assert_int_equal(uart_in(7), 0);
}

static void a_reset_starts_anew(void **state)
{
    (void)state;
    assert_int_equal(vmm_reset_hook_add(vmm, count_hook, NULL), 0);
    fake_out(0x3ff, 0x5a, NULL);
    fake_out(0x64, 0xfe, assert_fresh);
    fake.step[1].before = spoil_the_guest;
    fake_out(0x3ff, 0x5a, NULL);
    assert_int_equal(vmm_run(vmm), VMM_END_OFF);
    assert_int_equal(hooks, 1);
}

static void a_triple_fault_is_a_reset(void **state)
{
    (void)state;
    assert_int_equal(vmm_reset_hook_add(vmm, count_hook, NULL), 0);
    fake_exit(VCPU_EXIT_SHUTDOWN)->after = assert_fresh;
    assert_int_equal(vmm_run(vmm), VMM_END_OFF);
    assert_int_equal(hooks, 1);
}

static void ask_cpuid(void)
{
    fake.block.rip = 0x1000;
    fake.block.gpr[VCPU_RAX] = 0xffffffff40000100u; /* only the lower half counts */
}

static void assert_signature(void)
{
    assert_int_equal(fake.block.gpr[VCPU_RAX], 0x40000101);
    assert_memory_equal(&fake.block.gpr[VCPU_RBX], "Caus", 4);
    assert_int_equal(fake.block.rip, 0x1002);
}

static void write_unknown_msr(void)
{
    fake.block.rip = 0x1000;
    fake.block.gpr[VCPU_RCX] = 0x1234;
}

static void assert_protection_fault(void)
{
    assert_int_equal(fake.block.event.vector, 13);
    assert_int_equal(fake.block.changed & VCPU_CHANGED_EVENT, VCPU_CHANGED_EVENT);
    assert_int_equal(fake.block.rip, 0x1000);
}

static void read_tsc(void)
{
    fake.block.gpr[VCPU_RCX] = 0x10;
    fake.tsc = 0x123456789a;
}

static void assert_tsc(void)
{
    assert_int_equal(fake.block.gpr[VCPU_RAX], (uint32_t)(0x123456789a - 1000));
    assert_int_equal(fake.block.gpr[VCPU_RDX], 0x12);
}

static void assert_undefined(void)
{
    assert_int_equal(fake.block.event.vector, 6);
    assert_int_equal(fake.block.changed & VCPU_CHANGED_EVENT, VCPU_CHANGED_EVENT);
}

static void exits_of_single_instructions(void **state)
{
    struct fake_step *step = fake_exit(VCPU_EXIT_CPUID);

    (void)state;
    step->before = ask_cpuid;
    step->after = assert_signature;
    step = fake_exit(VCPU_EXIT_MSR_WRITE);
    step->before = write_unknown_msr;
    step->after = assert_protection_fault;
    step = fake_exit(VCPU_EXIT_MSR_READ);
    step->before = write_unknown_msr;
    step->after = assert_protection_fault;
    step = fake_exit(VCPU_EXIT_MSR_READ);
    step->before = read_tsc;
    step->after = assert_tsc;
    step = fake_exit(VCPU_EXIT_UNSUPPORTED);
    step->after = assert_undefined;
    step = fake_exit((enum vcpu_exit_kind)12345);
    step->after = assert_undefined;
    assert_int_equal(vmm_run(vmm), VMM_END_OFF);
}

static void lose_the_instruction(void)
{
    fake.block.exit.instruction_length = 0;
    fake.block.rip = 0x100000000; /* nothing there */
}

static void an_instruction_of_unknown_length_is_undefined(void **state)
{
    struct fake_step *step = fake_exit(VCPU_EXIT_CPUID);

    (void)state;
    step->before = lose_the_instruction;
    step->exit.instruction_length = 0;
    step->after = assert_undefined;
    assert_int_equal(vmm_run(vmm), VMM_END_OFF);
}

static int64_t sum(void *context, const struct hypercall_args *args)
{
    assert_ptr_equal(context, &hooks);
    return (int64_t)(args->a + args->b + args->c);
}

static int legacy_result;

static int legacy(vmm_vcpu_t *vcpu)
{
    assert_ptr_equal(vcpu->vmm, vmm);
    assert_int_equal(vmm_read_user_context(&vcpu->guest_state, USER_CONTEXT_EBX), 7);
    assert_int_equal(vmm_read_user_context(&vcpu->guest_state, (vmm_user_context_t)99), 0);
    vmm_set_user_context(&vcpu->guest_state, USER_CONTEXT_EAX, 5);
    return legacy_result;
}

static void hypercalls(void **state)
{
    (void)state;
    assert_int_equal(vmm_hypercall_add(vmm, 100, sum, &hooks), 0);
    assert_int_equal(vmm_hypercall_add(vmm, 100, sum, &hooks), -CW_EEXIST);
    assert_int_equal(fake_hypercall(vmm, 100, 1, 2, 0x100000000), 0x100000003);
    assert_int_equal(fake_hypercall(vmm, 101, 1, 2, 3), -CW_ENOSYS);
    assert_int_equal(fake_hypercall(vmm, 0x100000000 + 100, 1, 2, 3), -CW_ENOSYS);
    assert_int_equal(fake_hypercall(vmm, CAUSEWAY_HC_EMIT, 1, 0, 0), -CW_ENOENT); /* no connector here */
    assert_int_equal(reg_new_handler(vmm, legacy, 100), -1);
    assert_int_equal(reg_new_handler(vmm, legacy, 9), 0);
    assert_int_equal(fake_hypercall(vmm, 9, 7, 0, 0), 5);
    legacy_result = -CW_EBUSY;
    assert_int_equal(fake_hypercall(vmm, 9, 7, 0, 0), -CW_EBUSY);
    legacy_result = 1;
    assert_int_equal(fake_hypercall(vmm, 9, 7, 0, 0), -CW_EINVAL);
    for (unsigned i = 2; i < VMM_HYPERCALLS; i++) {
        assert_int_equal(vmm_hypercall_add(vmm, 1000 + i, sum, NULL), 0);
    }
    assert_int_equal(vmm_hypercall_add(vmm, 2000, sum, NULL), -CW_ENOMEM);
}

static void only_ring_0_may_call(void **state)
{
    (void)state;
    assert_int_equal(vmm_hypercall_add(vmm, 100, sum, &hooks), 0);
    for (unsigned ring = 0; ring < 4; ring++) {
        fake.block.mode = VCPU_MODE_CODE64 | ring << VCPU_MODE_CPL_SHIFT;
        fake.block.gpr[VCPU_RAX] = 100;
        fake.block.gpr[VCPU_RBX] = fake.block.gpr[VCPU_RCX] = fake.block.gpr[VCPU_RDX] = 1;
        vmm_handle_hypercall(vmm);
        assert_int_equal((int64_t)fake.block.gpr[VCPU_RAX], ring == 0 ? 3 : -CW_EPERM);
    }
}

static void thirty_two_bit_guests_use_the_lower_halves(void **state)
{
    (void)state;
    assert_int_equal(vmm_hypercall_add(vmm, 100, sum, &hooks), 0);
    fake.block.mode = VCPU_MODE_PROTECTED | VCPU_MODE_CODE32;
    fake.block.gpr[VCPU_RAX] = 0xdead00000064;
    fake.block.gpr[VCPU_RBX] = 0xdead00000001;
    fake.block.gpr[VCPU_RCX] = fake.block.gpr[VCPU_RDX] = 0xdead00000002;
    vmm_handle_hypercall(vmm);
    assert_int_equal(fake.block.gpr[VCPU_RAX], 5);
    fake.block.gpr[VCPU_RAX] = 101;
    vmm_handle_hypercall(vmm);
    assert_int_equal(fake.block.gpr[VCPU_RAX], (uint32_t)-CW_ENOSYS);
}

static void a_chatty_guest_is_cut_short(void **state)
{
    struct log_limit limit = {0};
    unsigned skipped = 0, printed = 0;

    (void)state;
    for (unsigned i = 0; i < 1000; i++) {
        printed += log_limit_take(&limit, 5, &skipped);
    }
    assert_int_equal(printed, LOG_LIMIT_BURST);
    assert_true(log_limit_take(&limit, 5 + LOG_LIMIT_PERIOD_NS, &skipped));
    assert_int_equal(skipped, 1000 - LOG_LIMIT_BURST);
    assert_false(log_limit_take(&limit, 5 + LOG_LIMIT_PERIOD_NS, &skipped));
    assert_true(log_limit_take(&limit, 5 + 3 * (uint64_t)LOG_LIMIT_PERIOD_NS, &skipped));
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
        cmocka_unit_test_setup_teardown(the_timer_ticks, setup, teardown),
        cmocka_unit_test_setup_teardown(a_timer_that_is_too_fast_is_slowed_down, setup, teardown),
        cmocka_unit_test_setup_teardown(output_comes_in_lines_or_after_a_moment, setup, teardown),
        cmocka_unit_test_setup_teardown(input_waits_for_room, setup, teardown),
        cmocka_unit_test_setup_teardown(a_reset_starts_anew, setup, teardown),
        cmocka_unit_test_setup_teardown(a_triple_fault_is_a_reset, setup, teardown),
        cmocka_unit_test_setup_teardown(exits_of_single_instructions, setup, teardown),
        cmocka_unit_test_setup_teardown(an_instruction_of_unknown_length_is_undefined, setup, teardown),
        cmocka_unit_test_setup_teardown(hypercalls, setup, teardown),
        cmocka_unit_test_setup_teardown(only_ring_0_may_call, setup, teardown),
        cmocka_unit_test_setup_teardown(thirty_two_bit_guests_use_the_lower_halves, setup, teardown),
        cmocka_unit_test(a_chatty_guest_is_cut_short),
        cmocka_unit_test_setup_teardown(the_address_space_is_the_guests, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
