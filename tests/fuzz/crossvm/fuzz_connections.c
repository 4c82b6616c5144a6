/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A guest that does anything to its connections on PCI: the input is a sequence of accesses to configuration space and
 * to memory, and of events. Neither a dataport nor an event page is ever over RAM or over another one.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <crossvm.h>

#include "abi/guest.h"
#include "core/monitor.h"
#include "fake_host.h"

#define CONNECTIONS 3
#define BASE        0xa0000000u

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct step {
    uint8_t what, device, offset, size;
    uint32_t value;
};

/* What the kernel has mapped, by the slot of its region less 1. */
static struct mapping {
    uint64_t address, size;
} mapped[CONNECTIONS];

static bool overlap(uint64_t a, uint64_t a_size, uint64_t b, uint64_t b_size)
{
    return a < b + b_size && b < a + a_size;
}

/* Whatever is mapped, by the kernel or as registers, is beyond RAM, below 4 GiB, and alone there. */
static void places_check(const vmm_t *vmm)
{
    const struct memory_bus *bus = &vmm->memory_bus;
    struct mapping all[CONNECTIONS + MEMORY_BUS_RANGES];
    unsigned count = 0;

    for (unsigned i = 0; i < CONNECTIONS; i++) {
        if (mapped[i].size) {
            all[count++] = mapped[i];
        }
    }
    for (unsigned i = 0; i < bus->ranges; i++) {
        all[count++] = (struct mapping){bus->range[i].first, bus->range[i].size};
    }
    for (unsigned i = 0; i < count; i++) {
        if (all[i].address < FAKE_RAM || all[i].address + all[i].size > (uint64_t)1 << 32) {
            abort();
        }
        for (unsigned j = 0; j < i; j++) {
            if (overlap(all[i].address, all[i].size, all[j].address, all[j].size)) {
                abort();
            }
        }
    }
}

static int map(void *context, uint64_t address, uintptr_t region, uint64_t offset, uint64_t size)
{
    (void)context;
    (void)offset;
    if (region < 1 || region > CONNECTIONS || mapped[region - 1].size) {
        abort();
    }
    mapped[region - 1] = (struct mapping){address, size};
    return 0;
}

static int unmap(void *context, uint64_t address)
{
    (void)context;
    for (unsigned i = 0; i < CONNECTIONS; i++) {
        if (mapped[i].size && mapped[i].address == address) {
            mapped[i].size = 0;
            return 0;
        }
    }
    abort();
}

static seL4_CPtr frame_0(unsigned n)
{
    return n < 1 ? camkes_frame_token(1, n) : seL4_CapNull;
}

static seL4_CPtr frame_1(unsigned n)
{
    return n < 4 ? camkes_frame_token(2, n) : seL4_CapNull;
}

static unsigned pages_0(void)
{
    return 1;
}

static unsigned pages_1(void)
{
    return 4;
}

static size_t size_0(void)
{
    return 0x1000;
}

static size_t size_1(void)
{
    return 0x4000;
}

static dataport_caps_handle_t handle_0 = {frame_0, NULL, pages_0, NULL, NULL, size_0, NULL, "first"};
static dataport_caps_handle_t handle_1 = {frame_1, NULL, pages_1, NULL, NULL, size_1, NULL, "second"};

static void emit(void)
{
}

static int reg_callback(camkes_event_callback_fn callback, void *arg)
{
    (void)callback;
    (void)arg;
    return 0;
}

static struct camkes_crossvm_connection table[CONNECTIONS] = {
    {&handle_0, emit, {1, reg_callback}, "zero"},
    {&handle_1, emit, {2, reg_callback}, NULL},
    {NULL, NULL, {3, reg_callback}, NULL},
};

static vmm_t *start(void)
{
    vmm_t *vmm = fake_start();

    fake.host.map = map;
    fake.host.unmap = unmap;
    if (cross_vm_connections_init(vmm, BASE, table, CONNECTIONS, vmm_pci_space(vmm), 0)) {
        abort();
    }
    return vmm;
}

/* Any address, but more often one where something may be. */
static uint64_t address_of(const struct step *step)
{
    return step->device & 0x80 ? step->value : BASE + (step->value & 0xffff);
}

static void carry_out(vmm_t *vmm, const struct step *step)
{
    unsigned bytes = 1u << step->size % 4;
    uint16_t port = (uint16_t)(0xcfc + step->offset % 4);

    switch (step->what % 6) {
    case 0:
    case 1:
        port_bus_write(&vmm->ports, 0xcf8, 4, 0x80000000u | (step->device & 3) << 11 | (step->offset & 0x7c));
        port_bus_write(&vmm->ports, port, bytes > 4 ? 4 : bytes, step->value);
        break;
    case 2:
        port_bus_write(&vmm->ports, 0xcf8, 4, step->value);
        port_bus_read(&vmm->ports, port, bytes > 4 ? 4 : bytes);
        break;
    case 3:
        memory_bus_write(&vmm->memory_bus, address_of(step), bytes, step->value);
        break;
    case 4:
        memory_bus_read(&vmm->memory_bus, address_of(step), bytes);
        break;
    default:
        consume_connection_event(vmm, step->value % 4, step->offset & 1);
        vmm_handle_async(vmm);
        break;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static vmm_t *vmm;
    struct step step;

    if (!vmm) {
        vmm = start();
    }
    /* Every input begins where a restarted guest begins. */
    pci_space_reset(vmm);
    for (; size >= sizeof(step); data += sizeof(step), size -= sizeof(step)) {
        memcpy(&step, data, sizeof(step));
        carry_out(vmm, &step);
        places_check(vmm);
    }
    return 0;
}
