/* SPDX-License-Identifier: BSD-2-Clause */
#include "domain.h"

#include "arch.h"
#include "console.h"
#include "endpoint.h"
#include "irq.h"
#include "thread.h"
#include "timer.h"
#include "vcpu.h"

void *domain_bytes(const struct domain *domain, uint64_t address, uint64_t size, uint32_t rights)
{
    uint32_t low = 0, high = domain->mapping_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        const struct domain_mapping *m = &domain->mappings[middle];
        if (address < m->address) {
            high = middle;
        } else if (address - m->address >= m->size) {
            low = middle + 1;
        } else {
            bool inside = size <= m->size - (address - m->address);
            return inside && !m->device && (m->rights & rights) == rights
                       ? arch_physical(m->physical + (address - m->address))
                       : NULL;
        }
    }
    return NULL;
}

static void slot_release(struct slot *slot)
{
    switch (slot->type) {
    case TABLE_SLOT_ENDPOINT:
        if (slot->rights & TABLE_RIGHT_RECEIVE)
            endpoint_receiver_gone(slot->object);
        break;
    case TABLE_SLOT_IRQ:
        irq_disable(slot->object);
        break;
    case TABLE_SLOT_TIMER:
        timer_set(slot->object, CW_TIMER_OFF, arch_now());
        break;
    case TABLE_SLOT_VCPU:
        thread_stop(vcpu_thread(slot->object));
        break;
    default:
        break;
    }
}

static void domain_stop(struct domain *domain)
{
    if (domain->stopped)
        return;
    domain->stopped = true;
    for (uint32_t i = 0; i < domain->thread_count; i++)
        thread_stop(&domain->threads[i]);
    for (uint32_t i = 0; i < domain->slot_count; i++)
        slot_release(&domain->slots[i]);
}

void domain_fault(struct thread *thread, const char *kind, uint64_t address, uint64_t instruction)
{
    console_print(
        "\nFAULT: component %s, thread %s: %s at %lx, instruction at %lx; the component is stopped\n",
        thread->domain->name, thread->name, kind, address, instruction);
    domain_stop(thread->domain);
}
