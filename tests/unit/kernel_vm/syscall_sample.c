/* SPDX-License-Identifier: BSD-2-Clause */
#include "syscall_sample.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>
#include <cmocka.h>

#include "fake_machine.h"
#include "fake_processor.h"
#include "kernel/scheduler.h"
#include "vm_sample.h"

static struct thread threads[1];
struct thread *const sample_thread = threads;
struct domain sample_domain;
struct thread sample_peer;
struct notification sample_notification;
struct endpoint sample_endpoint;
struct irq sample_irq;
struct timer sample_timer;
struct vm sample_vm;
struct vcpu sample_vcpu;
struct vcpu_block sample_block;

static struct cw_message messages[2];
static struct timer *queue[1];
static struct region region = {.physical = 0x20000000, .size = 4 * PAGE};
static struct domain_mapping mapping = {
    .address = SAMPLE_DATA, .size = 2 * PAGE, .physical = SAMPLE_MEMORY, .rights = TABLE_RIGHT_READ};

#define NOTIFICATION TABLE_SLOT_NOTIFICATION, .object = &sample_notification, .badge = SAMPLE_BADGE
#define ENDPOINT     TABLE_SLOT_ENDPOINT, .object = &sample_endpoint, .badge = SAMPLE_BADGE
#define REGION       TABLE_SLOT_REGION, .object = &region

static struct slot slots[SLOTS] = {
    [SLOT_SELF] = {.type = TABLE_SLOT_SELF},
    [SLOT_SIGNAL] = {.type = NOTIFICATION, .rights = TABLE_RIGHT_SIGNAL},
    [SLOT_WAIT] = {.type = NOTIFICATION, .rights = TABLE_RIGHT_WAIT},
    [SLOT_CALL] = {.type = ENDPOINT, .rights = TABLE_RIGHT_CALL},
    [SLOT_RECEIVE] = {.type = ENDPOINT, .rights = TABLE_RIGHT_RECEIVE},
    [SLOT_IRQ] = {.type = TABLE_SLOT_IRQ, .object = &sample_irq},
    [SLOT_TIMER] = {.type = TABLE_SLOT_TIMER, .object = &sample_timer},
    [SLOT_PORTS] = {.type = TABLE_SLOT_PORTS},
    [SLOT_REGION_READ] = {.type = REGION, .rights = TABLE_RIGHT_READ},
    [SLOT_REGION_WRITE] = {.type = REGION, .rights = TABLE_RIGHT_READ | TABLE_RIGHT_WRITE},
    [SLOT_REGION_NONE] = {.type = REGION},
    [SLOT_VM] = {.type = TABLE_SLOT_VM, .object = &sample_vm},
    [SLOT_VCPU] = {.type = TABLE_SLOT_VCPU, .object = &sample_vcpu},
    [SLOT_CONSOLE] = {.type = TABLE_SLOT_CONSOLE},
    [SLOT_POWER] = {.type = TABLE_SLOT_POWER},
};

uint32_t sample_slot_type(enum sample_slot slot)
{
    return slots[slot].type;
}

uint32_t sample_slot_rights(enum sample_slot slot)
{
    return slots[slot].rights;
}

int sample_setup(void **state)
{
    (void)state;
    static const struct vm_range ram = {0, 4 * LARGE, 64 * LARGE,
                                        TABLE_RIGHT_READ | TABLE_RIGHT_WRITE | TABLE_RIGHT_EXECUTE};
    fake_processor_reset();
    sample_domain = (struct domain){
        .name = "sample",
        .threads = threads,
        .thread_count = 1,
        .slots = slots,
        .slot_count = SLOTS,
        .mappings = &mapping,
        .mapping_count = 1,
    };
    thread_init(sample_thread, "caller", &sample_domain, 100, &messages[0], NULL);
    thread_init(&sample_peer, "peer", NULL, 100, &messages[1], NULL);
    scheduler_ready(sample_thread);
    scheduler_ready(&sample_peer);
    notification_init(&sample_notification, "notification");
    endpoint_init(&sample_endpoint, "endpoint", 1);
    irq_init(&sample_irq, "irq", 5, &sample_notification, 1);
    timer_queue_init(queue);
    timer_init(&sample_timer, "timer", &sample_notification, 2);
    sample_vm_init(&sample_vm, &sample_no_execute_format, &ram, 1, 1);
    memset(&sample_block, 0, sizeof sample_block);
    vcpu_init(&sample_vcpu, "guest", &sample_domain, 50, &sample_vm, &sample_endpoint, 9, &sample_block);
    return 0;
}

void sample_call(enum cw_syscall number, uint64_t slot, uint64_t a, uint64_t b, uint64_t c, uint64_t d)
{
    const struct syscall_arguments arguments = {.slot = slot, .a = a, .b = b, .c = c, .d = d};
    syscall_dispatch(sample_thread, number, &arguments);
}
