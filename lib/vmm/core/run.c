/* SPDX-License-Identifier: BSD-2-Clause */
#include "monitor.h"

#include "abi/error.h"

static void handle_wakes(vmm_t *vmm, unsigned wakes)
{
    if (wakes & VMM_WAKE_ASYNC) {
        vmm_handle_async(vmm);
    }
    if (wakes & VMM_WAKE_TIMER) {
        vmm->timer_deadline = UINT64_MAX; /* it has fired: there is none now */
        vmm->timer_floor = vmm_time_ns(vmm) + VMM_TIMER_GAP_NS;
        vmm->devices_touched = true;
    }
    if (wakes & VMM_WAKE_CONSOLE) {
        console_poll_input(&vmm->console);
    }
}

/* The kernel refused the state: the monitor's own mistake, or a guest on strange paths. */
static void refused(vmm_t *vmm, int error)
{
    vmm_log("the guest cannot go on: resume failed with %d, field %u, at 0x%llx", error,
            vmm->block->exit.detail, (unsigned long long)vmm->block->rip);
}

enum vmm_end vmm_run(vmm_t *vmm)
{
    console_poll_input(&vmm->console); /* also tells the other side that somebody reads */
    for (;;) {
        unsigned wakes = 0;
        int event;

        if (vmm->devices_touched) {
            vmm->devices_touched = false;
            vmm_update_devices(vmm);
            vmm_arm_timer(vmm);
        }
        vmm_deliver_interrupts(vmm);
        event = vmm->host->next(vmm->host->context, !vmm->running, &wakes);
        if (event < 0) {
            refused(vmm, event);
            return VMM_END_ERROR;
        }
        vmm->running = event != VMM_HOST_EXIT;
        if (vmm->running) {
            vmm->state_valid = false;
            handle_wakes(vmm, wakes);
            continue;
        }
        vmm->window_pending = false; /* a stopped vCPU is worth another try */
        vmm->state_valid = vmm->block->exit.kind == VCPU_EXIT_MEMORY ||
                           vmm->block->exit.kind == VCPU_EXIT_SHUTDOWN ||
                           vmm->block->exit.kind == VCPU_EXIT_INVALID_STATE;
        vmm_handle_exit(vmm);
        if (vmm->reset_requested && !vmm_reset(vmm)) {
            return VMM_END_ERROR;
        }
        if (vmm->halted) {
            console_flush(&vmm->console);
            return VMM_END_OFF;
        }
    }
}
