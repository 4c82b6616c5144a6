/* SPDX-License-Identifier: BSD-2-Clause */
/* The `from` end of CausewayVirtualMachine: everything a monitor has of its guest. */
#ifndef CAMKES_VM_H
#define CAMKES_VM_H

#include <stddef.h>
#include <stdint.h>

#include "abi/vcpu.h"
#include "causeway/syscall.h"

struct camkes_vm {
    cw_slot endpoint; /* to receive exits on, by the control thread: its bound notification is the
                         instance's, so that a receive returns for signals too */
    cw_slot vm;       /* for vm_map and vm_unmap */
    cw_slot vcpu;
    cw_slot wake;        /* to signal the control thread from another thread of the monitor */
    uint64_t exit_badge; /* of exit messages */
    uint64_t wake_badge; /* bits that a signal of `wake` sets in the instance notification */
    void *ram;           /* the guest's RAM from guest physical address 0 */
    size_t ram_size;     /* bytes */
    struct vcpu_block *block;
    uint32_t table_pages; /* second-stage table pages that vm_map may use */
};

#endif
