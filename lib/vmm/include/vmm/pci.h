/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Devices on the guest's PCI bus that are not the monitor's own: each is one function with up to two base address
 * registers, behind which are device registers or a dataport's memory.
 */
#ifndef VMM_PCI_H
#define VMM_PCI_H

#include <stdbool.h>
#include <stdint.h>

#include <vmm/vmm.h>

#define VMM_PCI_BARS    2
#define VMM_PCI_DEVICES 31 /* of one guest */

/* The guest's interrupt line that all of them share, level triggered. Guests find it in the interrupt line register. */
#define VMM_PCI_LINE 11

/* Addresses from here on are not for devices: interrupt controllers and firmware of a PC are there. */
#define VMM_PCI_END 0xfec00000u

struct vmm_pci_bar {
    uint32_t size; /* bytes, a power of two, at least 4096; 0: there is none */
    uint32_t
        address; /* where it is until the guest moves it, a multiple of the size, beyond the guest's RAM */
    /*
     * Device registers: accesses of 1, 2, 4 or 8 bytes, wholly inside, on the monitor's thread, with the device's
     * context. `read` NULL: memory instead, `size` bytes from `offset` of the region in slot `region`, with the
     * rights of that slot.
     */
    uint64_t (*read)(void *context, uint64_t offset, unsigned size);
    void (*write)(void *context, uint64_t offset, unsigned size, uint64_t value);
    uintptr_t region;
    uint64_t offset;
};

struct vmm_pci_config {
    uint16_t vendor, device;
    uint32_t class_revision; /* class, subclass, interface, revision, from the top */
    struct vmm_pci_bar bar[VMM_PCI_BARS];
    void *context;
};

struct vmm_pci_device;

/* Adds a device; `config` is copied. Before vmm_start. NULL: the bus is full, or an address is taken or cannot be
   mapped; a message has been printed, and the monitor must not start. */
struct vmm_pci_device *vmm_pci_add(vmm_pci_space_t *space, const struct vmm_pci_config *config);

/* Whether the device wants an interrupt: until it no longer does, the guest is interrupted again and again. On the
   monitor's thread only. */
void vmm_pci_interrupt(struct vmm_pci_device *device, bool level);

/* The guest's PCI bus. */
vmm_pci_space_t *vmm_pci_space(vmm_t *vmm);

#endif
