/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * The AMD-V backend on the host, around a processor that is fake: what a real one would write into the control block
 * goes in, and what the kernel and the monitor make of it comes out. The tests are built by tests/unit/kernel_vm; they
 * stand here with the other vendor names.
 */
#ifndef TEST_FAKE_SVM_H
#define TEST_FAKE_SVM_H

#include <stdbool.h>
#include <stdint.h>

#include "svm.h"
#include "vcpu.h"
#include "vm.h"

/* A vCPU at 0x1000, its VM, and what belongs to them; fresh after fake_svm_setup(). */
extern struct vm vm;
extern struct vcpu vcpu;
extern struct vcpu_block block;
extern struct vmcb *vmcb;

/* The next stay in the guest. */
extern struct stay {
    uint64_t code, info1, info2, interrupt; /* how it ends: the exit fields of the control block */
    bool busy;                              /* the guest takes no interrupt */

    /* What the processor has seen at the entry. */
    uint8_t tlb_control;
    uint64_t event, virtual_interrupt, vintr_intercept;
} stay;

/* The moment that the timer is set to; 0: none. */
extern uint64_t fake_timer_armed;

/* A setup function of cmocka. */
int fake_svm_setup(void **state);

/* Enters the guest, which exits at once with this code and these EXITINFO fields. */
enum vcpu_outcome run(uint64_t code, uint64_t info1, uint64_t info2);

/* Fails the test unless the block tells of this exit, of an instruction of `length` bytes at 0x1000. */
void expect_exit(enum vcpu_exit_kind kind, uint32_t length);

#endif
