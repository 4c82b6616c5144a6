/* SPDX-License-Identifier: BSD-2-Clause */
/* Reference: PCI Local Bus Specification 3.0, sections 2.2.6 and 3.2.2.3.2. */
#include "pci.h"

#include <stddef.h>

#include "abi/error.h"

#define ADDRESS_ENABLE   0x80000000u
#define ADDRESS_BUS      0x00ff0000u
#define ADDRESS_FUNCTION 0x00000700u
#define ADDRESS_MASK     0x80fffffcu

/* A generic host bridge without any quirk that an operating system might know of. */
static const struct pci_function host_bridge = {
    .vendor = 0x1b36,
    .device = 0x0008,
    .class_revision = 0x06000000u,
    .command_writable = 0x0547u,
};

static uint32_t address_read(void *device, uint16_t port, unsigned size)
{
    const struct pci *pci = device;

    (void)port;
    return size == 4 ? pci->address : UINT32_MAX;
}

static void address_write(void *device, uint16_t port, unsigned size, uint32_t value)
{
    struct pci *pci = device;

    (void)port;
    if (size == 4) {
        pci->address = value & ADDRESS_MASK;
    }
}

/* The function that the address register names, or NULL. */
static struct pci_function *addressed(const struct pci *pci)
{
    if ((pci->address & (ADDRESS_ENABLE | ADDRESS_BUS | ADDRESS_FUNCTION)) != ADDRESS_ENABLE) {
        return NULL;
    }
    return pci->device[pci->address >> 11 & (PCI_DEVICES - 1)];
}

static bool decodes(const struct pci_function *function, const struct pci_bar *bar)
{
    return bar->size != 0 && (function->command & PCI_COMMAND_MEMORY);
}

/* Whether a register's memory may appear where the guest wants it. */
static bool place_free(const struct pci *pci, const struct pci_bar *bar)
{
    uint64_t first = bar->address, end = first + bar->size;

    if (first < pci->window) {
        return false;
    }
    for (unsigned i = 0; i < PCI_DEVICES; i++) {
        for (unsigned j = 0; pci->device[i] && j < PCI_BARS; j++) {
            const struct pci_bar *other = &pci->device[i]->bar[j];

            if (other->mapped && first < (uint64_t)other->place + other->size && other->place < end) {
                return false;
            }
        }
    }
    return true;
}

/* Takes away what is no longer where the guest wants it. */
static void unmap_moved(const struct pci *pci)
{
    for (unsigned i = 0; i < PCI_DEVICES; i++) {
        struct pci_function *function = pci->device[i];

        for (unsigned j = 0; function && j < PCI_BARS; j++) {
            struct pci_bar *bar = &function->bar[j];

            if (bar->mapped && (!decodes(function, bar) || bar->place != bar->address)) {
                function->unmap(function->context, j, bar->place);
                bar->mapped = false;
            }
        }
    }
}

static void map_wanted(const struct pci *pci)
{
    for (unsigned i = 0; i < PCI_DEVICES; i++) {
        struct pci_function *function = pci->device[i];

        for (unsigned j = 0; function && j < PCI_BARS; j++) {
            struct pci_bar *bar = &function->bar[j];

            if (!bar->mapped && decodes(function, bar) && place_free(pci, bar) &&
                function->map(function->context, j, bar->address)) {
                bar->mapped = true;
                bar->place = bar->address;
            }
        }
    }
}

static void update_line(const struct pci *pci)
{
    bool level = false;

    for (unsigned i = 0; i < PCI_DEVICES; i++) {
        level = level || (pci->device[i] && pci_function_interrupts(pci->device[i]));
    }
    irq_line_set(&pci->irq, level);
}

static void update(const struct pci *pci)
{
    unmap_moved(pci);
    map_wanted(pci);
    update_line(pci);
}

static uint32_t data_read(void *device, uint16_t port, unsigned size)
{
    const struct pci *pci = device;
    const struct pci_function *function = addressed(pci);

    (void)size;
    if (!function) {
        return UINT32_MAX;
    }
    return pci_function_read(function, pci->address & 0xfc) >> (8 * (port - PCI_DATA_PORT));
}

static void data_write(void *device, uint16_t port, unsigned size, uint32_t value)
{
    struct pci *pci = device;
    struct pci_function *function = addressed(pci);
    unsigned shift = 8 * (port - PCI_DATA_PORT);
    uint32_t mask = (size == 4 ? UINT32_MAX : (1u << (8 * size)) - 1) << shift;

    if (function) {
        pci_function_write(function, pci->address & 0xfc, value << shift, mask);
        update(pci);
    }
}

void pci_init(struct pci *pci, struct irq_line irq, uint64_t window)
{
    *pci = (struct pci){.window = window, .irq = irq, .bridge = host_bridge};
    pci->device[0] = &pci->bridge;
}

void pci_reset(struct pci *pci)
{
    pci->address = 0;
    for (unsigned i = 0; i < PCI_DEVICES; i++) {
        if (pci->device[i]) {
            pci_function_reset(pci->device[i]);
        }
    }
    update(pci);
}

int pci_attach(struct pci *pci, struct port_bus *bus)
{
    struct port_range address = {
        PCI_ADDRESS_PORT, PCI_ADDRESS_PORT, 4, address_read, address_write, pci, false};
    struct port_range data = {PCI_DATA_PORT, PCI_DATA_PORT + 3, 4, data_read, data_write, pci, false};
    int error = port_bus_add(bus, &address);

    return error ? error : port_bus_add(bus, &data);
}

int pci_add(struct pci *pci, struct pci_function *function)
{
    for (unsigned i = 0; i < PCI_DEVICES; i++) {
        if (!pci->device[i]) {
            pci->device[i] = function;
            pci_function_reset(function);
            update(pci);
            return 0;
        }
    }
    return -CW_ENOMEM;
}

void pci_interrupt(struct pci *pci, struct pci_function *function, bool level)
{
    function->interrupt = level;
    update_line(pci);
}
