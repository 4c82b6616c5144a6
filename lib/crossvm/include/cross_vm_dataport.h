/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef CROSS_VM_DATAPORT_H
#define CROSS_VM_DATAPORT_H

#include <dataport_caps.h>
#include <vmm/vmm.h>

/*
 * Lets the guest share the dataports `dataports[1]` to `dataports[n - 1]`; an index is the id that
 * the guest uses and must be the X_id of the specification. Entry 0 is NULL. The array stays the
 * library's. Returns 0; otherwise a message has been printed, and the monitor must not start.
 */
int cross_vm_dataports_init_common(vmm_t *vmm, dataport_caps_handle_t **dataports, int n);

#endif
