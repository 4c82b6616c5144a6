/* SPDX-License-Identifier: BSD-2-Clause */
#include "vcpu.h"

#include "abi/error.h"
#include "arch.h"
#include "endpoint.h"
#include "scheduler.h"

#define FIRST_EXTERNAL_VECTOR 32
#define LAST_VECTOR           255

void vcpu_init(struct vcpu *vcpu, const char *name, struct domain *domain, uint8_t priority, struct vm *vm,
               struct endpoint *endpoint, uint64_t badge, struct vcpu_block *block)
{
    thread_init(&vcpu->thread, name, domain, priority, NULL, vcpu);
    vcpu->vm = vm;
    vcpu->endpoint = endpoint;
    vcpu->badge = badge;
    vcpu->block = block;
    arch_vcpu_init(vcpu);
    thread_await_resume(&vcpu->thread);
}

static void tell(struct vcpu *vcpu)
{
    vcpu->exited_at = arch_now();
    endpoint_send_exit(vcpu->endpoint, &vcpu->thread, vcpu->badge);
}

void vcpu_run(struct vcpu *vcpu)
{
    arch_fpu_switch(&vcpu->thread);
    switch (arch_vcpu_enter(vcpu)) {
    case VCPU_CONTINUE:
        break;
    case VCPU_INTERRUPT:
        arch_take_interrupts();
        break;
    case VCPU_HALT:
        scheduler_block(&vcpu->thread, THREAD_BLOCKED_HALT);
        break;
    case VCPU_WINDOW:
        vcpu->window_wanted = false;
        tell(vcpu);
        break;
    case VCPU_REPORT:
        tell(vcpu);
        break;
    }
}

int vcpu_resume(struct vcpu *vcpu)
{
    if (vcpu->thread.state != THREAD_BLOCKED_EXIT)
        return -CW_EBUSY;
    struct vcpu_block *block = vcpu->block;
    if (block->changed != 0) {
        enum vcpu_field wrong = arch_vcpu_load(vcpu, block);
        if (wrong != VCPU_FIELD_NONE) {
            block->exit = (struct vcpu_exit){.kind = VCPU_EXIT_INVALID_STATE, .detail = wrong};
            return -CW_EINVAL;
        }
        block->changed = 0;
    }
    /* What the VMM does for a guest is done in the guest's time: else exits would take more than a fair share. */
    scheduler_charge(&vcpu->thread, arch_now() - vcpu->exited_at);
    return endpoint_resume(&vcpu->thread);
}

int vcpu_inject(struct vcpu *vcpu, uint64_t vector)
{
    if (vector < FIRST_EXTERNAL_VECTOR || vector > LAST_VECTOR)
        return -CW_EINVAL;
    bool exception_first =
        vcpu->thread.state == THREAD_BLOCKED_EXIT && (vcpu->block->changed & VCPU_CHANGED_EVENT);
    if (exception_first || !arch_vcpu_injectable(vcpu)) {
        vcpu->window_wanted = true;
        return -CW_EAGAIN;
    }
    arch_vcpu_inject(vcpu, (uint8_t)vector);
    vcpu->window_wanted = false;
    if (vcpu->thread.state == THREAD_BLOCKED_HALT)
        scheduler_continue(&vcpu->thread);
    return 0;
}

int vcpu_get_state(struct vcpu *vcpu)
{
    if (vcpu->thread.state != THREAD_BLOCKED_EXIT && vcpu->thread.state != THREAD_BLOCKED_REPORT)
        return -CW_EBUSY;
    arch_vcpu_store(vcpu, vcpu->block);
    return 0;
}
