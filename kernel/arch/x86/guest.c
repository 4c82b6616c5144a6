/* SPDX-License-Identifier: BSD-2-Clause */
#include "guest.h"

#include "arch.h"
#include "cpu.h"
#include "fpu.h"
#include "string.h"
#include "trap.h"

static const struct guest_backend *backend;
static const char *obstacle;
static struct vcpu *debug_owner; /* whose DR0 to DR3 the registers hold */

void guest_init(void)
{
    obstacle = svm_backend.obstacle();
    if (obstacle)
        return;
    backend = &svm_backend;
    backend->enable();
}

const char *arch_vm_obstacle(void)
{
    return obstacle;
}

const struct vm_format *arch_vm_format(void)
{
    return backend ? backend->format : NULL;
}

uint32_t arch_vm_tags(void)
{
    return backend ? backend->tags() : 0;
}

void arch_vcpu_init(struct vcpu *vcpu)
{
    vcpu->thread.arch.fpu = fpu_new_area();
    vcpu->arch.xcr0 = 1;
    backend->init(vcpu);
    arch_vcpu_store(vcpu, vcpu->block);
}

enum vcpu_outcome arch_vcpu_enter(struct vcpu *vcpu)
{
    return backend->enter(vcpu);
}

/* Copies the changed groups once; most resumes change only the general registers and RIP. */
static void copy_changed(struct vcpu_block *to, const struct vcpu_block *from)
{
    uint32_t changed = *(const volatile uint32_t *)&from->changed;
    if (changed & ~(VCPU_CHANGED_GPR | VCPU_CHANGED_RIP)) {
        *to = *from;
    } else {
        memcpy(to->gpr, from->gpr, sizeof to->gpr);
        to->rip = from->rip;
        to->rflags = from->rflags;
    }
    to->changed = changed;
}

enum vcpu_field arch_vcpu_load(struct vcpu *vcpu, const struct vcpu_block *block)
{
    struct vcpu_block copy;
    copy_changed(&copy, block);
    enum vcpu_field wrong = guest_check(&copy);
    if (wrong != VCPU_FIELD_NONE)
        return wrong;
    if (copy.changed & VCPU_CHANGED_GPR)
        memcpy(vcpu->arch.gpr, copy.gpr, sizeof copy.gpr);
    if (copy.changed & VCPU_CHANGED_XCR0)
        vcpu->arch.xcr0 = copy.xcr0;
    backend->load(vcpu, &copy);
    return VCPU_FIELD_NONE;
}

void arch_vcpu_store(const struct vcpu *vcpu, struct vcpu_block *block)
{
    block->xcr0 = vcpu->arch.xcr0;
    backend->store(vcpu, block);
}

bool arch_vcpu_injectable(const struct vcpu *vcpu)
{
    return backend->injectable(vcpu);
}

void arch_vcpu_inject(struct vcpu *vcpu, uint8_t vector)
{
    backend->inject(vcpu, vector);
}

/* Interrupts are taken on the kernel's stack, between two instructions, and return here. */
void arch_take_interrupts(void)
{
    __asm__ volatile("sti; nop; cli" : : : "memory");
}

void guest_load_extra(struct vcpu *vcpu)
{
    if (vcpu->arch.xcr0 != fpu_mask())
        cpu_set_xcr0(vcpu->arch.xcr0);
    if (debug_owner == vcpu)
        return;
    if (debug_owner) {
        uint64_t *old = debug_owner->arch.debug;
        __asm__ volatile("mov %%dr0, %0; mov %%dr1, %1; mov %%dr2, %2; mov %%dr3, %3"
                         : "=r"(old[0]), "=r"(old[1]), "=r"(old[2]), "=r"(old[3]));
    }
    debug_owner = vcpu;
    const uint64_t *new = vcpu->arch.debug;
    __asm__ volatile("mov %0, %%dr0; mov %1, %%dr1; mov %2, %%dr2; mov %3, %%dr3"
                     :
                     : "r"(new[0]), "r"(new[1]), "r"(new[2]), "r"(new[3]));
}

/* XCR0 is read back because not every emulator lets XSETBV exit; states that are not saved stay off. */
void guest_store_extra(struct vcpu *vcpu)
{
    vcpu->arch.xcr0 = cpu_get_xcr0() & fpu_mask();
    if (vcpu->arch.xcr0 != fpu_mask())
        cpu_set_xcr0(fpu_mask());
    trap_forget_thread();
}

bool guest_set_xcr0(struct vcpu *vcpu, uint64_t index, uint64_t value)
{
    if ((uint32_t)index != 0 || !fpu_xcr0_valid(value))
        return false;
    vcpu->arch.xcr0 = value;
    return true;
}

uint32_t guest_mode(uint64_t cr0, uint64_t efer, uint16_t code_attributes, unsigned privilege)
{
    bool is_long = efer & EFER_LMA;
    return (cr0 & CR0_PE ? VCPU_MODE_PROTECTED : 0) | (cr0 & CR0_PG ? VCPU_MODE_PAGING : 0) |
           (is_long ? VCPU_MODE_LONG : 0) |
           (is_long && (code_attributes & VCPU_SEGMENT_LONG) ? VCPU_MODE_CODE64 : 0) |
           (code_attributes & VCPU_SEGMENT_BIG ? VCPU_MODE_CODE32 : 0) | privilege << VCPU_MODE_CPL_SHIFT;
}
