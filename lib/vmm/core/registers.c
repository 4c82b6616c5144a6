/* SPDX-License-Identifier: BSD-2-Clause */
/* CPUID and MSR exits: between the exit and the policies of cpu/. */
#include "monitor.h"

#include "cpu/cpuid.h"
#include "cpu/paging.h"

#define NS_PER_SECOND 1000000000u

void vmm_handle_cpuid(vmm_t *vmm)
{
    uint64_t *gpr = vmm->block->gpr;
    uint32_t leaf = (uint32_t)gpr[VCPU_RAX], subleaf = (uint32_t)gpr[VCPU_RCX];
    struct cpuid_result result;

    if (cpuid_needs_xcr0(leaf) && !vmm_need_state(vmm)) {
        return;
    }
    result =
        cpuid_policy(vmm->host->cpuid, vmm->host->context, leaf, subleaf, vmm->block->cr4, vmm->block->xcr0);
    if (vmm_traces(vmm, VMM_TRACE_CPUID)) {
        vmm_log("cpuid 0x%08x.%x: 0x%08x 0x%08x 0x%08x 0x%08x", leaf, subleaf, result.eax, result.ebx,
                result.ecx, result.edx);
    }
    gpr[VCPU_RAX] = result.eax;
    gpr[VCPU_RBX] = result.ebx;
    gpr[VCPU_RCX] = result.ecx;
    gpr[VCPU_RDX] = result.edx;
    vmm->block->changed |= VCPU_CHANGED_GPR;
}

static bool special_read(void *context, uint32_t index, uint64_t *value)
{
    vmm_t *vmm = context;

    switch (index) {
    case MSR_TSC:
        *value = vmm->host->now(vmm->host->context) + vmm->tsc_offset;
        return true;
    case MSR_SYSTEM_TIME:
        *value = vmm->kvmclock.system_time;
        return true;
    default:
        *value = 0;
        return true;
    }
}

static bool special_write(void *context, uint32_t index, uint64_t value)
{
    vmm_t *vmm = context;

    switch (index) {
    case MSR_TSC:
        vmm->tsc_offset = value - vmm->host->now(vmm->host->context);
        vmm->block->tsc_offset = vmm->tsc_offset;
        vmm->block->changed |= VCPU_CHANGED_TSC;
        kvmclock_refresh(&vmm->kvmclock, &vmm->memory, &vmm->clock, vmm->tsc_offset);
        return true;
    case MSR_SYSTEM_TIME:
        return kvmclock_write_system_time(&vmm->kvmclock, &vmm->memory, &vmm->clock, vmm->tsc_offset, value);
    default:
        return kvmclock_write_wall_clock(&vmm->memory, (uint64_t)vmm->wall_base * NS_PER_SECOND, value);
    }
}

void vmm_registers_init(vmm_t *vmm)
{
    vmm->msrs = (struct msr_special){special_read, special_write, vmm};
}

void vmm_handle_msr(vmm_t *vmm, bool write)
{
    static const struct cpu_fault protection = {.vector = CPU_PROTECTION, .has_error_code = true};
    struct vcpu_block *block = vmm->block;
    uint64_t *gpr = block->gpr;
    uint32_t index = (uint32_t)gpr[VCPU_RCX];
    uint64_t value = (gpr[VCPU_RDX] << 32) | (uint32_t)gpr[VCPU_RAX];
    bool done;

    if (!vmm_need_state(vmm)) {
        return;
    }
    done = write ? msr_write(block, &vmm->msrs, index, value) : msr_read(block, &vmm->msrs, index, &value);
    if (vmm_traces(vmm, VMM_TRACE_MSRS)) {
        vmm_log("%s 0x%08x: 0x%llx%s", write ? "wrmsr" : "rdmsr", index, done ? (unsigned long long)value : 0,
                done ? "" : " refused");
    }
    if (!done) {
        vcpu_raise(block, &protection);
        return;
    }
    if (!write) {
        gpr[VCPU_RAX] = (uint32_t)value;
        gpr[VCPU_RDX] = value >> 32;
        block->changed |= VCPU_CHANGED_GPR;
    }
}
