/* SPDX-License-Identifier: BSD-2-Clause */
#include <cross_vm_consumes_event.h>

#include <vmm/guest_memory.h>
#include <vmm/hypercall.h>
#include <vmm/monitor.h>

#include "abi/error.h"
#include "abi/guest.h"
#include "consumer.h"
#include "event_queue.h"
#include "internal.h"

#define EVENTS_LINE 12
#define LINES       16

static struct {
    vmm_t *vmm;
    unsigned highest; /* largest id; 0: the VM consumes no events */
    unsigned line;
    bool page_shared;
    uint64_t page; /* guest physical */
    struct event_queue queue;
    struct consumer consumer[CAUSEWAY_MAX_EVENTS];
} consumed;

int cross_vm_consumes_event_irq_num(void)
{
    return EVENTS_LINE;
}

bool crossvm_event_page_overlaps(uint64_t address, uint64_t size)
{
    return consumed.page_shared && address < consumed.page + CAUSEWAY_PAGE_SIZE &&
           consumed.page < address + size;
}

static struct causeway_event_page *shared_page(void)
{
    return consumed.page_shared ? vmm_guest_ptr(consumed.vmm, consumed.page, CAUSEWAY_PAGE_SIZE) : NULL;
}

/* On the monitor's thread. */
static void deliver(void *context)
{
    struct causeway_event_page *page = shared_page();

    (void)context;
    if (page && event_queue_deliver(&consumed.queue, page)) {
        vmm_pulse_line(consumed.vmm, consumed.line);
    }
}

static int64_t refuse(const char *why, uint64_t address, int64_t error)
{
    vmm_log_guest(consumed.vmm, "event page at 0x%llx: %s", (unsigned long long)address, why);
    return error;
}

static int64_t events_share(void *context, const struct hypercall_args *args)
{
    struct guest_memory *memory = vmm_memory(consumed.vmm);
    uint64_t address = args->a;

    if (address % CAUSEWAY_PAGE_SIZE != 0) {
        return refuse("not page-aligned", address, -CW_EINVAL);
    }
    if (!guest_memory_contains(memory, address, CAUSEWAY_PAGE_SIZE)) {
        return refuse("not in guest RAM", address, -CW_EFAULT);
    }
    if (guest_memory_covered(memory, address, CAUSEWAY_PAGE_SIZE)) {
        return refuse("overlaps a dataport", address, -CW_EEXIST);
    }
    consumed.page = address;
    consumed.page_shared = true;
    event_page_begin(shared_page(), consumed.highest);
    deliver(context);
    return 0;
}

static int64_t events_unshare(void *context, const struct hypercall_args *args)
{
    (void)context;
    (void)args;
    if (!consumed.page_shared) {
        return -CW_ENOENT;
    }
    consumed.page_shared = false;
    return 0;
}

static int64_t events_irq(void *context, const struct hypercall_args *args)
{
    (void)context;
    (void)args;
    return consumed.highest != 0 ? (int64_t)consumed.line : -CW_ENOENT;
}

static int64_t events_direct(void *context, const struct hypercall_args *args)
{
    (void)context;
    if (consumed.highest == 0) {
        return -CW_ENOENT;
    }
    if (args->a > 1) {
        return -CW_EINVAL;
    }
    vmm_line_direct(consumed.vmm, consumed.line, args->a == 1);
    return 0;
}

static void reset(void *context)
{
    (void)context;
    consumed.page_shared = false;
}

/* The lowest line that the badge names, or LINES. */
static unsigned badge_line(seL4_Word badge)
{
    for (unsigned line = 0; line < LINES; line++) {
        if ((badge & VMM_PIC_BADGE(line)) == VMM_PIC_BADGE(line)) {
            return line;
        }
    }
    return LINES;
}

/* The ids are 1 to n, each once. */
static bool ids_ok(const camkes_consumes_event_t *events, int n)
{
    bool seen[CAUSEWAY_MAX_EVENTS] = {false};

    for (int i = 0; i < n; i++) {
        unsigned id = events[i].id;

        if (id < 1 || id > (unsigned)n) {
            vmm_log("cross_vm_consumes_events_init: entry %d has id %u; %d events have ids 1 to %d", i, id, n,
                    n);
            return false;
        }
        if (seen[id]) {
            vmm_log("cross_vm_consumes_events_init: entry %d has id %u, which another one has", i, id);
            return false;
        }
        if (!events[i].reg_callback) {
            vmm_log("cross_vm_consumes_events_init: entry %d has no reg_callback", i);
            return false;
        }
        seen[id] = true;
    }
    return true;
}

static bool add_calls(vmm_t *vmm)
{
    return !vmm_hypercall_add(vmm, CAUSEWAY_HC_EVENTS_SHARE, events_share, NULL) &&
           !vmm_hypercall_add(vmm, CAUSEWAY_HC_EVENTS_UNSHARE, events_unshare, NULL) &&
           !vmm_hypercall_add(vmm, CAUSEWAY_HC_EVENTS_IRQ, events_irq, NULL) &&
           !vmm_hypercall_add(vmm, CAUSEWAY_HC_EVENTS_DIRECT, events_direct, NULL);
}

int cross_vm_consumes_events_init_common(vmm_t *vmm, vspace_t *vspace, camkes_mutex_t *mutex,
                                         camkes_consumes_event_t *events, int n, seL4_Word irq_badge)
{
    (void)vspace;
    (void)mutex;
    if (n < 0 || (unsigned)n >= CAUSEWAY_MAX_EVENTS) {
        vmm_log("cross_vm_consumes_events_init: %d events; at most %u", n, CAUSEWAY_MAX_EVENTS - 1);
        return -1;
    }
    if (badge_line(irq_badge) == LINES) {
        vmm_log("cross_vm_consumes_events_init: badge 0x%llx names no interrupt line",
                (unsigned long long)irq_badge);
        return -1;
    }
    if (!ids_ok(events, n)) {
        return -1;
    }
    consumed.vmm = vmm;
    consumed.highest = (unsigned)n;
    consumed.line = badge_line(irq_badge);
    if (!add_calls(vmm)) {
        vmm_log("cross_vm_consumes_events_init: called twice");
        return -1;
    }
    if (vmm_reset_hook_add(vmm, reset, NULL) || vmm_async_hook_add(vmm, deliver, NULL)) {
        vmm_log("cross_vm_consumes_events_init: too many hooks");
        return -1;
    }
    for (int i = 0; i < n; i++) {
        consumed.consumer[i] = (struct consumer){
            .vmm = vmm, .queue = &consumed.queue, .id = events[i].id, .reg_callback = events[i].reg_callback};
        if (!consumer_start(&consumed.consumer[i])) {
            vmm_log("cross_vm_consumes_events_init: event %u has a callback already", events[i].id);
            return -1;
        }
    }
    return 0;
}
