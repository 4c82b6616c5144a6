/* SPDX-License-Identifier: BSD-2-Clause */
/* Reference: PCI Local Bus Specification 3.0, sections 3.2.2.3.2 and 6.1. */
#include "pci.h"

#define ADDRESS_ENABLE 0x80000000u
#define ADDRESS_DEVICE 0x00ffff00u /* bus, device and function */
#define ADDRESS_MASK   0x80fffffcu

/* A generic host bridge without any quirk that an operating system might know of. */
#define BRIDGE_ID        0x00081b36u
#define BRIDGE_CLASS     0x06000000u
#define COMMAND_WRITABLE 0x0547u
#define STATUS           0x0000u

static uint32_t bridge_read(const struct pci *pci, unsigned offset)
{
    switch (offset) {
    case 0x00:
        return BRIDGE_ID;
    case 0x04:
        return STATUS << 16 | pci->command;
    case 0x08:
        return BRIDGE_CLASS;
    default:
        return 0;
    }
}

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

/* Whether the address names the host bridge, bus 0 device 0 function 0. */
static int bridge_addressed(const struct pci *pci)
{
    return (pci->address & (ADDRESS_ENABLE | ADDRESS_DEVICE)) == ADDRESS_ENABLE;
}

static uint32_t data_read(void *device, uint16_t port, unsigned size)
{
    const struct pci *pci = device;

    (void)size;
    if (!bridge_addressed(pci)) {
        return UINT32_MAX;
    }
    return bridge_read(pci, pci->address & 0xfc) >> (8 * (port - PCI_DATA_PORT));
}

static void data_write(void *device, uint16_t port, unsigned size, uint32_t value)
{
    struct pci *pci = device;
    unsigned shift = 8 * (port - PCI_DATA_PORT);
    uint32_t mask = (size == 4 ? UINT32_MAX : (1u << (8 * size)) - 1) << shift;

    if (bridge_addressed(pci) && (pci->address & 0xfc) == 0x04) {
        uint32_t merged = (pci->command & ~mask) | (value << shift & mask);

        pci->command = merged & COMMAND_WRITABLE;
    }
}

void pci_reset(struct pci *pci)
{
    pci->address = 0;
    pci->command = 0;
}

int pci_attach(struct pci *pci, struct port_bus *bus)
{
    struct port_range address = {
        PCI_ADDRESS_PORT, PCI_ADDRESS_PORT, 4, address_read, address_write, pci, false};
    struct port_range data = {PCI_DATA_PORT, PCI_DATA_PORT + 3, 4, data_read, data_write, pci, false};
    int error = port_bus_add(bus, &address);

    return error ? error : port_bus_add(bus, &data);
}
