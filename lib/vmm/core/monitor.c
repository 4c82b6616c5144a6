/* SPDX-License-Identifier: BSD-2-Clause */
#include "monitor.h"

#include <stdlib.h>
#include <string.h>

#include <vspace/vspace.h>

#include "abi/error.h"

uint64_t vmm_time_ns(void *context)
{
    vmm_t *vmm = context;

    return clock_ns(&vmm->clock, vmm->host->now(vmm->host->context));
}

bool vmm_need_state(vmm_t *vmm)
{
    if (!vmm->state_valid) {
        vmm->state_valid = vmm->host->get_state(vmm->host->context) == 0;
    }
    return vmm->state_valid;
}

struct guest_memory *vmm_memory(vmm_t *vmm)
{
    return &vmm->memory;
}

const struct vmm_host *vmm_host(vmm_t *vmm)
{
    return vmm->host;
}

void *vmm_guest_ptr(vmm_t *vmm, uint64_t address, uint64_t size)
{
    return guest_memory_ptr(&vmm->memory, address, size);
}

uint32_t vmm_read_user_context(guest_state_t *state, vmm_user_context_t reg)
{
    return (unsigned)reg < VCPU_GPRS ? (uint32_t)state->block->gpr[reg] : 0;
}

void vmm_set_user_context(guest_state_t *state, vmm_user_context_t reg, uint32_t value)
{
    if ((unsigned)reg < VCPU_GPRS) {
        state->block->gpr[reg] = value;
        state->block->changed |= VCPU_CHANGED_GPR;
    }
}

uint64_t vspace_size(const vspace_t *vspace)
{
    return vspace->memory->size;
}

void *vspace_access(vspace_t *vspace, uintptr_t address, size_t bytes)
{
    return guest_memory_ptr(vspace->memory, address, bytes);
}

static void request_reset(void *context)
{
    vmm_t *vmm = context;

    vmm->reset_requested = true;
}

static bool attach_devices(vmm_t *vmm)
{
    struct irq_line irq = {vmm_set_line, vmm, 0};

    pic_init(&vmm->pic);
    pit_init(&vmm->pit, irq, vmm_time_ns, vmm);
    irq.line = 8;
    rtc_init(&vmm->rtc, irq, vmm_time_ns, vmm);
    irq.line = UART_COM1_IRQ;
    uart_init(&vmm->uart, UART_COM1_PORT, irq);
    reset_ports_init(&vmm->reset_ports, request_reset, vmm);
    console_init(&vmm->console, vmm->host, &vmm->uart, vmm_time_ns, vmm);
    return !pic_attach(&vmm->pic, &vmm->ports) && !pit_attach(&vmm->pit, &vmm->ports) &&
           !rtc_attach(&vmm->rtc, &vmm->ports) && !uart_attach(&vmm->uart, &vmm->ports) &&
           !pci_space_init(vmm) && !reset_ports_attach(&vmm->reset_ports, &vmm->ports);
}

vmm_t *vmm_create(const struct vmm_config *config)
{
    vmm_t *vmm = calloc(1, sizeof(*vmm));

    if (!vmm) {
        vmm_log("no memory for the monitor: raise heap_size");
        return NULL;
    }
    vmm->config = *config;
    vmm->host = config->host;
    vmm->block = config->block;
    vmm->vcpu = (vmm_vcpu_t){vmm, 0, {config->block}};
    vmm->timer_deadline = UINT64_MAX;
    vmm->devices_touched = true;
    guest_memory_init(&vmm->memory, config->ram, config->ram_size);
    clock_init(&vmm->clock, vmm->host->now(vmm->host->context), vmm->host->tsc_hz);
    vmm->tsc_offset = -vmm->clock.base;
    if (!attach_devices(vmm)) {
        vmm_log("the port bus is too small for the devices");
        free(vmm);
        return NULL;
    }
    vmm->wall_base = (int64_t)vmm->host->wall_time(vmm->host->context);
    rtc_set_base(&vmm->rtc, vmm->wall_base);
    vmm_registers_init(vmm);
    return vmm;
}

static struct image_file image_file(const struct vmm_file *file)
{
    return (struct image_file){file->name, file->size, file->read, file->context};
}

bool vmm_start(vmm_t *vmm)
{
    struct linux_boot boot = {
        .kernel = image_file(&vmm->config.kernel),
        .initrd = image_file(&vmm->config.initrd),
        .cmdline = vmm->config.cmdline,
    };
    char message[IMAGE_MESSAGE];

    if (!linux_boot(&boot, &vmm->memory, vmm->block, message)) {
        vmm_log("the guest cannot be started: %s", message);
        return false;
    }
    vmm->block->tsc_offset = vmm->tsc_offset;
    vmm->block->changed |= VCPU_CHANGED_TSC;
    vmm->state_valid = true;
    return true;
}

/* As the reset button: all that the guest can know of before is gone, and the kernel starts anew. */
bool vmm_reset(vmm_t *vmm)
{
    console_flush(&vmm->console);
    vmm_run_hooks(&vmm->reset_hooks);
    /* Interrupts on their way were for the old guest; events are for whoever runs. */
    __atomic_fetch_and(&vmm->async_bits, VMM_ASYNC_HOOKS, __ATOMIC_RELAXED);
    vmm->direct_lines = 0;
    vmm->direct_pending = 0;
    pic_reset(&vmm->pic);
    pit_reset(&vmm->pit);
    rtc_reset(&vmm->rtc);
    uart_reset(&vmm->uart);
    pci_space_reset(vmm);
    vmm->kvmclock.system_time = 0;
    vmm->tsc_offset = -vmm->clock.base;
    vmm->refusals.in_a_row = 0;
    vmm->window_pending = vmm->refused_pic = vmm->reset_requested = vmm->halted = false;
    vmm->devices_touched = true;
    memset(vmm->memory.base, 0, vmm->memory.size);
    return vmm_start(vmm);
}
