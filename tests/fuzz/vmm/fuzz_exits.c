/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A guest that does anything: the input is a sequence of exits with registers, and the guest's
 * memory. Whatever comes, the monitor answers each exit and stays inside of guest memory.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/monitor.h"
#include "cpu/paging.h"
#include "fake_host.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* One step of the guest. */
struct step {
    uint8_t kind, mode, flags, size;
    uint16_t port;
    uint8_t length, shift;
    uint32_t rax, rcx;
    uint64_t address;
};

static const uint32_t modes[] = {
    0,
    VCPU_MODE_PROTECTED | VCPU_MODE_CODE32,
    VCPU_MODE_PROTECTED | VCPU_MODE_PAGING | VCPU_MODE_CODE32,
    VCPU_MODE_PROTECTED | VCPU_MODE_PAGING | VCPU_MODE_LONG | VCPU_MODE_CODE64,
    VCPU_MODE_PROTECTED | VCPU_MODE_PAGING | VCPU_MODE_LONG | VCPU_MODE_CODE64 | 3u << VCPU_MODE_CPL_SHIFT,
};

/* What the kernel guarantees of an exit, and nothing more. */
static void set_exit(const struct step *step)
{
    static const uint8_t sizes[] = {1, 2, 4};
    static const uint8_t address_sizes[] = {2, 4, 8};
    struct vcpu_exit *exit = &fake.block.exit;

    *exit = (struct vcpu_exit){.kind = step->kind % 12, .instruction_length = step->length % 16};
    if (exit->kind == VCPU_EXIT_PORT) {
        exit->port.number = step->port;
        exit->port.size = sizes[step->size % 3];
        exit->port.flags = step->flags & 7;
        exit->port.segment = (step->flags >> 3) % 6;
        exit->port.address_size = address_sizes[step->shift % 3];
    } else if (exit->kind == VCPU_EXIT_MEMORY) {
        exit->memory.address = step->address;
        exit->memory.flags = step->flags & 7;
    }
}

static void set_registers(const struct step *step)
{
    struct vcpu_block *block = &fake.block;

    block->mode = modes[step->mode % 5];
    block->gpr[VCPU_RAX] = step->rax;
    block->gpr[VCPU_RCX] = step->rcx;
    block->gpr[VCPU_RDX] = step->address >> 32;
    block->gpr[VCPU_RBX] = step->address;
    block->gpr[VCPU_RSI] = block->gpr[VCPU_RDI] = step->address >> (step->shift & 31);
    block->rip = step->flags & 0x80 ? step->address : 0x1000u + step->port;
    block->cr3 = step->flags & 0x40 ? step->address & 0xffffffff : 0x2000;
    block->cr4 = step->flags & 0x20 ? 0x3000b0 : 0x20;
    block->rflags = step->address & 0x40400;
    fake.tsc += step->rcx;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static vmm_t *vmm;
    struct step step;

    if (!vmm) {
        vmm = fake_start();
    }
    for (; size >= sizeof(step); data += sizeof(step), size -= sizeof(step)) {
        memcpy(&step, data, sizeof(step));
        /* The steps are also what stands in memory where code and page tables are looked for. */
        memcpy(fake.ram + 0x1000, data, size < 0x4000 ? size : 0x4000);
        set_exit(&step);
        set_registers(&step);
        fake.block.changed = 0;
        vmm->state_valid = true;
        vmm->halted = false;
        vmm_handle_exit(vmm);
        vmm_update_devices(vmm);
        vmm_deliver_interrupts(vmm);
        vmm_arm_timer(vmm);
        if ((fake.block.changed & VCPU_CHANGED_EVENT) && fake.block.event.vector >= 32) {
            abort();
        }
    }
    return 0;
}
