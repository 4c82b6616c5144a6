/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef VM_HOST_H
#define VM_HOST_H

#include <vmm/host.h>

/* This instance's VM, console, clock and timer as the monitor's library wants them. */
const struct vmm_host *host_over_connections(void);

#endif
