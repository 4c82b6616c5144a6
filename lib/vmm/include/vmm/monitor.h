/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A monitor: one guest with one virtual processor, its RAM and its devices.
 *
 * Order of calls: vmm_create, then what registers hypercalls and reset hooks, then vmm_start, then
 * vmm_run for as long as the guest lives.
 */
#ifndef VMM_MONITOR_H
#define VMM_MONITOR_H

#include <stdbool.h>
#include <stdint.h>

#include <vmm/guest_memory.h>
#include <vmm/host.h>
#include <vmm/vmm.h>

/* Why struct vmm_host's `next` has returned 0. */
#define VMM_WAKE_TIMER   0x1u /* the deadline of timer_set has come */
#define VMM_WAKE_CONSOLE 0x2u /* console_read has something */
#define VMM_WAKE_ASYNC   0x4u /* `wake` was called, or a capability signalled */

/* What to print on the monitor's own output beside errors. */
#define VMM_TRACE_EXITS 0x01u /* every exit */
#define VMM_TRACE_CPUID 0x02u /* leaves and answers */
#define VMM_TRACE_MSRS  0x04u /* accesses to model-specific registers */
#define VMM_TRACE_PORTS 0x08u /* accesses to ports without a device */
#define VMM_TRACE_IRQS  0x10u /* vectors given to the guest */
#define VMM_TRACE_CALLS 0x20u /* hypercalls */
#define VMM_TRACE_ALL   0x3fu

/* A file for the guest; see boot/image.h for the reading contract. */
struct vmm_file {
    const char *name;
    uint64_t size;
    bool (*read)(void *context, uint64_t offset, void *to, size_t bytes);
    void *context;
};

struct vmm_config {
    const struct vmm_host *host;
    struct vcpu_block *block;
    void *ram;
    uint64_t ram_size;
    struct vmm_file kernel; /* read again at every reset */
    struct vmm_file initrd; /* size 0: none */
    const char *cmdline;
    uint32_t wake_slot; /* what vmm_create_async_event_notification_cap returns */
    unsigned trace;     /* VMM_TRACE_ bits */
};

/* How vmm_run ends. */
enum vmm_end {
    VMM_END_OFF,   /* the guest has halted for ever: it has switched itself off */
    VMM_END_ERROR, /* it cannot be started, or not be run; a message has been printed */
};

/* The one monitor of this component. `config` is copied; what it points to must stay. NULL: a
   message has been printed. */
vmm_t *vmm_create(const struct vmm_config *config);

/* Loads the kernel. False: a message has been printed. */
bool vmm_start(vmm_t *vmm);

/* Runs the guest until its end. Guest resets are handled inside. */
enum vmm_end vmm_run(vmm_t *vmm);

struct guest_memory *vmm_memory(vmm_t *vmm);
const struct vmm_host *vmm_host(vmm_t *vmm);

/* The monitor's name in its messages, which must stay; "vmm" before the first call. */
void vmm_log_name(const char *name);

/* One line on the component's output, with the monitor's name before it. */
void vmm_log(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* As vmm_log for what a guest can provoke: at most 20 lines in a burst and two a second after
   that; says how many were left out. */
void vmm_log_guest(vmm_t *vmm, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
