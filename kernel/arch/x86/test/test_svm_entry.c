/* SPDX-License-Identifier: BSD-2-Clause */
/* What AMD-V is given at an entry: interrupts, exceptions, the flush of translations, changed state. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "arch.h"
#include "fake_svm.h"
#include "guest.h"

#define RFLAGS_IF (1u << 9)

/* Exceptions that could repeat themselves for ever: delivered with interrupts taken in between. */
static void test_exceptions(void **state)
{
    (void)state;
    assert_int_equal(run(SVM_EXIT_EXCEPTION + 1, 0, 0), VCPU_INTERRUPT);
    assert_int_equal(vmcb->control.event, EVENT_VALID | EVENT_EXCEPTION | 1);
    assert_int_equal(run(SVM_EXIT_EXCEPTION + 17, 0, 0), VCPU_INTERRUPT);
    assert_int_equal(stay.event, EVENT_VALID | EVENT_EXCEPTION | 1);
    assert_int_equal(vmcb->control.event, EVENT_VALID | EVENT_EXCEPTION | EVENT_ERROR | 17);
    stay.interrupt = EVENT_VALID | EVENT_INTERRUPT | 0x30;
    assert_int_equal(run(SVM_EXIT_EXCEPTION + 1, 0, 0), VCPU_INTERRUPT);
    assert_int_equal(vcpu.arch.vector, 0x30);
}

/* An event whose delivery was cut short comes again, unless the instruction that made it runs again. */
static void test_cut_events(void **state)
{
    (void)state;
    const uint64_t again[] = {EVENT_VALID | EVENT_EXCEPTION | 6, EVENT_VALID | EVENT_NMI | 2,
                              EVENT_VALID | EVENT_EXCEPTION | EVENT_ERROR | 14 | 5ul << 32};
    const uint64_t not_again[] = {0, EVENT_INTERRUPT | 0x40, EVENT_VALID | 4ul << 8 | 0x80};
    for (size_t i = 0; i < sizeof again / sizeof again[0]; i++) {
        stay.interrupt = again[i];
        run(SVM_EXIT_INTR, 0, 0);
        assert_int_equal(vmcb->control.event, again[i]);
        assert_false(svm_backend.injectable(&vcpu));
    }
    for (size_t i = 0; i < sizeof not_again / sizeof not_again[0]; i++) {
        stay.interrupt = not_again[i];
        run(SVM_EXIT_INTR, 0, 0);
        assert_int_equal(vmcb->control.event, 0);
    }
    stay.interrupt = again[0]; /* what is started in a dead guest's place must not get its event */
    run(SVM_EXIT_SHUTDOWN, 0, 0);
    assert_int_equal(vmcb->control.event, 0);
    stay.interrupt = EVENT_VALID | EVENT_INTERRUPT | 0x40;
    run(SVM_EXIT_INTR, 0, 0);
    assert_int_equal(vcpu.arch.vector, 0x40);
    assert_false(svm_backend.injectable(&vcpu));
    run(SVM_EXIT_NPF, 6, 0xfee00000); /* its stack is in no memory */
    expect_exit(VCPU_EXIT_SHUTDOWN, 0);
    assert_int_equal(vcpu.arch.vector, 0);
}

static void test_injection(void **state)
{
    (void)state;
    const uint64_t others = vmcb->control.virtual_interrupt;
    vmcb->save.rflags = 2;
    assert_false(svm_backend.injectable(&vcpu));
    vmcb->save.rflags |= RFLAGS_IF;
    vmcb->control.interrupt_shadow = 1;
    assert_false(svm_backend.injectable(&vcpu));
    vmcb->control.interrupt_shadow = 0;
    assert_true(svm_backend.injectable(&vcpu));
    svm_backend.inject(&vcpu, 0x31);
    assert_false(svm_backend.injectable(&vcpu));
    stay.busy = true; /* a hardware interrupt comes first */
    run(SVM_EXIT_INTR, 0, 0);
    assert_int_equal(stay.virtual_interrupt, others | VINTR_REQUEST | 0x31ul << VINTR_VECTOR);
    assert_int_equal(stay.vintr_intercept, 0);
    assert_false(svm_backend.injectable(&vcpu));
    stay.busy = false;
    run(SVM_EXIT_INTR, 0, 0);
    assert_int_equal(stay.virtual_interrupt, others | VINTR_REQUEST | 0x31ul << VINTR_VECTOR);
    assert_true(svm_backend.injectable(&vcpu));
    run(SVM_EXIT_INTR, 0, 0);
    assert_int_equal(stay.virtual_interrupt, others);
    assert_int_equal(stay.event, 0);
}

static void test_window(void **state)
{
    (void)state;
    const uint64_t others = vmcb->control.virtual_interrupt;
    vcpu.window_wanted = true;
    run(SVM_EXIT_INTR, 0, 0);
    assert_int_equal(stay.virtual_interrupt, others | VINTR_REQUEST);
    assert_int_equal(stay.vintr_intercept, INTERCEPT1_VINTR);
    assert_int_equal(fake_timer_armed, 0);

    vmcb->save.rflags =
        2 | RFLAGS_IF; /* one on its way, the next one waits: the kernel comes back for it soon */
    svm_backend.inject(&vcpu, 0x31);
    run(SVM_EXIT_INTR, 0, 0);
    assert_int_equal(stay.virtual_interrupt, others | VINTR_REQUEST | 0x31ul << VINTR_VECTOR);
    assert_in_range(fake_timer_armed, arch_now() + 1, arch_now() + arch_frequency() / 1000);
    run(SVM_EXIT_INTR, 0, 0);
    assert_int_equal(stay.virtual_interrupt, others | VINTR_REQUEST);
    vcpu.window_wanted = false;
    run(SVM_EXIT_INTR, 0, 0);
    assert_int_equal(stay.virtual_interrupt, others);
}

/* Coming back for a guest's second interrupt never puts off what somebody else waits for. */
static void test_window_and_timers(void **state)
{
    (void)state;
    const uint64_t others_deadline = arch_now() + 1;
    vcpu.window_wanted = true;
    svm_backend.inject(&vcpu, 0x31);
    stay.busy = true;
    fake_timer_armed = others_deadline;
    run(SVM_EXIT_WBINVD, 0, 0);
    assert_int_equal(fake_timer_armed, others_deadline);
}

static void test_translations_are_forgotten(void **state)
{
    (void)state;
    vm.changed = true;
    run(SVM_EXIT_INTR, 0, 0);
    assert_int_equal(stay.tlb_control, TLB_FLUSH_ALL);
    assert_false(vm.changed);
    run(SVM_EXIT_INTR, 0, 0);
    assert_int_equal(stay.tlb_control, TLB_KEEP);
    block.changed = VCPU_CHANGED_CONTROL;
    svm_backend.load(&vcpu, &block);
    run(UINT64_MAX, 0, 0); /* the processor has refused the state: it did nothing */
    assert_int_equal(stay.tlb_control, TLB_FLUSH_ALL);
    run(SVM_EXIT_INTR, 0, 0);
    assert_int_equal(stay.tlb_control, TLB_FLUSH_ALL);
    run(SVM_EXIT_INTR, 0, 0);
    assert_int_equal(stay.tlb_control, TLB_KEEP);
}

/* Each group changes what it names; what goes in comes out. */
static void test_groups(void **state)
{
    (void)state;
    struct vcpu_block in = {.rip = 0x10, .rflags = 0x202, .cr0 = 0x11, .cr4 = 0x20, .efer = 0x500};
    in.gpr[VCPU_RAX] = 5;
    in.gpr[VCPU_RSP] = 6;
    in.gdtr = (struct vcpu_table){.base = 0x1000, .limit = 0xff};
    in.lstar = 0x2000;
    in.sysenter_esp = 0x3000;
    in.pat = 0x0606060606060606;
    in.dr6 = 0xdeadbeeffffffff0;
    in.dr7 = 0xdeadbeef00000400;
    in.event = (struct vcpu_event){.vector = 14, .has_error_code = 1, .error_code = 9};
    in.tsc_offset = 77;
    in.interrupt_shadow = 3;
    for (unsigned i = 0; i < VCPU_SEGMENTS; i++)
        in.segment[i] = (struct vcpu_segment){.selector = (uint16_t)(8 * i), .attributes = 0xc93, .base = i};
    in.segment[VCPU_SS].attributes = 0xcf3;
    in.segment[VCPU_GS].attributes = VCPU_SEGMENT_UNUSABLE;

    struct vmcb before = *vmcb;
    svm_backend.load(&vcpu, &in);
    assert_memory_equal(&before, vmcb, sizeof before);
    in.changed = VCPU_CHANGED_ALL;
    svm_backend.load(&vcpu, &in);
    assert_int_equal(vmcb->save.rax, 5);
    assert_int_equal(vmcb->save.rsp, 6);
    assert_int_equal(vmcb->save.rip, 0x10);
    assert_int_equal(vmcb->save.efer, 0x1500);
    assert_int_equal(vmcb->save.cpl, 3);
    assert_int_equal(vmcb->save.gs.attributes, 0);
    assert_int_equal(vmcb->save.dr6, 0xfffffff0);
    assert_int_equal(vmcb->save.dr7, 0x400);
    assert_int_equal(vmcb->control.event, EVENT_VALID | EVENT_EXCEPTION | EVENT_ERROR | 14 | 9ul << 32);
    assert_int_equal(vmcb->control.tsc_offset, 77);
    assert_int_equal(vmcb->control.interrupt_shadow, 1);

    struct vcpu_block out = {0};
    svm_backend.store(&vcpu, &out);
    for (unsigned i = 0; i < VCPU_SEGMENTS; i++)
        assert_memory_equal(&out.segment[i], &in.segment[i], sizeof in.segment[i]);
    assert_memory_equal(&out.gdtr, &in.gdtr, sizeof in.gdtr);
    assert_int_equal(out.lstar, 0x2000);
    assert_int_equal(out.sysenter_esp, 0x3000);
    assert_int_equal(out.pat, in.pat);
    assert_int_equal(out.tsc_offset, 77);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_exceptions, fake_svm_setup),
        cmocka_unit_test_setup(test_cut_events, fake_svm_setup),
        cmocka_unit_test_setup(test_injection, fake_svm_setup),
        cmocka_unit_test_setup(test_window, fake_svm_setup),
        cmocka_unit_test_setup(test_window_and_timers, fake_svm_setup),
        cmocka_unit_test_setup(test_translations_are_forgotten, fake_svm_setup),
        cmocka_unit_test_setup(test_groups, fake_svm_setup),
    };
    return cmocka_run_group_tests_name("AMD-V entries", tests, NULL, NULL);
}
