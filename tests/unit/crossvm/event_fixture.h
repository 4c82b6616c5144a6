/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A machine whose guest emits two events and consumes two, and what the guest does with the page that it shares for
 * them. Included after <cmocka.h>, by one file of a program.
 */
#ifndef TESTS_CROSSVM_EVENT_FIXTURE_H
#define TESTS_CROSSVM_EVENT_FIXTURE_H

#include <cross_vm_consumes_event.h>
#include <cross_vm_emits_event.h>

#include "abi/error.h"
#include "abi/guest.h"
#include "core/monitor.h"
#include "internal.h"
#include "event_queue.h"
#include "fake_host.h"

#define PAGE 0x8000u

static vmm_t *vmm;
static unsigned emits_1, emits_2;

static inline void emit_1(void)
{
    emits_1++;
}

static inline void emit_2(void)
{
    emits_2++;
}

static camkes_emit_fn emitted[] = {NULL, emit_1, emit_2};

/* A consumer interface as the runtime makes it: one-shot, and calls back at once if pending. */
static struct {
    camkes_event_callback_fn callback;
    void *arg;
    unsigned pending, depth, deepest;
    int result;
} interface_1, interface_2;

#define DEFINE_REG_CALLBACK(name)                                                                            \
    static int name##_reg_callback(camkes_event_callback_fn callback, void *arg)                             \
    {                                                                                                        \
        if (name.result != 0 || name.callback) {                                                             \
            return -1;                                                                                       \
        }                                                                                                    \
        if (name.pending == 0) {                                                                             \
            name.callback = callback;                                                                        \
            name.arg = arg;                                                                                  \
            return 0;                                                                                        \
        }                                                                                                    \
        name.pending--;                                                                                      \
        name.depth++;                                                                                        \
        name.deepest = name.depth > name.deepest ? name.depth : name.deepest;                                \
        callback(arg);                                                                                       \
        name.depth--;                                                                                        \
        return 0;                                                                                            \
    }
DEFINE_REG_CALLBACK(interface_1)
DEFINE_REG_CALLBACK(interface_2)

static camkes_consumes_event_t consumed[2];

static inline void fire_1(void)
{
    camkes_event_callback_fn callback = interface_1.callback;

    if (callback) {
        interface_1.callback = NULL;
        callback(interface_1.arg);
    } else {
        interface_1.pending++;
    }
}

static inline int setup_raw(void **state)
{
    (void)state;
    vmm = fake_start();
    emits_1 = emits_2 = 0;
    memset(&interface_1, 0, sizeof(interface_1));
    memset(&interface_2, 0, sizeof(interface_2));
    emitted[0] = NULL;
    emitted[1] = emit_1;
    consumed[0] = (camkes_consumes_event_t){2, interface_2_reg_callback};
    consumed[1] = (camkes_consumes_event_t){1, interface_1_reg_callback};
    return vmm ? 0 : -1;
}

static inline int consumes(int n)
{
    return cross_vm_consumes_events_init_common(vmm, NULL, NULL, consumed, n, VM_PIC_BADGE_IRQ_12);
}

static inline int setup(void **state)
{
    return setup_raw(state) || cross_vm_emits_events_init_common(vmm, emitted, 3) || consumes(2);
}

static inline int teardown(void **state)
{
    (void)state;
    /* The library is one per component: what the last test has left must not reach the next one. */
    vmm_reset(vmm);
    fake_hypercall(vmm, CAUSEWAY_HC_EVENTS_SHARE, PAGE, 0, 0);
    vmm_reset(vmm);
    fake_stop();
    return 0;
}

static inline struct causeway_event_page *page(void)
{
    return (struct causeway_event_page *)(fake.ram + PAGE);
}

static inline int64_t share(uint64_t address)
{
    return fake_hypercall(vmm, CAUSEWAY_HC_EVENTS_SHARE, address, 0, 0);
}

/* Whether line 12 has had an edge since the last look. */
static inline bool interrupted(void)
{
    uint8_t *requests = &vmm->pic.chip[1].requests;
    bool pending = *requests & 0x10;

    *requests &= ~0x10;
    return pending;
}

/* What the guest's interrupt handler does; returns how often event `id` has come. */
static inline uint32_t guest_takes(unsigned id)
{
    uint32_t bits;

    __atomic_exchange_n(&page()->ring, 0, __ATOMIC_SEQ_CST);
    bits = __atomic_exchange_n(&page()->summary[id / 32], 0, __ATOMIC_ACQUIRE);
    return bits & 1u << id % 32 ? __atomic_exchange_n(&page()->pending[id], 0, __ATOMIC_RELAXED) : 0;
}

#endif
