/* SPDX-License-Identifier: BSD-2-Clause */
#include <crossvm.h>

#include <string.h>

#include <vmm/hypercall.h>
#include <vmm/monitor.h>
#include <vmm/pci.h>

#include "abi/error.h"
#include "connection_page.h"
#include "consumer.h"
#include "internal.h"

#define CLASS_RAM 0x05000001u /* memory controller, RAM, revision 1 */

static struct {
    vm_t *vm;
    unsigned count;
    struct event_queue queue; /* a connection's id in it is its index + 1 */
    struct connection {
        struct connection_page page;
        struct vmm_pci_device *device;
        struct consumer consumer;
        seL4_Word event_id;
    } connection[CAUSEWAY_MAX_CONNECTIONS];
} connections;

static void update_interrupt(const struct connection *connection)
{
    vmm_pci_interrupt(connection->device, connection->page.consume != 0);
}

static uint64_t page_read(void *context, uint64_t offset, unsigned size)
{
    const struct connection *connection = context;

    return connection_page_read(&connection->page, offset, size);
}

static void page_write(void *context, uint64_t offset, unsigned size, uint64_t value)
{
    struct connection *connection = context;

    connection_page_write(&connection->page, offset, size, value);
    update_interrupt(connection);
}

static void arrive(void *context, unsigned id, uint32_t count)
{
    struct connection *connection = &connections.connection[id - 1];

    (void)context;
    connection_page_arrive(&connection->page, count);
    update_interrupt(connection);
}

/* On the monitor's thread. */
static void deliver(void *context)
{
    event_queue_take(&connections.queue, arrive, context);
}

void consume_connection_event(vm_t *vm, seL4_Word event_id, bool inject_irq)
{
    for (unsigned i = 0; i < connections.count; i++) {
        if (connections.connection[i].consumer.reg_callback &&
            connections.connection[i].event_id == event_id) {
            event_queue_post(&connections.queue, i + 1);
            if (inject_irq) {
                vmm_async_raise(vm, VMM_ASYNC_HOOKS);
            }
        }
    }
}

static bool has_event(const struct camkes_crossvm_connection *connection)
{
    return connection->consume_event.id != (unsigned)CROSSVM_NO_EVENT;
}

static bool refuse(unsigned index, const char *why)
{
    vmm_log("cross_vm_connections_init: connection %u %s", index, why);
    return false;
}

static bool dataport_ok(const struct camkes_crossvm_connection *connection, unsigned index)
{
    size_t size;

    if (!connection->handle) {
        return true;
    }
    size = dataport_get_size(connection->handle);
    if ((size & (size - 1)) != 0 || size > VMM_PCI_END) {
        return refuse(index, "has a dataport whose size is not a power of two, as PCI memory has");
    }
    return crossvm_frames_consecutive(connection->handle) ||
           refuse(index, "has a dataport whose frames are not consecutive pages of one region");
}

static bool event_ok(const struct camkes_crossvm_connection *all, unsigned index)
{
    if (!has_event(&all[index])) {
        return true;
    }
    if (!all[index].consume_event.reg_callback) {
        return refuse(index, "has an event without reg_callback");
    }
    for (unsigned i = 0; i < index; i++) {
        if (all[i].consume_event.id == all[index].consume_event.id) {
            return refuse(index, "has the event id of an earlier one");
        }
    }
    return true;
}

static bool name_ok(const char *name, unsigned index)
{
    return !name || strnlen(name, CAUSEWAY_CONNECTION_NAME_SIZE) < CAUSEWAY_CONNECTION_NAME_SIZE ||
           refuse(index, "has a name of more than 47 bytes");
}

/* Takes the next `size` bytes that are aligned to their size; `*next` moves behind them. */
static bool take_window(uint64_t *next, uint32_t size, uint32_t *address)
{
    uint64_t first = (*next + size - 1) & ~(uint64_t)(size - 1);

    if (*next > VMM_PCI_END || first > VMM_PCI_END - size) {
        return false;
    }
    *address = (uint32_t)first;
    *next = first + size;
    return true;
}

/* The event page's memory is as large as the dataport's, as drivers of this device expect. */
static bool add_device(struct connection *connection, const struct camkes_crossvm_connection *from,
                       vmm_pci_space_t *pci, uint64_t *next)
{
    struct vmm_pci_config config = {
        .vendor = CAUSEWAY_CONNECTION_VENDOR,
        .device = CAUSEWAY_CONNECTION_DEVICE,
        .class_revision = CLASS_RAM,
        .bar[0] = {.size = CAUSEWAY_PAGE_SIZE, .read = page_read, .write = page_write},
        .context = connection,
    };

    if (from->handle) {
        seL4_CPtr frame = dataport_get_nth_frame_cap(from->handle, 0);

        config.bar[0].size = (uint32_t)dataport_get_size(from->handle);
        config.bar[1] = (struct vmm_pci_bar){.size = config.bar[0].size,
                                             .region = camkes_frame_region(frame),
                                             .offset = camkes_frame_offset(frame)};
    }
    for (unsigned i = 0; i < VMM_PCI_BARS; i++) {
        if (config.bar[i].size != 0 && !take_window(next, config.bar[i].size, &config.bar[i].address)) {
            vmm_log("cross_vm_connections_init: the dataports do not fit below 0x%x", VMM_PCI_END);
            return false;
        }
    }
    connection->device = vmm_pci_add(pci, &config);
    return connection->device;
}

static bool start(unsigned index, const struct camkes_crossvm_connection *from)
{
    struct connection *connection = &connections.connection[index];

    if (!has_event(from)) {
        return true;
    }
    connection->event_id = from->consume_event.id;
    connection->consumer = (struct consumer){.vmm = connections.vm,
                                             .queue = &connections.queue,
                                             .id = index + 1,
                                             .reg_callback = from->consume_event.reg_callback};
    return consumer_start(&connection->consumer) || refuse(index, "has an event with a callback already");
}

static bool table_ok(vm_t *vm, uintptr_t base, const struct camkes_crossvm_connection *from, int n)
{
    if (n < 0 || n > (int)CAUSEWAY_MAX_CONNECTIONS) {
        vmm_log("cross_vm_connections_init: %d connections; at most %u", n, CAUSEWAY_MAX_CONNECTIONS);
        return false;
    }
    if (base < vmm_memory(vm)->size) {
        vmm_log("cross_vm_connections_init: base 0x%llx is in the guest's RAM", (unsigned long long)base);
        return false;
    }
    for (unsigned i = 0; i < (unsigned)n; i++) {
        if (!dataport_ok(&from[i], i) || !event_ok(from, i) || !name_ok(from[i].connection_name, i)) {
            return false;
        }
    }
    return true;
}

int cross_vm_connections_init(vm_t *vm, uintptr_t base, struct camkes_crossvm_connection *from, int n,
                              vmm_pci_space_t *pci, seL4_CPtr irq_notification)
{
    uint64_t next = base;
    int error;

    (void)irq_notification;
    if (!table_ok(vm, base, from, n)) {
        return -1;
    }
    error = vmm_async_hook_add(vm, deliver, NULL);
    if (error) {
        vmm_log("cross_vm_connections_init: %s", error == -CW_EEXIST ? "called twice" : "too many hooks");
        return -1;
    }
    memset(&connections, 0, sizeof(connections));
    connections.vm = vm;
    connections.count = (unsigned)n;
    for (unsigned i = 0; i < (unsigned)n; i++) {
        struct connection_page *page = &connections.connection[i].page;

        page->emit = from[i].emit_fn;
        strcpy(page->name, from[i].connection_name ? from[i].connection_name : "connector");
        if (!add_device(&connections.connection[i], &from[i], pci, &next)) {
            return -1;
        }
    }
    /* Events may arrive from here on. */
    for (unsigned i = 0; i < (unsigned)n; i++) {
        if (!start(i, &from[i])) {
            return -1;
        }
    }
    return 0;
}
