/* SPDX-License-Identifier: BSD-2-Clause */
/* What the monitor's library asks of the world, over this instance's connections and system calls. */
#include "host.h"

#include <string.h>

#include <camkes.h>
#include <causeway/clock.h>
#include <causeway/syscall.h>
#include <vmm/monitor.h>

static uint64_t host_now(void *context)
{
    (void)context;
    return cw_clock_ticks();
}

static unsigned wakes_of(uint64_t bits)
{
    return (bits & (uint64_t)timer_notification_badge() ? VMM_WAKE_TIMER : 0) |
           (bits & (uint64_t)guest_console_notification_badge() ? VMM_WAKE_CONSOLE : 0) |
           (bits & vm_resources.wake_badge ? VMM_WAKE_ASYNC : 0);
}

static int host_next(void *context, int resume, unsigned *wakes)
{
    (void)context;
    uint64_t badge;
    int64_t result = resume ? cw_vcpu_resume_receive(vm_resources.vcpu, vm_resources.endpoint, &badge)
                            : cw_receive(vm_resources.endpoint, &badge);
    if (result < 0)
        return (int)result;
    if (result == CW_RECEIVE_NOTIFICATION) {
        *wakes = wakes_of(badge);
        return 0;
    }
    return VMM_HOST_EXIT;
}

static int host_inject(void *context, unsigned vector)
{
    (void)context;
    return (int)cw_vcpu_inject(vm_resources.vcpu, vector);
}

static int host_get_state(void *context)
{
    (void)context;
    return (int)cw_vcpu_get_state(vm_resources.vcpu);
}

static void host_timer_set(void *context, uint64_t deadline)
{
    (void)context;
    timer_set(deadline);
}

static int host_map(void *context, uint64_t address, uintptr_t region, uint64_t offset, uint64_t size)
{
    (void)context;
    return (int)cw_vm_map(vm_resources.vm, address, (cw_slot)region, offset, size);
}

static int host_unmap(void *context, uint64_t address)
{
    (void)context;
    return (int)cw_vm_unmap(vm_resources.vm, address);
}

static void host_wake(void *context)
{
    (void)context;
    cw_signal(vm_resources.wake);
}

static void host_console_write(void *context, const void *bytes, size_t size)
{
    (void)context;
    const char *from = bytes;
    while (size > 0) {
        size_t part = size < guest_console_get_size() ? size : guest_console_get_size();
        memcpy((void *)(uintptr_t)guest_console_buf, from, part);
        int taken = guest_console_write((int)part);
        if (taken <= 0 || (size_t)taken > part)
            return;
        from += taken;
        size -= (size_t)taken;
    }
}

/*
 * What the server has put into the buffer is taken out of it whole, because the next line of output goes into the
 * same buffer.
 */
static size_t host_console_read(void *context, void *to, size_t size)
{
    static char held[4096];
    static size_t first, bytes;

    (void)context;
    if (bytes == 0) {
        int got = guest_console_read();
        if (got <= 0)
            return 0;
        first = 0;
        bytes = (size_t)got < sizeof(held) ? (size_t)got : sizeof(held);
        memcpy(held, (const void *)(uintptr_t)guest_console_buf, bytes);
    }
    size_t part = bytes < size ? bytes : size;
    memcpy(to, held + first, part);
    first += part;
    bytes -= part;
    return part;
}

static uint64_t host_wall_time(void *context)
{
    (void)context;
    return system_rtc_time();
}

static void host_cpuid(void *context, uint32_t leaf, uint32_t subleaf, uint32_t result[4])
{
    (void)context;
    __asm__ volatile("cpuid"
                     : "=a"(result[0]), "=b"(result[1]), "=c"(result[2]), "=d"(result[3])
                     : "a"(leaf), "c"(subleaf));
}

static struct vmm_host host = {
    .now = host_now,
    .next = host_next,
    .inject = host_inject,
    .get_state = host_get_state,
    .timer_set = host_timer_set,
    .map = host_map,
    .unmap = host_unmap,
    .wake = host_wake,
    .console_write = host_console_write,
    .console_read = host_console_read,
    .wall_time = host_wall_time,
    .cpuid = host_cpuid,
};

const struct vmm_host *host_over_connections(void)
{
    host.tsc_hz = cw_clock_frequency();
    return &host;
}
