/* SPDX-License-Identifier: BSD-2-Clause */
/* What a guest has left for: from the control block to the neutral exit, or a way to go on without the VMM. */
#include "console.h"
#include "cpu.h"
#include "guest.h"
#include "svm.h"

static void step_over(struct vmcb *vmcb, unsigned length)
{
    vmcb->save.rip = svm_features & SVM_FEATURE_NEXT_RIP ? vmcb->control.next_rip : vmcb->save.rip + length;
    vmcb->control.interrupt_shadow = 0;
}

/*
 * Length of the exiting instruction. A processor without next-RIP save cannot tell; the instructions in question
 * then have the length that every compiler and assembler gives them.
 */
static uint32_t length_of(const struct vmcb *vmcb, unsigned usual)
{
    return svm_features & SVM_FEATURE_NEXT_RIP ? (uint32_t)(vmcb->control.next_rip - vmcb->save.rip) & 0xf
                                               : usual;
}

static enum vcpu_outcome report(struct vcpu *vcpu, const struct vcpu_exit *exit)
{
    svm_state_report(vcpu);
    vcpu->block->exit = *exit;
    return exit->kind == VCPU_EXIT_INTERRUPT_WINDOW ? VCPU_WINDOW : VCPU_REPORT;
}

static enum vcpu_outcome report_with_state(struct vcpu *vcpu, const struct vcpu_exit *exit)
{
    svm_state_store(vcpu, vcpu->block);
    vcpu->block->xcr0 = vcpu->arch.xcr0;
    return report(vcpu, exit);
}

/* Bytes of a string instruction's addresses. An emulator leaves them out: then as without a prefix. */
static uint8_t address_size(uint64_t info, const struct vmcb_save *save)
{
    unsigned told = info >> 7 & 7;
    if (told)
        return (uint8_t)(told * 2);
    if ((save->efer & EFER_LMA) && (save->cs.attributes & VCPU_SEGMENT_LONG))
        return 8;
    return save->cs.attributes & VCPU_SEGMENT_BIG ? 4 : 2;
}

/* 15.10.2: what EXITINFO1 says of an I/O instruction. */
static enum vcpu_outcome exit_io(struct vcpu *vcpu, const struct vmcb *vmcb)
{
    uint64_t info = vmcb->control.exit_info1;
    struct vcpu_exit exit = {
        .kind = VCPU_EXIT_PORT,
        .instruction_length = (uint32_t)(vmcb->control.exit_info2 - vmcb->save.rip) & 0xf,
        .port = {.number = (uint16_t)(info >> 16),
                 .size = info >> 4 & 7,
                 .flags = (uint8_t)((info & 1 ? VCPU_PORT_IN : 0) | (info & 4 ? VCPU_PORT_STRING : 0) |
                                    (info & 8 ? VCPU_PORT_REPEAT : 0)),
                 .segment = svm_features & SVM_FEATURE_ASSISTS ? info >> 10 & 7
                            : info & 1                         ? VCPU_ES
                                                               : VCPU_DS,
                 .address_size = address_size(info, &vmcb->save)}};
    return info & 4 ? report_with_state(vcpu, &exit) : report(vcpu, &exit);
}

/* The guest cannot go on from here. An event that was on its way must not meet the state it is given next. */
static enum vcpu_outcome exit_dead(struct vcpu *vcpu, struct vmcb *vmcb, enum vcpu_exit_kind kind,
                                   enum vcpu_field field)
{
    vmcb->control.event = 0;
    vcpu->arch.vector = 0;
    return report_with_state(vcpu, &(struct vcpu_exit){.kind = kind, .detail = field});
}

/*
 * 15.25.6: EXITINFO1 is a page-fault error code, EXITINFO2 the guest physical address. A guest whose stack or handlers
 * are where there is no memory can take no event, and no fault that tells it so: for it, this is the end.
 */
static enum vcpu_outcome exit_memory(struct vcpu *vcpu, struct vmcb *vmcb)
{
    uint64_t error = vmcb->control.exit_info1;
    if (vmcb->control.exit_interrupt & EVENT_VALID)
        return exit_dead(vcpu, vmcb, VCPU_EXIT_SHUTDOWN, VCPU_FIELD_NONE);
    struct vcpu_exit exit = {.kind = VCPU_EXIT_MEMORY,
                             .memory = {.address = vmcb->control.exit_info2,
                                        .flags = (error & 1 ? VCPU_MEMORY_PRESENT : 0) |
                                                 (error & 2 ? VCPU_MEMORY_WRITE : 0) |
                                                 (error & 0x10 ? VCPU_MEMORY_FETCH : 0)}};
    return report_with_state(vcpu, &exit);
}

/*
 * The processor has refused the guest's state. Some emulators notice that with registers half exchanged, and store the
 * kernel's own as the guest's: then nothing of it may get out, and the guest's state is lost.
 */
static enum vcpu_outcome exit_refused(struct vcpu *vcpu, struct vmcb *vmcb)
{
    vmcb->control.tlb_control = TLB_FLUSH_ALL; /* a flush that was asked for has not taken place */
    if (vmcb->save.rip != (uintptr_t)svm_vmrun)
        return exit_dead(vcpu, vmcb, VCPU_EXIT_INVALID_STATE, VCPU_FIELD_HARDWARE);
    svm_state_init(vmcb);
    return exit_dead(vcpu, vmcb, VCPU_EXIT_SHUTDOWN, VCPU_FIELD_NONE);
}

static enum vcpu_outcome exit_halt(struct vcpu *vcpu, struct vmcb *vmcb)
{
    if (!(vmcb->save.rflags & RFLAGS_IF))
        return report(vcpu,
                      &(struct vcpu_exit){.kind = VCPU_EXIT_HALT, .instruction_length = length_of(vmcb, 1)});
    step_over(vmcb, 1);
    if (vcpu->arch.vector)
        return VCPU_CONTINUE;
    if (vcpu->window_wanted)
        return report(vcpu, &(struct vcpu_exit){.kind = VCPU_EXIT_INTERRUPT_WINDOW});
    return VCPU_HALT;
}

static enum vcpu_outcome exit_xsetbv(struct vcpu *vcpu, struct vmcb *vmcb)
{
    uint64_t value = (uint32_t)vmcb->save.rax | vcpu->arch.gpr[VCPU_RDX] << 32;
    if (guest_set_xcr0(vcpu, vcpu->arch.gpr[VCPU_RCX], value))
        step_over(vmcb, 3);
    else
        vmcb->control.event = EVENT_VALID | EVENT_EXCEPTION | EVENT_ERROR | 13;
    return VCPU_CONTINUE;
}

/*
 * A guest can arrange that the delivery of one of these two raises it again, for ever, and the processor takes no
 * interrupt meanwhile. So they are delivered from here, one attempt at a time. An event that was cut short goes first.
 */
static enum vcpu_outcome exit_exception(struct vmcb *vmcb)
{
    uint64_t vector = vmcb->control.exit_code - SVM_EXIT_EXCEPTION;
    if (!(vmcb->control.event & EVENT_VALID))
        vmcb->control.event =
            EVENT_VALID | EVENT_EXCEPTION | vector | (vector == SVM_ALIGNMENT_CHECK ? EVENT_ERROR : 0);
    return VCPU_INTERRUPT;
}

static enum vcpu_outcome exit_simple(struct vcpu *vcpu, const struct vmcb *vmcb, enum vcpu_exit_kind kind,
                                     unsigned length)
{
    return report(vcpu, &(struct vcpu_exit){.kind = kind, .instruction_length = length_of(vmcb, length)});
}

enum vcpu_outcome svm_exit(struct vcpu *vcpu, struct vmcb *vmcb)
{
    switch (vmcb->control.exit_code) {
    case SVM_EXIT_EXCEPTION + SVM_DEBUG_EXCEPTION:
    case SVM_EXIT_EXCEPTION + SVM_ALIGNMENT_CHECK:
        return exit_exception(vmcb);
    case SVM_EXIT_INTR:
        return VCPU_INTERRUPT;
    case SVM_EXIT_VINTR:
        return report(vcpu, &(struct vcpu_exit){.kind = VCPU_EXIT_INTERRUPT_WINDOW});
    case SVM_EXIT_HLT:
        return exit_halt(vcpu, vmcb);
    case SVM_EXIT_IO:
        return exit_io(vcpu, vmcb);
    case SVM_EXIT_VMMCALL:
        return exit_simple(vcpu, vmcb, VCPU_EXIT_HYPERCALL, 3);
    case SVM_EXIT_CPUID:
        return exit_simple(vcpu, vmcb, VCPU_EXIT_CPUID, 2);
    case SVM_EXIT_MSR:
        return exit_simple(vcpu, vmcb, vmcb->control.exit_info1 ? VCPU_EXIT_MSR_WRITE : VCPU_EXIT_MSR_READ,
                           2);
    case SVM_EXIT_NPF:
        return exit_memory(vcpu, vmcb);
    case SVM_EXIT_XSETBV:
        return exit_xsetbv(vcpu, vmcb);
    case SVM_EXIT_INVD:
    case SVM_EXIT_WBINVD: /* caches are coherent here; flushing them would only slow the neighbours */
        step_over(vmcb, 2);
        return VCPU_CONTINUE;
    case SVM_EXIT_SMI: /* the firmware has had it by now: it was let in when the exit was over */
        return VCPU_CONTINUE;
    case SVM_EXIT_NMI:
    case SVM_EXIT_INIT:
        panic("the machine sent an NMI or INIT while a guest ran");
    case SVM_EXIT_EXCEPTION + SVM_MACHINE_CHECK:
        panic("the processor reports a hardware error while a guest ran");
    case SVM_EXIT_SHUTDOWN:
        return exit_dead(vcpu, vmcb, VCPU_EXIT_SHUTDOWN, VCPU_FIELD_NONE);
    case UINT64_MAX:
    case UINT32_MAX: /* the same, from an emulator that writes half of it */
        return exit_refused(vcpu, vmcb);
    default:
        return report(vcpu, &(struct vcpu_exit){.kind = VCPU_EXIT_UNSUPPORTED});
    }
}
