/* SPDX-License-Identifier: BSD-2-Clause */
#include "pci_function.h"

#include <stddef.h>

#define REGISTER_ID        0x00
#define REGISTER_COMMAND   0x04 /* and status */
#define REGISTER_CLASS     0x08
#define REGISTER_BAR       0x10
#define REGISTER_INTERRUPT 0x3c

#define STATUS_INTERRUPT 0x00080000u
#define BAR_PREFETCHABLE 0x8u

/* The base address register at `offset`, or NULL. */
static const struct pci_bar *bar_at(const struct pci_function *function, unsigned offset)
{
    unsigned index = (offset - REGISTER_BAR) / 4;

    return offset >= REGISTER_BAR && index < PCI_BARS && function->bar[index].size ? &function->bar[index]
                                                                                   : NULL;
}

void pci_function_reset(struct pci_function *function)
{
    function->command = function->command_initial;
    function->line = function->line_initial;
    for (unsigned i = 0; i < PCI_BARS; i++) {
        function->bar[i].address = function->bar[i].initial;
    }
}

uint32_t pci_function_read(const struct pci_function *function, unsigned offset)
{
    const struct pci_bar *bar = bar_at(function, offset);

    if (bar) {
        return bar->address | BAR_PREFETCHABLE;
    }
    switch (offset) {
    case REGISTER_ID:
        return (uint32_t)function->device << 16 | function->vendor;
    case REGISTER_COMMAND:
        return (function->interrupt ? STATUS_INTERRUPT : 0) | function->command;
    case REGISTER_CLASS:
        return function->class_revision;
    case REGISTER_INTERRUPT:
        return (uint32_t)function->pin << 8 | function->line;
    default:
        return 0;
    }
}

void pci_function_write(struct pci_function *function, unsigned offset, uint32_t value, uint32_t mask)
{
    const struct pci_bar *bar = bar_at(function, offset);
    uint32_t merged = (pci_function_read(function, offset) & ~mask) | (value & mask);

    if (bar) {
        /* The bits below the size are wired to zero: that is how the guest finds the size. */
        function->bar[bar - function->bar].address = merged & ~(bar->size - 1);
    } else if (offset == REGISTER_COMMAND) {
        function->command = (uint16_t)merged & function->command_writable;
    } else if (offset == REGISTER_INTERRUPT && function->pin != 0) {
        function->line = (uint8_t)merged;
    }
}

bool pci_function_interrupts(const struct pci_function *function)
{
    return function->interrupt && !(function->command & PCI_COMMAND_INTX_DISABLE);
}
