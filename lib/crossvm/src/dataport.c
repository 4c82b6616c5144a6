/* SPDX-License-Identifier: BSD-2-Clause */
#include <cross_vm_dataport.h>

#include <vmm/guest_memory.h>
#include <vmm/hypercall.h>
#include <vmm/monitor.h>

#include "abi/error.h"
#include "abi/guest.h"
#include "internal.h"

#define PAGE CAUSEWAY_PAGE_SIZE

static struct {
    vmm_t *vmm;
    dataport_caps_handle_t **handles;
    unsigned entries;
    struct {
        bool shared;
        uint64_t address;
    } state[CAUSEWAY_MAX_DATAPORTS];
} dataports;

bool crossvm_table_size_ok(const char *what, int entries)
{
    if (entries < 1 || (unsigned)entries > CAUSEWAY_MAX_DATAPORTS) {
        vmm_log("%s: %d entries; 1 to %u, with entry 0 unused", what, entries, CAUSEWAY_MAX_DATAPORTS);
        return false;
    }
    return true;
}

static int64_t refuse(uint64_t id, const char *why, int64_t error)
{
    vmm_log_guest(dataports.vmm, "dataport %llu: %s", (unsigned long long)id, why);
    return error;
}

bool crossvm_frames_consecutive(dataport_caps_handle_t *handle)
{
    unsigned frames = dataport_get_num_frame_caps(handle);
    seL4_CPtr first = dataport_get_nth_frame_cap(handle, 0);

    for (unsigned i = 0; i < frames; i++) {
        seL4_CPtr frame = dataport_get_nth_frame_cap(handle, i);

        if (frame == seL4_CapNull || camkes_frame_region(frame) != camkes_frame_region(first) ||
            camkes_frame_offset(frame) != camkes_frame_offset(first) + (uint64_t)i * PAGE) {
            return false;
        }
    }
    return frames != 0 && (uint64_t)frames * PAGE == dataport_get_size(handle);
}

static bool entry_ok(dataport_caps_handle_t **handles, unsigned index)
{
    dataport_caps_handle_t *handle = handles[index];
    const char *what = "cross_vm_dataports_init";

    if (!handle) {
        vmm_log("%s: entry %u is NULL: ids are contiguous from 1", what, index);
        return false;
    }
    if (dataport_get_id(handle) != index) {
        vmm_log("%s: entry %u is the dataport '%s', whose id in the specification is %u", what, index,
                handle->name, dataport_get_id(handle));
        return false;
    }
    if (dataport_get_size(handle) == 0 || dataport_get_size(handle) % PAGE != 0) {
        vmm_log("%s: dataport %u, '%s', has %zu bytes, which is not a multiple of %u", what, index,
                handle->name, dataport_get_size(handle), PAGE);
        return false;
    }
    if (!crossvm_frames_consecutive(handle)) {
        vmm_log("%s: the frames of dataport %u, '%s', are not consecutive pages of one region", what, index,
                handle->name);
        return false;
    }
    return true;
}

static int64_t dataport_size(void *context, const struct hypercall_args *args)
{
    (void)context;
    if (!crossvm_id_valid(args->a, dataports.entries)) {
        return refuse(args->a, "no such id", -CW_ENOENT);
    }
    return (int64_t)dataport_get_size(dataports.handles[args->a]);
}

static int64_t dataport_rights(void *context, const struct hypercall_args *args)
{
    seL4_CapRights_t rights;

    (void)context;
    if (!crossvm_id_valid(args->a, dataports.entries)) {
        return refuse(args->a, "no such id", -CW_ENOENT);
    }
    rights = dataport_get_rights(dataports.handles[args->a]);
    return (seL4_CapRights_get_capAllowRead(rights) ? CAUSEWAY_DATAPORT_READ : 0) |
           (seL4_CapRights_get_capAllowWrite(rights) ? CAUSEWAY_DATAPORT_WRITE : 0);
}

static int64_t refuse_size(uint64_t id, uint64_t size)
{
    dataport_caps_handle_t *handle = dataports.handles[id];

    vmm_log_guest(dataports.vmm, "dataport %llu, '%s': the guest says %llu bytes, the specification %zu",
                  (unsigned long long)id, handle->name, (unsigned long long)size, dataport_get_size(handle));
    return -CW_EINVAL;
}

/* Everything about a request to share that can be wrong. 0: it may be carried out. */
static int64_t check_share(uint64_t id, uint64_t address, uint64_t size)
{
    struct guest_memory *memory = vmm_memory(dataports.vmm);

    if (!crossvm_id_valid(id, dataports.entries)) {
        return refuse(id, "no such id", -CW_ENOENT);
    }
    if (address % PAGE != 0) {
        return refuse(id, "the guest's address is not page-aligned", -CW_EINVAL);
    }
    if (size != dataport_get_size(dataports.handles[id])) {
        return refuse_size(id, size);
    }
    if (!guest_memory_contains(memory, address, size)) {
        return refuse(id, "the guest's range is not in its RAM", -CW_EFAULT);
    }
    if (dataports.state[id].shared) {
        return dataports.state[id].address == address ? 0
                                                      : refuse(id, "shared at another address", -CW_EBUSY);
    }
    if (guest_memory_covered(memory, address, size)) {
        return refuse(id, "the guest's range overlaps another dataport", -CW_EEXIST);
    }
    if (crossvm_event_page_overlaps(address, size)) {
        return refuse(id, "the guest's range overlaps its event page", -CW_EEXIST);
    }
    return 0;
}

static int64_t dataport_share(void *context, const struct hypercall_args *args)
{
    uint64_t id = args->a, address = args->b, size = args->c;
    struct guest_memory *memory = vmm_memory(dataports.vmm);
    const struct vmm_host *host = vmm_host(dataports.vmm);
    int64_t error = check_share(id, address, size);
    seL4_CPtr frame;

    (void)context;
    if (error || dataports.state[id].shared) {
        return error;
    }
    error = guest_memory_cover(memory, address, size);
    if (error) {
        return refuse(id, "too many dataports are shared", error);
    }
    frame = dataport_get_nth_frame_cap(dataports.handles[id], 0);
    error = host->map(host->context, address, camkes_frame_region(frame), camkes_frame_offset(frame), size);
    if (error) {
        guest_memory_uncover(memory, address);
        return refuse(id, "the kernel cannot map it", error);
    }
    dataports.state[id].shared = true;
    dataports.state[id].address = address;
    return 0;
}

static void unshare(unsigned id)
{
    const struct vmm_host *host = vmm_host(dataports.vmm);

    host->unmap(host->context, dataports.state[id].address);
    guest_memory_uncover(vmm_memory(dataports.vmm), dataports.state[id].address);
    dataports.state[id].shared = false;
}

static int64_t dataport_unshare(void *context, const struct hypercall_args *args)
{
    (void)context;
    if (!crossvm_id_valid(args->a, dataports.entries) || !dataports.state[args->a].shared) {
        return refuse(args->a, "no such id, or not shared", -CW_ENOENT);
    }
    unshare((unsigned)args->a);
    return 0;
}

static void reset(void *context)
{
    (void)context;
    for (unsigned id = 1; id < dataports.entries; id++) {
        if (dataports.state[id].shared) {
            unshare(id);
        }
    }
}

int cross_vm_dataports_init_common(vmm_t *vmm, dataport_caps_handle_t **handles, int n)
{
    static const struct {
        uint32_t number;
        hypercall_fn handler;
    } calls[] = {
        {CAUSEWAY_HC_DATAPORT_SIZE, dataport_size},
        {CAUSEWAY_HC_DATAPORT_RIGHTS, dataport_rights},
        {CAUSEWAY_HC_DATAPORT_SHARE, dataport_share},
        {CAUSEWAY_HC_DATAPORT_UNSHARE, dataport_unshare},
    };

    if (!crossvm_table_size_ok("cross_vm_dataports_init", n)) {
        return -1;
    }
    if (handles[0]) {
        vmm_log("cross_vm_dataports_init: entry 0 is not NULL: ids start at 1");
        return -1;
    }
    for (int i = 1; i < n; i++) {
        if (!entry_ok(handles, (unsigned)i)) {
            return -1;
        }
    }
    dataports.vmm = vmm;
    dataports.handles = handles;
    dataports.entries = (unsigned)n;
    for (unsigned i = 0; i < sizeof(calls) / sizeof(calls[0]); i++) {
        if (vmm_hypercall_add(vmm, calls[i].number, calls[i].handler, NULL)) {
            vmm_log("cross_vm_dataports_init: called twice");
            return -1;
        }
    }
    return vmm_reset_hook_add(vmm, reset, NULL);
}
