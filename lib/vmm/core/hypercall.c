/* SPDX-License-Identifier: BSD-2-Clause */
#include "monitor.h"

#include "abi/error.h"
#include "abi/guest.h"

static int find(const vmm_t *vmm, uint32_t number)
{
    for (unsigned i = 0; i < vmm->hypercalls; i++) {
        if (vmm->hypercall[i].number == number) {
            return (int)i;
        }
    }
    return -1;
}

int vmm_hypercall_add(vmm_t *vmm, uint32_t number, hypercall_fn handler, void *context)
{
    if (find(vmm, number) >= 0) {
        return -CW_EEXIST;
    }
    if (vmm->hypercalls == VMM_HYPERCALLS) {
        return -CW_ENOMEM;
    }
    vmm->hypercall[vmm->hypercalls].number = number;
    vmm->hypercall[vmm->hypercalls].handler = handler;
    vmm->hypercall[vmm->hypercalls].context = context;
    vmm->hypercalls++;
    return 0;
}

int reg_new_handler(vmm_t *vmm, int (*handler)(vmm_vcpu_t *vcpu), int token)
{
    if (vmm_hypercall_add(vmm, (uint32_t)token, NULL, NULL) != 0) {
        return -1;
    }
    vmm->hypercall[vmm->hypercalls - 1].legacy = handler;
    return 0;
}

static int hook_add(struct vmm_hooks *hooks, void (*handler)(void *context), void *context)
{
    for (unsigned i = 0; i < hooks->count; i++) {
        if (hooks->hook[i].handler == handler && hooks->hook[i].context == context) {
            return -CW_EEXIST;
        }
    }
    if (hooks->count == VMM_HOOKS) {
        return -CW_ENOMEM;
    }
    hooks->hook[hooks->count].handler = handler;
    hooks->hook[hooks->count].context = context;
    hooks->count++;
    return 0;
}

int vmm_reset_hook_add(vmm_t *vmm, void (*handler)(void *context), void *context)
{
    return hook_add(&vmm->reset_hooks, handler, context);
}

int vmm_async_hook_add(vmm_t *vmm, void (*handler)(void *context), void *context)
{
    return hook_add(&vmm->async_hooks, handler, context);
}

void vmm_run_hooks(const struct vmm_hooks *hooks)
{
    for (unsigned i = 0; i < hooks->count; i++) {
        hooks->hook[i].handler(hooks->hook[i].context);
    }
}

/* The answer where this VM has no connector that a number of the guest ABI is about. */
static int64_t unhandled(uint64_t number)
{
    switch (number) {
    case CAUSEWAY_HC_DATAPORT_SIZE:
    case CAUSEWAY_HC_DATAPORT_RIGHTS:
    case CAUSEWAY_HC_DATAPORT_SHARE:
    case CAUSEWAY_HC_DATAPORT_UNSHARE:
    case CAUSEWAY_HC_EMIT:
    case CAUSEWAY_HC_EVENTS_SHARE:
    case CAUSEWAY_HC_EVENTS_UNSHARE:
    case CAUSEWAY_HC_EVENTS_IRQ:
    case CAUSEWAY_HC_EVENTS_DIRECT:
        return -CW_ENOENT;
    default:
        return -CW_ENOSYS;
    }
}

static int64_t call(vmm_t *vmm, int index, const struct hypercall_args *args)
{
    uint64_t *rax = &vmm->block->gpr[VCPU_RAX];
    int result;

    if (vmm->hypercall[index].handler) {
        return vmm->hypercall[index].handler(vmm->hypercall[index].context, args);
    }
    result = vmm->hypercall[index].legacy(&vmm->vcpu);
    if (result > 0) {
        result = -CW_EINVAL;
    }
    return result == 0 ? (int64_t)*rax : result;
}

void vmm_handle_hypercall(vmm_t *vmm)
{
    struct vcpu_block *block = vmm->block;
    uint64_t *gpr = block->gpr;
    bool wide = block->mode & VCPU_MODE_CODE64;
    uint64_t mask = wide ? UINT64_MAX : UINT32_MAX;
    struct hypercall_args args = {gpr[VCPU_RBX] & mask, gpr[VCPU_RCX] & mask, gpr[VCPU_RDX] & mask};
    uint64_t number = gpr[VCPU_RAX] & mask;
    int64_t result;
    int index;

    if ((block->mode >> VCPU_MODE_CPL_SHIFT & 3) != 0) {
        result = -CW_EPERM;
    } else {
        index = number <= UINT32_MAX ? find(vmm, (uint32_t)number) : -1;
        result = index < 0 ? unhandled(number) : call(vmm, index, &args);
    }
    if (vmm_traces(vmm, VMM_TRACE_CALLS)) {
        vmm_log("hypercall 0x%llx(0x%llx, 0x%llx, 0x%llx): %lld", (unsigned long long)number,
                (unsigned long long)args.a, (unsigned long long)args.b, (unsigned long long)args.c,
                (long long)result);
    }
    gpr[VCPU_RAX] = (uint64_t)result & mask;
    block->changed |= VCPU_CHANGED_GPR;
}
