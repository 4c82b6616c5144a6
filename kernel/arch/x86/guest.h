/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What a processor with virtualization has to supply: one table of functions per vendor, chosen once at boot.
 * Everything that the vendors have in common is in guest.c and guest_check.c.
 */
#ifndef ARCH_GUEST_H
#define ARCH_GUEST_H

#include "vcpu.h"
#include "vm.h"

struct guest_backend {
    /* NULL, or one clause that says why this machine cannot run guests with this backend. */
    const char *(*obstacle)(void);
    /* Switches virtualization on. Once. */
    void (*enable)(void);
    const struct vm_format *format;
    uint32_t (*tags)(void);

    /* A control page in the state of a processor after reset. */
    void (*init)(struct vcpu *vcpu);
    /* Runs the guest until it exits and translates the exit. With vcpu->window_wanted, it exits when it could take an
       interrupt. */
    enum vcpu_outcome (*enter)(struct vcpu *vcpu);
    /* Copies checked groups of `block` into the control page; `changed` of the copy says which. */
    void (*load)(struct vcpu *vcpu, const struct vcpu_block *block);
    /* Fills in segments, tables, MSRs, DR6, DR7 and the interrupt shadow. */
    void (*store)(const struct vcpu *vcpu, struct vcpu_block *block);

    bool (*injectable)(const struct vcpu *vcpu);
    void (*inject)(struct vcpu *vcpu, uint8_t vector);
};

extern const struct guest_backend svm_backend;

/* Chooses a backend and enables it; without one, guests are refused with guest_obstacle's reason. */
void guest_init(void);

/* The first field of the changed groups of `block` that no processor would accept; VCPU_FIELD_NONE. */
enum vcpu_field guest_check(const struct vcpu_block *block);

/* Before and after a stay in the guest: what no backend switches by itself (XCR0, DR0 to DR3). */
void guest_load_extra(struct vcpu *vcpu);
void guest_store_extra(struct vcpu *vcpu);

/* XSETBV by the guest: true if accepted, false if it must get #GP. */
bool guest_set_xcr0(struct vcpu *vcpu, uint64_t index, uint64_t value);

/* vcpu_block.mode from control registers and the code segment's attributes. */
uint32_t guest_mode(uint64_t cr0, uint64_t efer, uint16_t code_attributes, unsigned privilege);

#endif
