/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * One function of a PCI bus: its configuration space, a type 0 header without capabilities. Registers are read and
 * written as aligned double words.
 *
 * Reference: PCI Local Bus Specification 3.0, sections 6.1 and 6.2.
 */
#ifndef VMM_DEVICES_PCI_FUNCTION_H
#define VMM_DEVICES_PCI_FUNCTION_H

#include <stdbool.h>
#include <stdint.h>

#define PCI_BARS 2

#define PCI_COMMAND_MEMORY       0x0002u
#define PCI_COMMAND_INTX_DISABLE 0x0400u

/* Base address register of prefetchable memory below 4 GiB. */
struct pci_bar {
    uint32_t size;    /* bytes, a power of two, at least 4096; 0: there is no such register */
    uint32_t initial; /* address after a reset, a multiple of the size */
    uint32_t address; /* as it is now */
    bool mapped;      /* the bus has put it at `place` */
    uint32_t place;
};

struct pci_function {
    uint16_t vendor, device;
    uint32_t class_revision; /* class, subclass, interface, revision, from the top */
    uint16_t command_initial, command_writable;
    uint8_t pin;          /* 1: INTA; 0: no interrupt */
    uint8_t line_initial; /* what firmware has put into the interrupt line register */
    struct pci_bar bar[PCI_BARS];

    /*
     * Puts what is behind a base address register at an address, which is free, and takes it away again. False: not
     * possible now; the bus tries again at the next change. NULL: the function has no such register.
     */
    bool (*map)(void *context, unsigned bar, uint32_t address);
    void (*unmap)(void *context, unsigned bar, uint32_t address);
    void *context;

    uint16_t command;
    uint8_t line;   /* the guest's note; decides nothing */
    bool interrupt; /* the device wants an interrupt */
};

/* As at power-on; what is mapped and whether the device wants an interrupt is left alone. */
void pci_function_reset(struct pci_function *function);

/* `offset` is a multiple of 4 below 256. In a write, only the bits of `mask` count. */
uint32_t pci_function_read(const struct pci_function *function, unsigned offset);
void pci_function_write(struct pci_function *function, unsigned offset, uint32_t value, uint32_t mask);

/* Whether the function drives its interrupt pin. */
bool pci_function_interrupts(const struct pci_function *function);

#endif
