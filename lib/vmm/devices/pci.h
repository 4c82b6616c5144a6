/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * PCI configuration mechanism 1 (ports 0xcf8 and 0xcfc) over one bus: a host bridge as device 0, and what is added. All
 * functions share one level-triggered interrupt line.
 *
 * Memory behind a base address register appears where the guest puts it, if the function decodes memory and the place
 * is free: not RAM (below the window), and not where another register is already. Otherwise it appears nowhere, until
 * a later write to some configuration register has made the place free.
 */
#ifndef VMM_DEVICES_PCI_H
#define VMM_DEVICES_PCI_H

#include <stdint.h>

#include "irq_line.h"
#include "pci_function.h"
#include "port_bus.h"

#define PCI_ADDRESS_PORT 0xcf8
#define PCI_DATA_PORT    0xcfc
#define PCI_DEVICES      32

struct pci {
    uint32_t address; /* register 0xcf8 */
    uint64_t window;  /* first address that is not RAM */
    struct irq_line irq;
    struct pci_function bridge;
    struct pci_function *device[PCI_DEVICES]; /* function 0 of each; NULL: absent */
};

/* A bus with nothing but the bridge. Base address registers take effect from `window` up to 4 GiB. */
void pci_init(struct pci *pci, struct irq_line irq, uint64_t window);

/* As at power-on: all functions, and what they have mapped. */
void pci_reset(struct pci *pci);

/* Adds ports 0xcf8 (as 4 bytes only) and 0xcfc-0xcff. Port 0xcf9 stays free for the reset control
   register, which PC chipsets put there. */
int pci_attach(struct pci *pci, struct port_bus *bus);

/* Makes `function` the next device of the bus, as at power-on. It stays the caller's, and must stay. -CW_ENOMEM: the
   bus is full. */
int pci_add(struct pci *pci, struct pci_function *function);

/* Whether the function's device wants an interrupt. */
void pci_interrupt(struct pci *pci, struct pci_function *function, bool level);

#endif
