/* SPDX-License-Identifier: BSD-2-Clause */
/* One timer of the host serves every device: each says when it needs a look next. */
#include "monitor.h"

void vmm_update_devices(vmm_t *vmm)
{
    pit_update(&vmm->pit);
    rtc_update(&vmm->rtc);
    console_update(&vmm->console);
}

void vmm_arm_timer(vmm_t *vmm)
{
    uint64_t ns = pit_deadline(&vmm->pit);
    uint64_t rtc = rtc_deadline(&vmm->rtc);
    uint64_t deadline;

    ns = rtc < ns ? rtc : ns;
    ns = vmm->console.output_deadline < ns ? vmm->console.output_deadline : ns;
    ns = ns < vmm->timer_floor ? vmm->timer_floor : ns;
    deadline = ns == UINT64_MAX ? UINT64_MAX : clock_tsc(&vmm->clock, ns);
    if (deadline != vmm->timer_deadline) {
        vmm->timer_deadline = deadline;
        vmm->host->timer_set(vmm->host->context, deadline);
    }
}
