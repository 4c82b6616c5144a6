/* SPDX-License-Identifier: BSD-2-Clause */
#include "fake_svm.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

#include "arch.h"
#include "guest.h"
#include "tests/unit/kernel_vm/fake_boot_memory.h"
#include "tests/unit/kernel_vm/fake_machine.h"

struct vm vm;
struct vcpu vcpu;
struct vcpu_block block;
struct vmcb *vmcb;
struct stay stay;
uint64_t fake_timer_armed;

/* In the place of svm_enter.S. */
const char svm_vmrun[1];

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

void arch_timer_hasten(uint64_t deadline)
{
    if (fake_timer_armed == 0 || deadline < fake_timer_armed)
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

int fake_svm_setup(void **state)
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

enum vcpu_outcome run(uint64_t code, uint64_t info1, uint64_t info2)
{
    stay.code = code;
    stay.info1 = info1;
    stay.info2 = info2;
    memset(&block.exit, 0xff, sizeof block.exit);
    return svm_backend.enter(&vcpu);
}

void expect_exit(enum vcpu_exit_kind kind, uint32_t length)
{
    assert_int_equal(block.exit.kind, kind);
    assert_int_equal(block.exit.instruction_length, length);
    assert_int_equal(block.exit.detail, 0);
    assert_int_equal(block.rip, 0x1000);
}
