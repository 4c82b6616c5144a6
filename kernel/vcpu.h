/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * vCPUs: threads that run guest code. An exit that the kernel does not finish by itself stops the thread, fills
 * in the register block that it shares with its VMM, and appears on the VMM's endpoint. abi/vcpu.h is the
 * VMM's view; the arch_vcpu_ functions are what a processor has to supply.
 */
#ifndef KERNEL_VCPU_H
#define KERNEL_VCPU_H

#include <stdbool.h>
#include <stdint.h>

#include "abi/vcpu.h"
#include "arch_vcpu.h"
#include "thread.h"

struct endpoint;
struct vm;

struct vcpu {
    struct thread thread;
    struct vm *vm;
    struct endpoint *endpoint;
    uint64_t badge;
    struct vcpu_block *block; /* kernel address of the shared page: written at exits, copied at resume */
    bool window_wanted; /* an injection was refused: arch_vcpu_enter reports when the next could succeed */
    uint64_t exited_at; /* ticks of the time-stamp counter: when the VMM was told of the last exit */
    struct arch_vcpu arch;
};

/* How a stay in the guest ended. */
enum vcpu_outcome {
    VCPU_CONTINUE,  /* the kernel has dealt with it: run on, if still the most urgent */
    VCPU_INTERRUPT, /* a hardware interrupt is waiting */
    VCPU_HALT,      /* HLT with interrupts enabled, no window wanted; stepped over */
    VCPU_WINDOW,    /* the guest can take the interrupt that was refused; the block is filled in */
    VCPU_REPORT,    /* the block is filled in: tell the VMM */
};

/* Boot only. The vCPU waits for its first resume. */
void vcpu_init(struct vcpu *vcpu, const char *name, struct domain *domain, uint8_t priority, struct vm *vm,
               struct endpoint *endpoint, uint64_t badge, struct vcpu_block *block);

static inline struct thread *vcpu_thread(struct vcpu *vcpu)
{
    return &vcpu->thread;
}

/* Runs the guest once. Called by kernel_run() with the vCPU's thread the most urgent. */
void vcpu_run(struct vcpu *vcpu);

/* As the calls CW_SYS_VCPU_ of abi/syscall.h. */
int vcpu_resume(struct vcpu *vcpu);
int vcpu_inject(struct vcpu *vcpu, uint64_t vector);
int vcpu_get_state(struct vcpu *vcpu);

void arch_vcpu_init(struct vcpu *vcpu);
enum vcpu_outcome arch_vcpu_enter(struct vcpu *vcpu);

/* Takes interrupts that are waiting, on the kernel's own stack. */
void arch_take_interrupts(void);

/*
 * Checks and takes over the groups of `block` that `block->changed` names. All or nothing: the result is
 * VCPU_FIELD_NONE, or the first field that is wrong, and then nothing has changed.
 */
enum vcpu_field arch_vcpu_load(struct vcpu *vcpu, const struct vcpu_block *block);

/* Fills in the groups that ordinary exits leave out. */
void arch_vcpu_store(const struct vcpu *vcpu, struct vcpu_block *block);

bool arch_vcpu_injectable(const struct vcpu *vcpu);
void arch_vcpu_inject(struct vcpu *vcpu, uint8_t vector);

/* The format of second-stage tables; NULL: this machine cannot run guests. */
const struct vm_format *arch_vm_format(void);

/* Highest VM tag that the processor can tell apart. */
uint32_t arch_vm_tags(void);

#endif
