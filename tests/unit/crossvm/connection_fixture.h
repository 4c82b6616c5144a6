/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * A machine with connections on PCI: two, or those that a test puts into all[]; and what a guest does to them, in
 * configuration space through the ports, in registers through the memory bus. Included after <cmocka.h>, by one file of
 * a program.
 */
#ifndef TESTS_CROSSVM_CONNECTION_FIXTURE_H
#define TESTS_CROSSVM_CONNECTION_FIXTURE_H

#include <crossvm.h>
#include <vmm/pci.h>

#include "abi/error.h"
#include "abi/guest.h"
#include "connection_page.h"
#include "core/monitor.h"
#include "fake_host.h"

#define BASE 0xa0000000u
#define SIZE 0x4000u

#define COMMAND 0x04u
#define BAR0    0x10u
#define BAR1    0x14u

#define MEMORY       0x002u
#define INTX_DISABLE 0x400u

static vmm_t *vmm;
static size_t dataport_bytes;
static unsigned page_gap;

static inline seL4_CPtr frame(unsigned n)
{
    return n < dataport_bytes / 4096 ? camkes_frame_token(9, 5 + n + (n == 2 ? page_gap : 0)) : seL4_CapNull;
}

static inline unsigned id(void)
{
    return 1;
}

static inline unsigned frames(void)
{
    return (unsigned)(dataport_bytes / 4096);
}

static inline size_t size(void)
{
    return dataport_bytes;
}

static inline seL4_CapRights_t rights(void)
{
    return seL4_ReadWrite;
}

static dataport_caps_handle_t dataport = {frame, id, frames, NULL, NULL, size, rights, "data"};

static unsigned emits;

static inline void emit(void)
{
    emits++;
}

static camkes_event_callback_fn callback;
static void *callback_arg;

static inline int reg_callback(camkes_event_callback_fn function, void *arg)
{
    if (callback) {
        return -1;
    }
    callback = function;
    callback_arg = arg;
    return 0;
}

/* The component at the other end emits; the monitor does not know of it yet. */
static inline void post(void)
{
    camkes_event_callback_fn function = callback;

    callback = NULL;
    function(callback_arg);
}

static inline void fire(unsigned times)
{
    for (unsigned i = 0; i < times; i++) {
        post();
    }
    vmm_handle_async(vmm);
}

static struct camkes_crossvm_connection all[32];

static inline int init(int n)
{
    return cross_vm_connections_init(vmm, BASE, all, n, vmm_pci_space(vmm), 0);
}

static inline int setup_raw(void **state)
{
    (void)state;
    vmm = fake_start();
    dataport_bytes = SIZE;
    page_gap = 0;
    emits = 0;
    callback = NULL;
    memset(all, 0, sizeof(all));
    for (unsigned i = 0; i < 32; i++) {
        all[i].consume_event.id = (unsigned)CROSSVM_NO_EVENT;
    }
    all[0] = (struct camkes_crossvm_connection){&dataport, emit, {7, reg_callback}, "first"};
    return vmm ? 0 : -1;
}

/* One whole connection, and one with neither dataport nor events. */
static inline int setup(void **state)
{
    return setup_raw(state) || init(2);
}

static inline int teardown(void **state)
{
    (void)state;
    fake_stop();
    return 0;
}

static inline void config_address(unsigned device, unsigned offset)
{
    port_bus_write(&vmm->ports, 0xcf8, 4, 0x80000000u | device << 11 | offset);
}

static inline uint32_t config_read(unsigned device, unsigned offset)
{
    config_address(device, offset);
    return port_bus_read(&vmm->ports, 0xcfc, 4);
}

static inline void config_write(unsigned device, unsigned offset, uint32_t value)
{
    config_address(device, offset);
    port_bus_write(&vmm->ports, 0xcfc, 4, value);
}

static inline uint64_t get(uint64_t address, unsigned bytes)
{
    return memory_bus_read(&vmm->memory_bus, address, bytes);
}

static inline void put(uint64_t address, unsigned bytes, uint64_t value)
{
    memory_bus_write(&vmm->memory_bus, address, bytes, value);
}

static inline uint32_t consume(void)
{
    return (uint32_t)get(BASE + CAUSEWAY_CONNECTION_CONSUME, 4);
}

/* The level of the bus's line at the interrupt controller. */
static inline bool line(void)
{
    return vmm->pic.chip[1].requests & 1u << (VMM_PCI_LINE - 8);
}

#endif
