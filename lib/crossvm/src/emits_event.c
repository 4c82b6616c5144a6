/* SPDX-License-Identifier: BSD-2-Clause */
#include <cross_vm_emits_event.h>

#include <vmm/hypercall.h>
#include <vmm/monitor.h>

#include "abi/error.h"
#include "abi/guest.h"
#include "internal.h"

static struct {
    vmm_t *vmm;
    camkes_emit_fn *events;
    unsigned entries;
} emitted;

static int64_t emit(void *context, const struct hypercall_args *args)
{
    (void)context;
    if (!crossvm_id_valid(args->a, emitted.entries)) {
        vmm_log_guest(emitted.vmm, "emit: no event %llu; ids are 1 to %u", (unsigned long long)args->a,
                      emitted.entries - 1);
        return -CW_ENOENT;
    }
    emitted.events[args->a]();
    return 0;
}

int cross_vm_emits_events_init_common(vmm_t *vmm, camkes_emit_fn *events, int n)
{
    if (!crossvm_table_size_ok("cross_vm_emits_events_init", n)) {
        return -1;
    }
    for (int i = 0; i < n; i++) {
        if ((events[i] == NULL) != (i == 0)) {
            vmm_log("cross_vm_emits_events_init: entry %d is %s: ids are contiguous from 1", i,
                    i == 0 ? "not NULL" : "NULL");
            return -1;
        }
    }
    emitted.vmm = vmm;
    emitted.events = events;
    emitted.entries = (unsigned)n;
    if (vmm_hypercall_add(vmm, CAUSEWAY_HC_EMIT, emit, NULL)) {
        vmm_log("cross_vm_emits_events_init: called twice");
        return -1;
    }
    return 0;
}
