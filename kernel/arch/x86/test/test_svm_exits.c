/* SPDX-License-Identifier: BSD-2-Clause */
/* How exits of AMD-V become the neutral ones of the register block. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "fake_svm.h"
#include "guest.h"
#include "tests/unit/kernel_vm/fake_machine.h"

#define EFER_LMA  0x400u
#define EFER_SVME 0x1000u
#define RFLAGS_IF (1u << 9)

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

/* An emulator leaves it out: that of the code segment. */
static void test_address_size(void **state)
{
    (void)state;
    static const struct {
        uint64_t efer;
        uint16_t attributes;
        uint8_t size;
    } code[] = {
        {0, 0, 2},
        {0, VCPU_SEGMENT_BIG, 4},
        {EFER_LMA, 0, 2},
        {EFER_LMA, VCPU_SEGMENT_BIG, 4},
        {0, VCPU_SEGMENT_LONG, 2},
        {EFER_LMA, VCPU_SEGMENT_LONG, 8},
    };
    for (size_t i = 0; i < sizeof code / sizeof code[0]; i++) {
        vmcb->save.efer = EFER_SVME | code[i].efer;
        vmcb->save.cs.attributes = code[i].attributes;
        run(SVM_EXIT_IO, 0x80ul << 16 | 1 << 4 | 4, 0x1001);
        assert_int_equal(block.exit.port.address_size, code[i].size);
    }
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

/* An emulator that refuses the state at the entry stores what it has not replaced yet, the kernel's, as the guest's. */
static void test_refused_entry(void **state)
{
    (void)state;
    struct vmcb fresh = *vmcb;
    fresh.save.rip = 0xfff0;
    vmcb->save =
        (struct vmcb_save){.rip = (uintptr_t)svm_vmrun, .efer = 0x1d01, .cr0 = 0x80010033, .cr3 = 0x2d5c000};
    vmcb->save.rsp = vmcb->save.rax = vmcb->save.cr2 = vmcb->save.cr4 = vmcb->save.gdtr.base =
        0xffffffff80213600;
    memset(&vmcb->save.cs, 0xee, sizeof vmcb->save.cs);
    assert_int_equal(run(UINT32_MAX, 0, 0), VCPU_REPORT);
    assert_int_equal(block.exit.kind, VCPU_EXIT_SHUTDOWN);
    assert_memory_equal(&vmcb->save, &fresh.save, sizeof fresh.save);
    assert_int_equal(block.cr3, 0);
    assert_int_equal(block.gpr[VCPU_RSP], 0);
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(test_state_after_reset, fake_svm_setup),
        cmocka_unit_test_setup(test_what_must_exit, fake_svm_setup),
        cmocka_unit_test_setup(test_plain_exits, fake_svm_setup),
        cmocka_unit_test_setup(test_registers_at_an_exit, fake_svm_setup),
        cmocka_unit_test_setup(test_ports, fake_svm_setup),
        cmocka_unit_test_setup(test_address_size, fake_svm_setup),
        cmocka_unit_test_setup(test_memory, fake_svm_setup),
        cmocka_unit_test_setup(test_halt, fake_svm_setup),
        cmocka_unit_test_setup(test_what_the_kernel_finishes, fake_svm_setup),
        cmocka_unit_test_setup(test_xsetbv, fake_svm_setup),
        cmocka_unit_test_setup(test_refused_entry, fake_svm_setup),
        cmocka_unit_test_setup(test_hardware_trouble, fake_svm_setup),
    };
    return cmocka_run_group_tests_name("AMD-V exits", tests, NULL, NULL);
}
