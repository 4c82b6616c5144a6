// SPDX-License-Identifier: GPL-2.0-only OR BSD-2-Clause
/*
 * connection: connections with components of the system around this guest that are functions of its PCI bus. Each
 * becomes a UIO device, so that everything but the interrupt is a process's own affair: mmap at offset 0 gives its
 * event page, at one page its dataport; a store to the event page's first byte emits, a read of four bytes waits for an
 * event.
 *
 * The registers are in abi/guest.h. Where there is no such function, the module does nothing.
 */
#include <linux/interrupt.h>
#include <linux/io.h>
#include <linux/module.h>
#include <linux/pci.h>
#include <linux/slab.h>
#include <linux/uio_driver.h>

#include "abi/guest.h"

#define DRIVER  "connector"
#define VERSION "0.0.1"

enum { BAR_EVENTS, BAR_DATAPORT };

struct connection {
    struct uio_info info;
    void __iomem *page;
    char name[CAUSEWAY_CONNECTION_NAME_SIZE];
};

/*
 * The line is shared and level triggered. What arrives while the counter is not zero is kept back until it is cleared,
 * so that the clearing takes nothing that has not been seen; then the line stays up, and this runs again.
 */
static irqreturn_t connection_interrupt(int irq, struct uio_info *info)
{
    struct connection *connection = info->priv;
    u32 count = ioread32(connection->page + CAUSEWAY_CONNECTION_CONSUME);

    /* All ones: somebody has moved the page away under the driver. */
    if (count == 0 || count == U32_MAX)
        return IRQ_NONE;
    iowrite32(0, connection->page + CAUSEWAY_CONNECTION_CONSUME);
    return IRQ_HANDLED;
}

static void name_read(struct connection *connection)
{
    for (unsigned int i = 0; i < sizeof(connection->name) - 1; i++)
        connection->name[i] = ioread8(connection->page + CAUSEWAY_CONNECTION_NAME + i);
}

static void mem_describe(struct uio_mem *mem, const char *name, struct pci_dev *pdev, int bar)
{
    mem->name = name;
    mem->addr = pci_resource_start(pdev, bar);
    mem->size = pci_resource_len(pdev, bar);
    mem->memtype = UIO_MEM_PHYS;
}

static void info_fill(struct connection *connection, struct pci_dev *pdev)
{
    struct uio_info *info = &connection->info;

    info->name = connection->name;
    info->version = VERSION;
    info->irq = pdev->irq;
    info->irq_flags = IRQF_SHARED;
    info->handler = connection_interrupt;
    info->priv = connection;
    mem_describe(&info->mem[BAR_EVENTS], "events", pdev, BAR_EVENTS);
    if (pci_resource_len(pdev, BAR_DATAPORT))
        mem_describe(&info->mem[BAR_DATAPORT], "dataport", pdev, BAR_DATAPORT);
}

/*
 * The function decodes its memory from the start, with its interrupt off. Enabling it opens the interrupt, which is
 * level triggered and others' too, so the handler has to be there before.
 */
static int connection_start(struct connection *connection, struct pci_dev *pdev)
{
    int error;

    connection->page = pci_iomap(pdev, BAR_EVENTS, CAUSEWAY_PAGE_SIZE);
    if (!connection->page)
        return -ENOMEM;
    name_read(connection);
    info_fill(connection, pdev);
    error = uio_register_device(&pdev->dev, &connection->info);
    if (error)
        goto unmap;
    error = pci_enable_device(pdev);
    if (error)
        goto unregister;
    return 0;
unregister:
    uio_unregister_device(&connection->info);
unmap:
    pci_iounmap(pdev, connection->page);
    return error;
}

static int connection_probe(struct pci_dev *pdev, const struct pci_device_id *id)
{
    struct connection *connection;
    int error;

    if (pci_resource_len(pdev, BAR_EVENTS) < CAUSEWAY_PAGE_SIZE || !pdev->irq)
        return -ENODEV;
    connection = kzalloc(sizeof(*connection), GFP_KERNEL);
    if (!connection)
        return -ENOMEM;
    error = pci_request_regions(pdev, DRIVER);
    if (error)
        goto free;
    error = connection_start(connection, pdev);
    if (error)
        goto release;
    pci_set_drvdata(pdev, connection);
    pci_info(pdev, "Event Bar (dev-%d) initialized\n", connection->info.uio_dev->minor);
    pci_info(pdev, "%d Dataports (dev-%d) initialized\n", connection->info.mem[BAR_DATAPORT].size ? 1 : 0,
             connection->info.uio_dev->minor);
    return 0;
release:
    pci_release_regions(pdev);
free:
    kfree(connection);
    return error;
}

static void connection_remove(struct pci_dev *pdev)
{
    struct connection *connection = pci_get_drvdata(pdev);

    /* From here on nobody would answer the interrupt. */
    pci_intx(pdev, 0);
    pci_disable_device(pdev);
    uio_unregister_device(&connection->info);
    pci_iounmap(pdev, connection->page);
    pci_release_regions(pdev);
    kfree(connection);
}

static const struct pci_device_id connection_ids[] = {
    {PCI_DEVICE(CAUSEWAY_CONNECTION_VENDOR, CAUSEWAY_CONNECTION_DEVICE)},
    {},
};
MODULE_DEVICE_TABLE(pci, connection_ids);

static struct pci_driver connection_driver = {
    .name = DRIVER,
    .id_table = connection_ids,
    .probe = connection_probe,
    .remove = connection_remove,
};

module_pci_driver(connection_driver);
MODULE_DESCRIPTION("Connections with Causeway components on PCI");
MODULE_LICENSE("Dual BSD/GPL");
