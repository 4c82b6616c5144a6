/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The AMD-V backend on the host: what a processor would write into the control block goes in, and what the kernel
 * and the monitor make of it comes out. Built by tests/unit/kernel_vm; it stands here with the other vendor names.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "arch.h"
#include "fpu.h"
#include "guest.h"
#include "svm.h"
#include "tests/unit/kernel_vm/fake_boot_memory.h"
#include "tests/unit/kernel_vm/fake_machine.h"

#define RFLAGS_IF (1u << 9)

void svm_enter(uint64_t *gpr, uint64_t guest_control, uint64_t host_control);
static struct vm vm;
static struct vcpu vcpu;
static struct vcpu_block block;
static struct vmcb *vmcb;

/* What the processor does during the next stay. */
static struct {
    uint64_t code, info1, info2, interrupt;
    uint8_t tlb_control;                         /* seen at the entry */
    uint64_t event;                              /* seen at the entry */
    uint64_t virtual_interrupt, vintr_intercept; /* seen at the entry */
    bool busy;                                   /* the guest takes no interrupt */
} stay;

void svm_enter(uint64_t *gpr, uint64_t guest_control, uint64_t host_control)
{
    (void)host_control;
    assert_ptr_equal(gpr, vcpu.arch.gpr);
    assert_int_equal(guest_control, vcpu.arch.control_physical);
    stay.tlb_control = vmcb->control.tlb_control;
    stay.event = vmcb->control.event;
    stay.virtual_interrupt = vmcb->control.virtual_interrupt;
    stay.vintr_intercept = vmcb->control.intercepts1 & INTERCEPT1_VINTR;
    if (!stay.vintr_intercept && !stay.busy)
        vmcb->control.virtual_interrupt &= ~VINTR_REQUEST;
    vmcb->control.event = 0;
    vmcb->control.exit_code = stay.code;
    vmcb->control.exit_info1 = stay.info1;
    vmcb->control.exit_info2 = stay.info2;
    vmcb->control.exit_interrupt = stay.interrupt;
}

static uint64_t fake_timer_armed;

void arch_timer_arm(uint64_t deadline)
{
    fake_timer_armed = deadline;
}

uint64_t arch_now(void)
{
    return 1000000;
}

uint64_t arch_frequency(void)
{
    return 1000000000;
}

/* The parts of guest.c that need real registers. */
void guest_load_extra(struct vcpu *v)
{
    (void)v;
}

void guest_store_extra(struct vcpu *v)
{
    (void)v;
}

bool guest_set_xcr0(struct vcpu *v, uint64_t index, uint64_t value)
{
    v->arch.xcr0 = value;
    return index == 0 && value == 7;
}

uint32_t guest_mode(uint64_t cr0, uint64_t efer, uint16_t code_attributes, unsigned privilege)
{
    (void)cr0, (void)efer, (void)code_attributes;
    return privilege << VCPU_MODE_CPL_SHIFT;
}

static int setup(void **state)
{
    (void)state;
    fake_machine_reset();
    fake_boot_memory_reset();
    memset(&block, 0, sizeof block);
    vm = (struct vm){.tag = 3, .root = (uint64_t *)fake_ram};
    vcpu = (struct vcpu){.vm = &vm, .block = &block};
    svm_backend.init(&vcpu);
    vmcb = svm_vmcb(&vcpu);
    vmcb->save.rip = 0x1000;
    memset(&stay, 0, sizeof stay);
    fake_timer_armed = 0;
    return 0;
}

static enum vcpu_outcome run(uint64_t code, uint64_t info1, uint64_t info2)
{
    stay.code = code;
    stay.info1 = info1;
    stay.info2 = info2;
    memset(&block.exit, 0xff, sizeof block.exit);
    return svm_backend.enter(&vcpu);
}

static void expect_exit(enum vcpu_exit_kind kind, uint32_t length)
{
    assert_int_equal(block.exit.kind, kind);
    assert_int_equal(block.exit.instruction_length, length);
    assert_int_equal(block.exit.detail, 0);
    assert_int_equal(block.rip, 0x1000);
}

static void test_state_after_reset(void **state)
{
    (void)state;
    assert_int_equal(block.rip, 0xfff0);
    assert_int_equal(block.rflags, 2);
    assert_int_equal(block.cr0, 0x60000010);
    assert_int_equal(block.efer, 0); /* the bit that runs guests is not the guest's to see */
    assert_int_equal(vmcb->save.efer, 0x1000);
    assert_int_equal(vmcb->control.asid, 3);
    assert_int_equal(vmcb->control.nested_paging, 1);
    svm_backend.store(&vcpu, &block);
    assert_int_equal(block.segment[VCPU_CS].base, 0xffff0000);
    assert_int_equal(block.segment[VCPU_CS].selector, 0xf000);
    assert_int_equal(block.pat, 0x0007040600070406);
}

/* A guest that runs without one of these could reach the host. */
static void test_what_must_exit(void **state)
{
    (void)state;
    const uint32_t first = INTERCEPT1_INTR | INTERCEPT1_NMI | INTERCEPT1_SMI | INTERCEPT1_INIT |
                           INTERCEPT1_VINTR | INTERCEPT1_RDPMC | INTERCEPT1_CPUID | INTERCEPT1_RSM |
                           INTERCEPT1_INVD | INTERCEPT1_HLT | INTERCEPT1_INVLPGA | INTERCEPT1_IO |
                           INTERCEPT1_MSR | INTERCEPT1_SHUTDOWN;
    assert_int_equal(vmcb->control.intercepts1 & first, first);
    assert_int_equal(vmcb->control.intercepts2 & 0x7fff, 0x7fff);
    assert_int_equal(vmcb->control.exceptions, 1u << 1 | 1u << 17 | 1u << 18);
    assert_int_equal(vmcb->control.virtual_interrupt & VINTR_MASKING, VINTR_MASKING);
}

static void test_plain_exits(void **state)
{
    (void)state;
    static const struct {
        uint64_t code, info1;
        enum vcpu_exit_kind kind;
        uint32_t length;
    } exits[] = {
        {SVM_EXIT_VMMCALL, 0, VCPU_EXIT_HYPERCALL, 3}, {SVM_EXIT_CPUID, 0, VCPU_EXIT_CPUID, 2},
        {SVM_EXIT_MSR, 0, VCPU_EXIT_MSR_READ, 2},      {SVM_EXIT_MSR, 1, VCPU_EXIT_MSR_WRITE, 2},
        {SVM_EXIT_SHUTDOWN, 0, VCPU_EXIT_SHUTDOWN, 0}, {0x80, 0, VCPU_EXIT_UNSUPPORTED, 0}, /* VMRUN */
        {0x73, 0, VCPU_EXIT_UNSUPPORTED, 0},                                                /* RSM */
    };
    for (size_t i = 0; i < sizeof exits / sizeof exits[0]; i++) {
        assert_int_equal(run(exits[i].code, exits[i].info1, 0), VCPU_REPORT);
        expect_exit(exits[i].kind, exits[i].length);
    }
}

static void test_registers_at_an_exit(void **state)
{
    (void)state;
    for (unsigned i = 0; i < VCPU_GPRS; i++)
        vcpu.arch.gpr[i] = 100 + i;
    vmcb->save.rax = 1;
    vmcb->save.rsp = 2;
    vmcb->save.cr2 = 3;
    vmcb->save.cr3 = 4;
    vmcb->save.cpl = 3;
    block.changed = VCPU_CHANGED_ALL;
    run(SVM_EXIT_VMMCALL, 0, 0);
    assert_int_equal(block.gpr[VCPU_RAX], 1);
    assert_int_equal(block.gpr[VCPU_RSP], 2);
    assert_int_equal(block.gpr[VCPU_R15], 115);
    assert_int_equal(block.cr2, 3);
    assert_int_equal(block.cr3, 4);
    assert_int_equal(block.mode >> VCPU_MODE_CPL_SHIFT, 3);
    assert_int_equal(block.changed, 0);
}

static void test_ports(void **state)
{
    (void)state;
    assert_int_equal(run(SVM_EXIT_IO, 0x3f8ul << 16 | 1 << 4, 0x1001), VCPU_REPORT); /* OUT DX, AL */
    expect_exit(VCPU_EXIT_PORT, 1);
    assert_int_equal(block.exit.port.number, 0x3f8);
    assert_int_equal(block.exit.port.size, 1);
    assert_int_equal(block.exit.port.flags, 0);

    run(SVM_EXIT_IO, 0xcfcul << 16 | 4 << 4 | 1, 0x1002); /* IN EAX, with a prefix */
    expect_exit(VCPU_EXIT_PORT, 2);
    assert_int_equal(block.exit.port.number, 0xcfc);
    assert_int_equal(block.exit.port.size, 4);
    assert_int_equal(block.exit.port.flags, VCPU_PORT_IN);

    run(SVM_EXIT_IO, 0x1f0ul << 16 | 4 << 7 | 2 << 4 | 1 | 4 | 8, 0x1003); /* REP INSW, 64-bit */
    expect_exit(VCPU_EXIT_PORT, 3);
    assert_int_equal(block.exit.port.size, 2);
    assert_int_equal(block.exit.port.flags, VCPU_PORT_IN | VCPU_PORT_STRING | VCPU_PORT_REPEAT);
    assert_int_equal(block.exit.port.segment, VCPU_ES);
    assert_int_equal(block.exit.port.address_size, 8);

    run(SVM_EXIT_IO, 0xfffful << 16 | 1 << 7 | 1 << 4 | 4, 0x1001); /* OUTSB, 16-bit */
    assert_int_equal(block.exit.port.number, 0xffff);
    assert_int_equal(block.exit.port.segment, VCPU_DS);
    assert_int_equal(block.exit.port.address_size, 2);
}

static void test_memory(void **state)
{
    (void)state;
    static const struct {
        uint64_t error;
        uint32_t flags;
    } accesses[] = {
        {0x4, 0},
        {0x6, VCPU_MEMORY_WRITE},
        {0x7, VCPU_MEMORY_WRITE | VCPU_MEMORY_PRESENT},
        {0x15, VCPU_MEMORY_FETCH | VCPU_MEMORY_PRESENT},
    };
    vmcb->save.ds.base = 0x77;
    for (size_t i = 0; i < sizeof accesses / sizeof accesses[0]; i++) {
        assert_int_equal(run(SVM_EXIT_NPF, accesses[i].error, 0xfee00000), VCPU_REPORT);
        expect_exit(VCPU_EXIT_MEMORY, 0);
        assert_int_equal(block.exit.memory.address, 0xfee00000);
        assert_int_equal(block.exit.memory.flags, accesses[i].flags);
        assert_int_equal(block.segment[VCPU_DS].base, 0x77);
    }
}

static void test_halt(void **state)
{
    (void)state;
    vmcb->save.rflags = 2;
    assert_int_equal(run(SVM_EXIT_HLT, 0, 0), VCPU_REPORT);
    expect_exit(VCPU_EXIT_HALT, 1);

    vmcb->save.rflags = 2 | RFLAGS_IF;
    vmcb->control.interrupt_shadow = 1; /* STI; HLT */
    assert_int_equal(run(SVM_EXIT_HLT, 0, 0), VCPU_HALT);
    assert_int_equal(vmcb->save.rip, 0x1001);
    assert_true(svm_backend.injectable(&vcpu));

    vmcb->save.rip = 0xfff;
    vcpu.window_wanted = true;
    assert_int_equal(run(SVM_EXIT_HLT, 0, 0), VCPU_WINDOW);
    expect_exit(VCPU_EXIT_INTERRUPT_WINDOW, 0);
}

static void test_what_the_kernel_finishes(void **state)
{
    (void)state;
    assert_int_equal(run(SVM_EXIT_INTR, 0, 0), VCPU_INTERRUPT);
    assert_int_equal(run(SVM_EXIT_SMI, 0, 0), VCPU_CONTINUE);
    assert_int_equal(run(SVM_EXIT_VINTR, 0, 0), VCPU_WINDOW);
    assert_int_equal(vmcb->save.rip, 0x1000);
    assert_int_equal(run(SVM_EXIT_WBINVD, 0, 0), VCPU_CONTINUE);
    assert_int_equal(run(SVM_EXIT_INVD, 0, 0), VCPU_CONTINUE);
    assert_int_equal(vmcb->save.rip, 0x1004);
}

static void test_xsetbv(void **state)
{
    (void)state;
    vmcb->save.rax = 0xffffffff00000007;
    assert_int_equal(run(SVM_EXIT_XSETBV, 0, 0), VCPU_CONTINUE);
    assert_int_equal(vmcb->save.rip, 0x1003);
    assert_int_equal(vcpu.arch.xcr0, 7);
    vcpu.arch.gpr[VCPU_RDX] = 1;
    assert_int_equal(run(SVM_EXIT_XSETBV, 0, 0), VCPU_CONTINUE);
    assert_int_equal(vmcb->save.rip, 0x1003);
    assert_int_equal(vmcb->control.event, EVENT_VALID | EVENT_ERROR | EVENT_EXCEPTION | 13);
}

static void test_hardware_trouble(void **state)
{
    (void)state;
    const uint64_t invalid[] = {UINT64_MAX, UINT32_MAX}; /* some emulators write half of it */
    for (size_t i = 0; i < sizeof invalid / sizeof invalid[0]; i++) {
        assert_int_equal(run(invalid[i], 0, 0), VCPU_REPORT);
        assert_int_equal(block.exit.kind, VCPU_EXIT_INVALID_STATE);
        assert_int_equal(block.exit.detail, VCPU_FIELD_HARDWARE);
    }
    expect_panic(run(SVM_EXIT_NMI, 0, 0), "NMI or INIT");
    expect_panic(run(SVM_EXIT_INIT, 0, 0), "NMI or INIT");
    expect_panic(run(SVM_EXIT_EXCEPTION + 18, 0, 0), "hardware error");
}

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
        run(SVM_EXIT_NPF, 4, 0);
        assert_int_equal(vmcb->control.event, again[i]);
        assert_false(svm_backend.injectable(&vcpu));
    }
    for (size_t i = 0; i < sizeof not_again / sizeof not_again[0]; i++) {
        stay.interrupt = not_again[i];
        run(SVM_EXIT_NPF, 4, 0);
        assert_int_equal(vmcb->control.event, 0);
    }
    stay.interrupt = again[0]; /* what is started in a dead guest's place must not get its event */
    run(SVM_EXIT_SHUTDOWN, 0, 0);
    assert_int_equal(vmcb->control.event, 0);
    stay.interrupt = EVENT_VALID | EVENT_INTERRUPT | 0x40;
    run(SVM_EXIT_NPF, 4, 0);
    assert_int_equal(vcpu.arch.vector, 0x40);
    assert_false(svm_backend.injectable(&vcpu));
    run(SVM_EXIT_SHUTDOWN, 0, 0);
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
    assert_int_not_equal(fake_timer_armed, 0);
    run(SVM_EXIT_INTR, 0, 0);
    assert_int_equal(stay.virtual_interrupt, others | VINTR_REQUEST);
    vcpu.window_wanted = false;
    run(SVM_EXIT_INTR, 0, 0);
    assert_int_equal(stay.virtual_interrupt, others);
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
    run(SVM_EXIT_INTR, 0, 0);
    assert_int_equal(stay.tlb_control, TLB_FLUSH_ALL);
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
        cmocka_unit_test_setup(test_state_after_reset, setup),
        cmocka_unit_test_setup(test_what_must_exit, setup),
        cmocka_unit_test_setup(test_plain_exits, setup),
        cmocka_unit_test_setup(test_registers_at_an_exit, setup),
        cmocka_unit_test_setup(test_ports, setup),
        cmocka_unit_test_setup(test_memory, setup),
        cmocka_unit_test_setup(test_halt, setup),
        cmocka_unit_test_setup(test_what_the_kernel_finishes, setup),
        cmocka_unit_test_setup(test_xsetbv, setup),
        cmocka_unit_test_setup(test_hardware_trouble, setup),
        cmocka_unit_test_setup(test_exceptions, setup),
        cmocka_unit_test_setup(test_cut_events, setup),
        cmocka_unit_test_setup(test_injection, setup),
        cmocka_unit_test_setup(test_window, setup),
        cmocka_unit_test_setup(test_translations_are_forgotten, setup),
        cmocka_unit_test_setup(test_groups, setup),
    };
    return cmocka_run_group_tests_name("AMD-V backend", tests, NULL, NULL);
}
