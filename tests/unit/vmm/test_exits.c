/* SPDX-License-Identifier: BSD-2-Clause */
/* What the monitor does at an exit: single instructions, hypercalls, and what ends or restarts a guest. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

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
    assert_int_equal(port_bus_read(&vmm->ports, 0x3ff, 1), 0);
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

static void push(void)
{
    fake.block.gpr[VCPU_RSP] -= 8;
}

/* As often as a guest may try in a row what an emulator refuses; each time, it gets its fault. */
static void refuse(void)
{
    for (unsigned i = 1; i < VMM_REFUSALS; i++) {
        fake_exit(VCPU_EXIT_INVALID_STATE)->after = assert_protection_fault;
    }
}

static void a_refused_instruction_is_a_fault(void **state)
{
    (void)state;
    assert_int_equal(vmm_reset_hook_add(vmm, count_hook, NULL), 0);
    fake.block.rip = 0x1000;
    refuse();
    fake_exit(VCPU_EXIT_INTERRUPT_WINDOW);
    refuse();
    fake.step[fake.steps].before = push;
    refuse();
    assert_int_equal(vmm_run(vmm), VMM_END_OFF);
    assert_int_equal(hooks, 0);
}

static void a_refused_state_is_a_reset(void **state)
{
    (void)state;
    assert_int_equal(vmm_reset_hook_add(vmm, count_hook, NULL), 0);
    fake.block.rip = 0x1000;
    refuse();
    fake_exit(VCPU_EXIT_INVALID_STATE)->after = assert_fresh;
    assert_int_equal(vmm_run(vmm), VMM_END_OFF);
    assert_int_equal(hooks, 1);
    assert_int_equal(vmm->refusals.in_a_row, 0);
}

static void restarts_cannot_fill_the_log(void **state)
{
    (void)state;
    for (unsigned i = 0; i < LOG_LIMIT_BURST + 5; i++) {
        fake_exit(VCPU_EXIT_SHUTDOWN);
    }
    assert_int_equal(vmm_run(vmm), VMM_END_OFF);
    assert_int_equal(vmm->log_limit.skipped, 5);
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_reset_starts_anew, setup, teardown),
        cmocka_unit_test_setup_teardown(a_triple_fault_is_a_reset, setup, teardown),
        cmocka_unit_test_setup_teardown(a_refused_instruction_is_a_fault, setup, teardown),
        cmocka_unit_test_setup_teardown(a_refused_state_is_a_reset, setup, teardown),
        cmocka_unit_test_setup_teardown(restarts_cannot_fill_the_log, setup, teardown),
        cmocka_unit_test_setup_teardown(exits_of_single_instructions, setup, teardown),
        cmocka_unit_test_setup_teardown(an_instruction_of_unknown_length_is_undefined, setup, teardown),
        cmocka_unit_test_setup_teardown(hypercalls, setup, teardown),
        cmocka_unit_test_setup_teardown(only_ring_0_may_call, setup, teardown),
        cmocka_unit_test_setup_teardown(thirty_two_bit_guests_use_the_lower_halves, setup, teardown),
    };

    return cmocka_run_group_tests_name("exits", tests, NULL, NULL);
}
