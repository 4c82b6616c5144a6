/* SPDX-License-Identifier: BSD-2-Clause */
/* A domain with one slot of each kind, and the kernel objects behind them. */
#ifndef UNIT_SYSCALL_SAMPLE_H
#define UNIT_SYSCALL_SAMPLE_H

#include "kernel/domain.h"
#include "kernel/endpoint.h"
#include "kernel/irq.h"
#include "kernel/notification.h"
#include "kernel/syscall.h"
#include "kernel/timer.h"
#include "kernel/vcpu.h"
#include "kernel/vm.h"

/* Slots of the sample domain. */
enum sample_slot {
    SLOT_SELF,
    SLOT_EMPTY,
    SLOT_SIGNAL,
    SLOT_WAIT,
    SLOT_CALL,
    SLOT_RECEIVE,
    SLOT_IRQ,
    SLOT_TIMER,
    SLOT_PORTS,
    SLOT_REGION_READ,
    SLOT_REGION_WRITE,
    SLOT_REGION_NONE, /* no table gives this; the kernel must not care */
    SLOT_VM,
    SLOT_VCPU,
    SLOT_CONSOLE,
    SLOT_POWER,
    SLOTS,
};

#define SAMPLE_BADGE  0x50
#define SAMPLE_DATA   0x400000ul  /* user address of two readable pages */
#define SAMPLE_MEMORY 0x1000000ul /* their physical address, far from boot memory */

extern struct domain sample_domain;
extern struct thread *const sample_thread; /* the caller; READY */
extern struct thread sample_peer;          /* another thread, of the same priority; READY */
extern struct notification sample_notification;
extern struct endpoint sample_endpoint;
extern struct irq sample_irq;
extern struct timer sample_timer;
extern struct vm sample_vm;
extern struct vcpu sample_vcpu;
extern struct vcpu_block sample_block;

/* Makes all of it anew. */
int sample_setup(void **state);

/* What the slot of each enum sample_slot is. */
uint32_t sample_slot_type(enum sample_slot slot);
uint32_t sample_slot_rights(enum sample_slot slot);

/* The sample thread's system call, which the test looks at afterwards. */
void sample_call(enum cw_syscall number, uint64_t slot, uint64_t a, uint64_t b, uint64_t c, uint64_t d);

#endif
