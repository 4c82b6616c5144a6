/* SPDX-License-Identifier: BSD-2-Clause */
/* From the interrupt controller's output to the vCPU, and from other threads to the controller. */
#include "monitor.h"

#include "abi/error.h"

#define ASYNC_VALID      ((seL4_Word)1 << 27)
#define LINES            16
#define ASYNC_FIRST_LINE 1u /* the bit of line 0 */
#define ASYNC_LINES      ((seL4_Word)0xffff << ASYNC_FIRST_LINE)

void vmm_set_line(void *context, unsigned line, bool level)
{
    vmm_t *vmm = context;

    pic_set_line(&vmm->pic, line, level);
}

/*
 * What the vCPU should take next. `*direct`: the line it is from, or -1 if it is the controller's
 * choice. Direct lines go first, but a flood of them does not keep the guest from its timer.
 */
static bool next_vector(const vmm_t *vmm, uint8_t *vector, int *direct)
{
    *direct = -1;
    if ((vmm->direct_pending == 0 || vmm->refused_pic) && pic_pending(&vmm->pic, vector)) {
        return true;
    }
    if (vmm->direct_pending == 0) {
        return false;
    }
    *direct = __builtin_ctz(vmm->direct_pending);
    *vector = pic_vector(&vmm->pic, (unsigned)*direct);
    return true;
}

/*
 * The controller learns of an interrupt's delivery (its INTA cycle) only when the kernel has taken
 * the vector: a refused one stays requested there, and another may overtake it until the window
 * opens.
 */
static void deliver(vmm_t *vmm, uint8_t vector, int direct)
{
    int error = vmm->host->inject(vmm->host->context, vector);

    if (error == -CW_EAGAIN) {
        vmm->window_pending = true;
        vmm->refused_pic = direct < 0;
        return;
    }
    if (vmm_traces(vmm, VMM_TRACE_IRQS)) {
        vmm_log("interrupt vector 0x%02x (%d)", vector, error);
    }
    /* A vector below 32, which the kernel refuses for good, is the guest's own mistake: lost. */
    if (direct < 0) {
        vmm->refused_pic = false;
        pic_acknowledge(&vmm->pic);
    } else {
        vmm->direct_pending &= (uint16_t) ~(1u << direct);
    }
}

/*
 * Goes on until nothing waits or the kernel refuses one: not every handler ends its interrupt with an exit, and the
 * window is then the only sign that the next one's turn has come. A line that a guest has set up to ask for ever, with
 * a vector that is lost each time, must not keep the monitor here.
 */
void vmm_deliver_interrupts(vmm_t *vmm)
{
    uint8_t vector;
    int direct;

    for (unsigned i = 0; i < LINES && !vmm->window_pending && next_vector(vmm, &vector, &direct); i++) {
        deliver(vmm, vector, direct);
    }
}

void vmm_line_direct(vmm_t *vmm, unsigned line, bool direct)
{
    uint16_t bit = (uint16_t)(1u << line);

    vmm->direct_lines = direct ? vmm->direct_lines | bit : vmm->direct_lines & (uint16_t)~bit;
    if (!direct && (vmm->direct_pending & bit)) {
        vmm->direct_pending &= (uint16_t)~bit;
        vmm_pulse_line(vmm, line);
    }
}

void vmm_pulse_line(vmm_t *vmm, unsigned line)
{
    if (vmm->direct_lines >> line & 1) {
        vmm->direct_pending |= (uint16_t)(1u << line);
        return;
    }
    pic_set_line(&vmm->pic, line, true);
    pic_set_line(&vmm->pic, line, false);
}

void vmm_handle_async(vmm_t *vmm)
{
    seL4_Word bits = __atomic_exchange_n(&vmm->async_bits, 0, __ATOMIC_ACQUIRE);

    if (bits == 0) {
        bits = vmm->async_badges; /* a bare signal of a capability */
    }
    if (bits & VMM_ASYNC_HOOKS) {
        vmm_run_hooks(&vmm->async_hooks);
    }
    for (seL4_Word lines = bits & ASYNC_LINES; lines != 0; lines &= lines - 1) {
        vmm_pulse_line(vmm, (unsigned)__builtin_ctzl(lines) - ASYNC_FIRST_LINE);
    }
}

seL4_CPtr vmm_create_async_event_notification_cap(vmm_t *vmm, seL4_Word badge)
{
    if (!(badge & ASYNC_VALID)) {
        vmm_log("vmm_create_async_event_notification_cap: badge 0x%llx lacks bit 27",
                (unsigned long long)badge);
        return seL4_CapNull;
    }
    vmm->async_badges |= badge;
    return vmm->config.wake_slot;
}

void vmm_async_raise(vmm_t *vmm, seL4_Word badge)
{
    seL4_Word before = __atomic_fetch_or(&vmm->async_bits, badge, __ATOMIC_RELEASE);

    /* With bits left from before, a wake-up is on its way already. */
    if (before == 0) {
        vmm->host->wake(vmm->host->context);
    }
}
