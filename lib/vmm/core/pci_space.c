/* SPDX-License-Identifier: BSD-2-Clause */
#include "monitor.h"

/* Bits of a function's command register that a guest can change; the others are features that it does not have. */
#define COMMAND_WRITABLE (PCI_COMMAND_MEMORY | PCI_COMMAND_INTX_DISABLE)

static bool map_registers(struct vmm_pci_device *device, const struct vmm_pci_bar *bar, uint32_t address)
{
    const struct memory_range range = {address, bar->size, bar->read, bar->write, device->config.context};

    return memory_bus_add(&device->vmm->memory_bus, &range) == 0;
}

static bool map_memory(const struct vmm_pci_device *device, const struct vmm_pci_bar *bar, uint32_t address)
{
    const struct vmm_host *host = device->vmm->host;

    return host->map(host->context, address, bar->region, bar->offset, bar->size) == 0;
}

static bool map(void *context, unsigned index, uint32_t address)
{
    struct vmm_pci_device *device = context;
    const struct vmm_pci_bar *bar = &device->config.bar[index];

    if (bar->read ? map_registers(device, bar, address) : map_memory(device, bar, address)) {
        return true;
    }
    vmm_log_guest(device->vmm, "the guest wants PCI memory at 0x%x, which is not possible", address);
    return false;
}

static void unmap(void *context, unsigned index, uint32_t address)
{
    const struct vmm_pci_device *device = context;
    const struct vmm_host *host = device->vmm->host;

    if (device->config.bar[index].read) {
        memory_bus_remove(&device->vmm->memory_bus, address);
    } else {
        host->unmap(host->context, address);
    }
}

/* As firmware leaves a function: it decodes its memory. Its interrupt stays off until a driver is there for it. */
static struct pci_function function_of(struct vmm_pci_device *device)
{
    const struct vmm_pci_config *config = &device->config;
    struct pci_function function = {
        .vendor = config->vendor,
        .device = config->device,
        .class_revision = config->class_revision,
        .command_initial = PCI_COMMAND_MEMORY | PCI_COMMAND_INTX_DISABLE,
        .command_writable = COMMAND_WRITABLE,
        .pin = 1,
        .line_initial = VMM_PCI_LINE,
        .map = map,
        .unmap = unmap,
        .context = device,
    };

    for (unsigned i = 0; i < VMM_PCI_BARS; i++) {
        function.bar[i].size = config->bar[i].size;
        function.bar[i].initial = config->bar[i].address;
    }
    return function;
}

/* At the start every address is the specification's own, so that nothing but a lack of room can be in the way. */
static bool all_mapped(const struct pci_function *function)
{
    for (unsigned i = 0; i < VMM_PCI_BARS; i++) {
        if (function->bar[i].size != 0 && !function->bar[i].mapped) {
            vmm_log("the PCI memory at 0x%x cannot be mapped", function->bar[i].address);
            return false;
        }
    }
    return true;
}

struct vmm_pci_device *vmm_pci_add(vmm_pci_space_t *space, const struct vmm_pci_config *config)
{
    struct vmm_pci_device *device = &space->device[space->devices];

    if (space->devices == VMM_PCI_DEVICES) {
        vmm_log("more than %d PCI devices", VMM_PCI_DEVICES);
        return NULL;
    }
    *device = (struct vmm_pci_device){.vmm = space->vmm, .config = *config};
    device->function = function_of(device);
    pci_add(&space->bus, &device->function);
    pic_set_level_triggered(&space->vmm->pic, VMM_PCI_LINE);
    space->devices++;
    return all_mapped(&device->function) ? device : NULL;
}

void vmm_pci_interrupt(struct vmm_pci_device *device, bool level)
{
    pci_interrupt(&device->vmm->pci.bus, &device->function, level);
}

vmm_pci_space_t *vmm_pci_space(vmm_t *vmm)
{
    return &vmm->pci;
}

int pci_space_init(vmm_t *vmm)
{
    struct irq_line irq = {vmm_set_line, vmm, VMM_PCI_LINE};

    vmm->pci.vmm = vmm;
    pci_init(&vmm->pci.bus, irq, vmm->memory.size);
    return pci_attach(&vmm->pci.bus, &vmm->ports);
}

void pci_space_reset(vmm_t *vmm)
{
    if (vmm->pci.devices != 0) {
        pic_set_level_triggered(&vmm->pic, VMM_PCI_LINE);
    }
    pci_reset(&vmm->pci.bus);
}
