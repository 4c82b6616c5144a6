/* SPDX-License-Identifier: BSD-2-Clause */
/* The monitor as a component: lib/vmm with this instance's files, attributes and connectors. */
#include <camkes.h>
#include <stdio.h>
#include <string.h>

#include <vmm/monitor.h>
#include <vmm/pci.h>
#include <vspace/vspace.h>

#include "host.h"

/* The application's own: what is absent is a connector that the guest does not have. */
int cross_vm_dataports_init(vmm_t *vmm) __attribute__((weak));
int cross_vm_emits_events_init(vmm_t *vmm) __attribute__((weak));
int cross_vm_consumes_events_init(vmm_t *vmm, vspace_t *vspace, seL4_Word irq_badge) __attribute__((weak));
int camkes_cross_vm_connections_init(vm_t *vm, vmm_pci_space_t *pci, seL4_CPtr irq_notification,
                                     uintptr_t base) __attribute__((weak));

static bool file_bytes(void *context, uint64_t offset, void *to, size_t bytes)
{
    int handle = (int)(intptr_t)context;
    char *at = to;
    while (bytes > 0) {
        int got = fs_file_read(handle, offset, bytes);
        if (got <= 0 || (size_t)got > bytes || (size_t)got > fs_get_size())
            return false;
        memcpy(at, (const void *)(uintptr_t)fs_buf, (size_t)got);
        at += got;
        offset += (uint64_t)got;
        bytes -= (size_t)got;
    }
    return true;
}

static bool open_file(const char *attribute, const char *name, struct vmm_file *file)
{
    int handle = fs_file_open(name);
    if (handle < 0) {
        vmm_log("%s.%s: the file server has no file '%s'", get_instance_name(), attribute, name);
        return false;
    }
    *file = (struct vmm_file){
        .name = name, .size = fs_file_size(handle), .read = file_bytes, .context = (void *)(intptr_t)handle};
    return true;
}

/* Where the memory of PCI devices begins: at the usual place, unless the guest has more RAM. */
static uintptr_t pci_base(void)
{
    const uintptr_t usual = 0xa0000000u, last = 0xc0000000u;
    return vm_resources.ram_size <= usual ? usual : last;
}

/* In this order; each has said itself what is wrong. */
static bool init_connectors(vmm_t *vmm)
{
    static vspace_t guest;
    guest.memory = vmm_memory(vmm);
    if (cross_vm_dataports_init && cross_vm_dataports_init(vmm) != 0)
        return false;
    if (cross_vm_emits_events_init && cross_vm_emits_events_init(vmm) != 0)
        return false;
    if (cross_vm_consumes_events_init && cross_vm_consumes_events_init(vmm, &guest, VM_PIC_BADGE_IRQ_12) != 0)
        return false;
    return !camkes_cross_vm_connections_init ||
           camkes_cross_vm_connections_init(vmm, vmm_pci_space(vmm), vm_resources.wake, pci_base()) == 0;
}

static vmm_t *create(void)
{
    struct vmm_config config = {
        .host = host_over_connections(),
        .block = vm_resources.block,
        .ram = vm_resources.ram,
        .ram_size = vm_resources.ram_size,
        .cmdline = kernel_cmdline,
        .wake_slot = vm_resources.wake,
        .trace = (unsigned)trace,
    };
    if (!open_file("kernel_image", kernel_image, &config.kernel) ||
        (initrd_image[0] && !open_file("initrd_image", initrd_image, &config.initrd)))
        return NULL;
    return vmm_create(&config);
}

/* Runs the guest until it has switched itself off. False: it could not be started, or could not go on. */
static bool run_guest(void)
{
    vmm_t *vmm = create();
    if (!vmm)
        return false;
    if (!init_connectors(vmm)) {
        vmm_log("the guest is not started, because its connectors are not right");
        return false;
    }
    return vmm_start(vmm) && vmm_run(vmm) == VMM_END_OFF;
}

int run(void)
{
    vmm_log_name(get_instance_name());
    if (!run_guest()) {
        power_failed();
        return -1;
    }
    vmm_log("the guest is off");
    power_off();
    return 0;
}
