// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * monitor: answers the connector modules' hypercalls inside the guest's own kernel, so that they can be tested on a
 * machine without Causeway. It keeps the contract of abi/guest.h, except that a dataport's memory stays the guest's,
 * and has one component: whatever event is emitted comes back as the consumed event of the same id.
 */
#include <linux/interrupt.h>
#include <linux/io.h>
#include <linux/irq.h>
#include <linux/irq_work.h>
#include <linux/irqdesc.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/spinlock.h>

#include "causeway/guest.h"

#define MAX_PORTS 8

static unsigned int sizes[MAX_PORTS] = {4096, 8192};
static int ports = 2;
module_param_array(sizes, uint, &ports, 0444);
MODULE_PARM_DESC(sizes, "sizes in bytes of the dataports 1, 2, ...");

static unsigned int read_only = 2;
module_param(read_only, uint, 0444);
MODULE_PARM_DESC(read_only, "id of the dataport that the guest may only read");

static unsigned int last_event = 2;
module_param(last_event, uint, 0444);
MODULE_PARM_DESC(last_event, "highest event id");

static unsigned int line = 12;
module_param(line, uint, 0444);
MODULE_PARM_DESC(line, "interrupt line of consumed events");

struct area {
    unsigned long start, size; /* size 0: nothing shared */
};

static DEFINE_SPINLOCK(lock);
static struct area shared[MAX_PORTS + 1]; /* by id; entry 0 is the event page */
static struct causeway_event_page *page;
static u32 latched[CAUSEWAY_MAX_EVENTS];

static void interrupt_raise(struct irq_work *work)
{
    generic_handle_irq(line);
}

static struct irq_work interrupt = IRQ_WORK_INIT_HARD(interrupt_raise);

static bool port_exists(unsigned long id)
{
    return id >= 1 && id <= ports;
}

static bool area_is_ram(unsigned long address, unsigned long size)
{
    if (address + size < address)
        return false;
    for (unsigned long at = address; at < address + size; at += PAGE_SIZE)
        if (!page_is_ram(at >> PAGE_SHIFT))
            return false;
    return true;
}

/* Whether the area overlaps something shared, other than entry `except`. */
static bool area_is_taken(unsigned long address, unsigned long size, unsigned long except)
{
    for (size_t i = 0; i < ARRAY_SIZE(shared); i++)
        if (i != except && shared[i].size && address < shared[i].start + shared[i].size &&
            shared[i].start < address + size)
            return true;
    return false;
}

static long dataport_share(unsigned long id, unsigned long address, unsigned long size)
{
    if (!port_exists(id))
        return -ENOENT;
    if (!PAGE_ALIGNED(address) || size != sizes[id - 1])
        return -EINVAL;
    if (!area_is_ram(address, size))
        return -EFAULT;
    if (shared[id].size)
        return shared[id].start == address ? 0 : -EBUSY;
    if (area_is_taken(address, size, id))
        return -EEXIST;
    shared[id] = (struct area){address, size};
    return 0;
}

static long dataport_unshare(unsigned long id)
{
    if (!port_exists(id) || !shared[id].size)
        return -ENOENT;
    shared[id].size = 0;
    return 0;
}

static void event_deliver(unsigned int id, u32 count)
{
    atomic_add(count, (atomic_t *)&page->pending[id]);
    atomic_or(BIT(id % 32), (atomic_t *)&page->summary[id / 32]);
    if (!xchg(&page->ring, 1))
        irq_work_queue(&interrupt);
}

static long event_emit(unsigned long id)
{
    if (id < 1 || id > last_event)
        return -ENOENT;
    if (page)
        event_deliver(id, 1);
    else
        latched[id]++;
    return 0;
}

static long events_share(unsigned long address)
{
    if (!PAGE_ALIGNED(address))
        return -EINVAL;
    if (!area_is_ram(address, PAGE_SIZE))
        return -EFAULT;
    if (area_is_taken(address, PAGE_SIZE, 0))
        return -EEXIST;
    shared[0] = (struct area){address, PAGE_SIZE};
    page = phys_to_virt(address);
    page->magic = CAUSEWAY_EVENT_MAGIC;
    page->version = CAUSEWAY_ABI_VERSION;
    page->events = last_event;
    for (unsigned int id = 1; id <= last_event; id++) {
        if (latched[id])
            event_deliver(id, latched[id]);
        latched[id] = 0;
    }
    return 0;
}

static long events_unshare(void)
{
    if (!page)
        return -ENOENT;
    page = NULL;
    shared[0].size = 0;
    return 0;
}

static long call_dispatch(unsigned long number, unsigned long a, unsigned long b, unsigned long c)
{
    switch (number) {
    case CAUSEWAY_HC_DATAPORT_SIZE:
        return port_exists(a) ? (long)sizes[a - 1] : -ENOENT;
    case CAUSEWAY_HC_DATAPORT_RIGHTS:
        if (!port_exists(a))
            return -ENOENT;
        return a == read_only ? CAUSEWAY_DATAPORT_READ : CAUSEWAY_DATAPORT_READ | CAUSEWAY_DATAPORT_WRITE;
    case CAUSEWAY_HC_DATAPORT_SHARE:
        return dataport_share(a, b, c);
    case CAUSEWAY_HC_DATAPORT_UNSHARE:
        return dataport_unshare(a);
    case CAUSEWAY_HC_EMIT:
        return event_emit(a);
    case CAUSEWAY_HC_EVENTS_SHARE:
        return events_share(a);
    case CAUSEWAY_HC_EVENTS_UNSHARE:
        return events_unshare();
    case CAUSEWAY_HC_EVENTS_IRQ:
        return line;
    default:
        return -ENOSYS;
    }
}

long causeway_call(unsigned long number, unsigned long a, unsigned long b, unsigned long c)
{
    unsigned long flags;
    long result;

    spin_lock_irqsave(&lock, flags);
    result = call_dispatch(number, a, b, c);
    spin_unlock_irqrestore(&lock, flags);
    return result;
}
EXPORT_SYMBOL_GPL(causeway_call);

static int __init monitor_init(void)
{
    return last_event < CAUSEWAY_MAX_EVENTS ? 0 : -EINVAL;
}

static void __exit monitor_exit(void)
{
    irq_work_sync(&interrupt);
}

module_init(monitor_init);
module_exit(monitor_exit);
MODULE_DESCRIPTION("Stand-in for the Causeway monitor in tests");
MODULE_LICENSE("Dual BSD/GPL");
