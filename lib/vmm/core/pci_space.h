/* SPDX-License-Identifier: BSD-2-Clause */
/* The guest's PCI bus with the devices that were added to it. */
#ifndef VMM_CORE_PCI_SPACE_H
#define VMM_CORE_PCI_SPACE_H

#include <vmm/pci.h>

#include "devices/pci.h"

struct vmm_pci_device {
    struct vmm *vmm;
    struct vmm_pci_config config;
    struct pci_function function;
};

struct vmm_pci_space {
    struct vmm *vmm;
    struct pci bus;
    unsigned devices;
    struct vmm_pci_device device[VMM_PCI_DEVICES];
};

/* A bus without devices, with its ports. -CW_ENOMEM: the port bus is full. */
int pci_space_init(struct vmm *vmm);

/* As the reset button. After the interrupt controller's own reset. */
void pci_space_reset(struct vmm *vmm);

#endif
