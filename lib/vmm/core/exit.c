/* SPDX-License-Identifier: BSD-2-Clause */
#include "monitor.h"

#include "cpu/emulate.h"
#include "cpu/paging.h"

static const struct cpu_fault undefined = {.vector = CPU_INVALID_OPCODE};
static const struct cpu_fault protection = {.vector = CPU_PROTECTION, .has_error_code = true};

/* Steps over the instruction of the exit, whatever it was. */
static void skip(vmm_t *vmm)
{
    unsigned length = vmm->block->exit.instruction_length;

    if (length == 0 && vmm_need_state(vmm)) {
        length = emulate_instruction_length(&vmm->memory, vmm->block);
    }
    if (length == 0) {
        vmm_log_guest(vmm, "instruction at 0x%llx has changed under the processor: #UD",
                      (unsigned long long)vmm->block->rip);
        vcpu_raise(vmm->block, &undefined);
        return;
    }
    vcpu_skip(vmm->block, length);
}

/* An instruction whose emulation may itself raise a fault: no stepping over then. */
static void skip_unless_raised(vmm_t *vmm)
{
    if (!(vmm->block->changed & VCPU_CHANGED_EVENT)) {
        skip(vmm);
    }
}

static void handle_port(vmm_t *vmm)
{
    const struct vcpu_exit *exit = &vmm->block->exit;

    const struct port_range *range = port_bus_find(&vmm->ports, exit->port.number);

    /* A wide access may reach into the next device. */
    if (!range || range->timed || exit->port.size > range->width) {
        vmm->devices_touched = true;
    }
    if (vmm_traces(vmm, VMM_TRACE_PORTS) && !range) {
        vmm_log("port 0x%04x: %s of %u bytes, rax 0x%llx, at 0x%llx", exit->port.number,
                exit->port.flags & VCPU_PORT_IN ? "in" : "out", exit->port.size,
                (unsigned long long)vmm->block->gpr[VCPU_RAX], (unsigned long long)vmm->block->rip);
    }
    if (exit->port.flags & VCPU_PORT_STRING) {
        if (vmm_need_state(vmm)) {
            emulate_port_string(&vmm->memory, &vmm->ports, vmm->block);
        }
        return;
    }
    emulate_port(&vmm->ports, vmm->block);
    skip(vmm);
}

static void handle_memory(vmm_t *vmm)
{
    const struct vcpu_exit *exit = &vmm->block->exit;

    if (!emulate_memory_access(&vmm->memory, &vmm->memory_bus, vmm->block)) {
        vmm_log_guest(vmm,
                      "access to guest address 0x%llx (flags 0x%x) by an unknown instruction at 0x%llx: #UD",
                      (unsigned long long)exit->memory.address, exit->memory.flags,
                      (unsigned long long)vmm->block->rip);
    }
}

/* A guest can do this again and again. */
static void restart(vmm_t *vmm, const char *why)
{
    const struct vcpu_block *block = vmm->block;

    vmm_log_guest(vmm,
                  "%s at 0x%llx: the guest restarts (rsp 0x%llx cr0 0x%llx cr2 0x%llx cr3 0x%llx cr4 0x%llx "
                  "efer 0x%llx)",
                  why, (unsigned long long)block->rip, (unsigned long long)block->gpr[VCPU_RSP],
                  (unsigned long long)block->cr0, (unsigned long long)block->cr2,
                  (unsigned long long)block->cr3, (unsigned long long)block->cr4,
                  (unsigned long long)block->efer);
    vmm->reset_requested = true;
}

/* Counts refusals in a row at the same place. */
static bool is_stuck(vmm_t *vmm)
{
    const struct vcpu_block *block = vmm->block;
    struct refusals *refusals = &vmm->refusals;

    if (refusals->rip != block->rip || refusals->rsp != block->gpr[VCPU_RSP]) {
        *refusals = (struct refusals){.rip = block->rip, .rsp = block->gpr[VCPU_RSP]};
    }
    return ++refusals->in_a_row >= VMM_REFUSALS;
}

/*
 * The processor does not accept what an instruction has made of the guest's state. Some emulators say so before the
 * instruction takes effect, and then the guest gets its fault and goes on; it may well try the same a few times. But if
 * the state itself is refused, the fault can never be delivered, and this would come again for ever.
 */
static void handle_invalid_state(vmm_t *vmm)
{
    if (is_stuck(vmm)) {
        restart(vmm, "the processor refuses the guest's state");
    } else {
        vcpu_raise(vmm->block, &protection);
    }
}

void vmm_handle_exit(vmm_t *vmm)
{
    struct vcpu_block *block = vmm->block;

    if (block->exit.kind != VCPU_EXIT_INVALID_STATE) {
        vmm->refusals.in_a_row = 0;
    }
    if (vmm_traces(vmm, VMM_TRACE_EXITS)) {
        vmm_log("exit %u at 0x%llx: 0x%llx 0x%llx", block->exit.kind, (unsigned long long)block->rip,
                (unsigned long long)block->exit.words[0], (unsigned long long)block->exit.words[1]);
    }
    switch (block->exit.kind) {
    case VCPU_EXIT_PORT:
        handle_port(vmm);
        break;
    case VCPU_EXIT_MEMORY:
        handle_memory(vmm);
        break;
    case VCPU_EXIT_CPUID:
        vmm_handle_cpuid(vmm);
        skip(vmm);
        break;
    case VCPU_EXIT_MSR_READ:
    case VCPU_EXIT_MSR_WRITE:
        vmm_handle_msr(vmm, block->exit.kind == VCPU_EXIT_MSR_WRITE);
        skip_unless_raised(vmm);
        break;
    case VCPU_EXIT_HYPERCALL:
        vmm_handle_hypercall(vmm);
        skip(vmm);
        break;
    case VCPU_EXIT_HALT:
        vmm->halted = true;
        break;
    case VCPU_EXIT_INTERRUPT_WINDOW:
        break;
    case VCPU_EXIT_SHUTDOWN:
        restart(vmm, "the guest's processor has shut down");
        break;
    case VCPU_EXIT_INVALID_STATE:
        handle_invalid_state(vmm);
        break;
    default:
        vcpu_raise(block, &undefined);
        break;
    }
}
