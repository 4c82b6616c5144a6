/* SPDX-License-Identifier: BSD-2-Clause */
/* What a monitor is made of. Private to this library and its tests. */
#ifndef VMM_CORE_MONITOR_H
#define VMM_CORE_MONITOR_H

#include <stdbool.h>

#include <vmm/hypercall.h>
#include <vmm/monitor.h>

#include "boot/linux_boot.h"
#include "console.h"
#include "cpu/kvmclock.h"
#include "cpu/msr.h"
#include "devices/memory_bus.h"
#include "devices/pic.h"
#include "devices/pit.h"
#include "devices/port_bus.h"
#include "devices/reset_ports.h"
#include "devices/rtc.h"
#include "devices/uart.h"

#include "clock.h"
#include "log_limit.h"
#include "pci_space.h"

#define VMM_HYPERCALLS 32
#define VMM_HOOKS      8

/*
 * Least time in ns between two wake-ups of the timer: a guest that programs its devices faster than
 * the monitor can follow loses ticks, and does not keep the processor.
 */
#define VMM_TIMER_GAP_NS 50000u

/* A guest whose state the processor has refused this often in a row, at the same place, is started anew. */
#define VMM_REFUSALS 16

struct vmm {
    const struct vmm_host *host;
    struct vmm_config config;
    vmm_vcpu_t vcpu;
    struct vcpu_block *block;
    struct guest_memory memory;
    struct clock clock;
    int64_t wall_base; /* seconds since 1970 at VM time 0 */

    struct port_bus ports;
    struct memory_bus memory_bus;
    struct pic pic;
    struct pit pit;
    struct rtc rtc;
    struct uart uart;
    struct vmm_pci_space pci;
    struct reset_ports reset_ports;
    struct console console;
    struct kvmclock kvmclock;
    struct msr_special msrs;
    uint64_t tsc_offset;

    bool running;         /* the vCPU is in the guest: its block is the kernel's */
    bool state_valid;     /* all groups of the block hold the vCPU's state */
    bool window_pending;  /* an inject was refused: try again at the next exit, of the window if no other */
    bool refused_pic;     /* what was refused is the interrupt controller's: it goes first next time */
    bool devices_touched; /* a port access or the time may have changed what devices do next */
    bool reset_requested;
    bool halted;             /* HLT with interrupts off: only a reset would help */
    uint64_t timer_deadline; /* last value given to the host's timer_set */
    uint64_t timer_floor;    /* ns: no wake-up of the timer before this time */

    uint16_t direct_lines;   /* bit n: line n goes past the interrupt controller */
    uint16_t direct_pending; /* of those: edges that the vCPU has not taken */

    seL4_Word async_bits;   /* atomic: badges raised and not yet handled */
    seL4_Word async_badges; /* all that capabilities were made for */

    unsigned hypercalls;
    struct {
        uint32_t number;
        hypercall_fn handler;
        void *context;
        int (*legacy)(vmm_vcpu_t *vcpu); /* by reg_new_handler, instead of `handler` */
    } hypercall[VMM_HYPERCALLS];
    struct vmm_hooks {
        unsigned count;
        struct {
            void (*handler)(void *context);
            void *context;
        } hook[VMM_HOOKS];
    } reset_hooks, async_hooks;

    struct refusals {
        uint64_t rip, rsp;
        unsigned in_a_row;
    } refusals; /* exits of kind VCPU_EXIT_INVALID_STATE with no other in between */

    struct log_limit log_limit;
};

/* monitor.c */
uint64_t vmm_time_ns(void *vmm);
bool vmm_reset(vmm_t *vmm);

/* Fills in all groups of the block if an exit has left them out. */
bool vmm_need_state(vmm_t *vmm);

/* exit.c: carries out what the vCPU has stopped for. */
void vmm_handle_exit(vmm_t *vmm);

/* interrupt.c */
void vmm_deliver_interrupts(vmm_t *vmm);
void vmm_set_line(void *vmm, unsigned line, bool level);
void vmm_handle_async(vmm_t *vmm);

/* timers.c: lets devices catch up with the time, and asks to be woken for the next one. */
void vmm_update_devices(vmm_t *vmm);
void vmm_arm_timer(vmm_t *vmm);

/* hypercall.c */
void vmm_handle_hypercall(vmm_t *vmm);
void vmm_run_hooks(const struct vmm_hooks *hooks);

/* registers.c: CPUID and MSR exits. */
void vmm_handle_cpuid(vmm_t *vmm);
void vmm_handle_msr(vmm_t *vmm, bool write);
void vmm_registers_init(vmm_t *vmm);

static inline bool vmm_traces(const vmm_t *vmm, unsigned what)
{
    return vmm->config.trace & what;
}

#endif
