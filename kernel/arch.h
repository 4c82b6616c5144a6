/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * What the portable kernel asks of an architecture. kernel/arch/x86/ is the one that exists.
 * All physical addresses are in bytes; errors are negative numbers of abi/error.h.
 */
#ifndef KERNEL_ARCH_H
#define KERNEL_ARCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "abi/system_table.h"

struct boot_info;
struct domain;
struct thread;

/* The kernel's address of a byte of RAM. */
void *arch_physical(uint64_t address);

/* Sends one byte to the first serial port, waiting until the port takes it. */
void arch_console_put(char c);

__attribute__((noreturn)) void arch_halt(void);
__attribute__((noreturn)) void arch_power_off(void);
__attribute__((noreturn)) void arch_power_reset(void);

/*
 * Replaces the loader's page tables by the kernel's own (W^X, RAM mapped without execute) and switches on
 * what the processor has: NX, SMEP, SMAP, UMIP, FPU state saving, the local APIC and its timer. Panics, with one
 * sentence, on a machine that lacks something needed.
 */
void arch_init(const struct boot_info *info);

/* Whether guests can run, and why not: NULL, or one sentence. */
const char *arch_vm_obstacle(void);

/* Whether a device region may name this physical range: not RAM, not the interrupt controllers. */
bool arch_device_range_allowed(uint64_t start, uint64_t end);

uint64_t arch_now(void);       /* time-stamp counter */
uint64_t arch_frequency(void); /* of the time-stamp counter, Hz */

/* Next moment, by the time-stamp counter, at which kernel_timer() must be called; UINT64_MAX: none. */
void arch_timer_arm(uint64_t deadline);

/* The same, unless that moment is set to an earlier one already. */
void arch_timer_hasten(uint64_t deadline);

/* Sets up translation tables for a domain and maps one range. Panics when memory is short (boot only). */
void arch_domain_init(struct domain *domain);
void arch_domain_map(struct domain *domain, uint64_t address, uint64_t physical, uint64_t size,
                     uint32_t rights, bool device);
void arch_domain_allow_ports(struct domain *domain, uint16_t first, uint16_t last);

/* Prepares a thread to start as abi/syscall.h says. */
void arch_thread_init(struct thread *thread, uint64_t entry, uint64_t stack_top, uint64_t argument,
                      uint32_t index);
void arch_thread_set_tls(struct thread *thread, uint64_t base);

/* Continues a thread's user code. The kernel's stack is discarded. */
__attribute__((noreturn)) void arch_thread_run(struct thread *thread);

/* Saves and loads floating-point state so that the next instruction of user or guest code sees `thread`'s. */
void arch_fpu_switch(struct thread *thread);

/* Edge (active high) or level (active low) for one ISA line. */
void arch_irq_set_trigger(uint32_t line, bool level);

/* Waits with interrupts enabled until one has been handled. */
void arch_idle(void);

#endif
