/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * PCI configuration mechanism 1 (ports 0xcf8 and 0xcfc) over one bus with nothing but a host bridge:
 * enough for an operating system to find out that there is a bus and that it is empty.
 */
#ifndef VMM_DEVICES_PCI_H
#define VMM_DEVICES_PCI_H

#include <stdint.h>

#include "port_bus.h"

#define PCI_ADDRESS_PORT 0xcf8
#define PCI_DATA_PORT    0xcfc

struct pci {
    uint32_t address;
    uint16_t command; /* of the host bridge */
};

void pci_reset(struct pci *pci);

/* Adds ports 0xcf8 (as 4 bytes only) and 0xcfc-0xcff. Port 0xcf9 stays free for the reset control
   register, which PC chipsets put there. */
int pci_attach(struct pci *pci, struct port_bus *bus);

#endif
