/* SPDX-License-Identifier: BSD-2-Clause */
#include "clock.h"

#include "arch.h"
#include "console.h"
#include "cpu.h"
#include "layout.h"
#include "paging.h"

/* Local APIC registers (Intel manual volume 3, table 11-1). */
#define APIC_EOI           0x0b0
#define APIC_TASK_PRIORITY 0x080
#define APIC_SPURIOUS      0x0f0
#define APIC_LVT_TIMER     0x320
#define APIC_LVT_LINT0     0x350
#define APIC_LVT_LINT1     0x360
#define APIC_LVT_ERROR     0x370
#define APIC_INITIAL_COUNT 0x380
#define APIC_CURRENT_COUNT 0x390
#define APIC_DIVIDE        0x3e0

#define SPURIOUS_ENABLE 0x100
#define LVT_MASKED      0x10000
#define LVT_EXTINT      0x700
#define LVT_NMI         0x400
#define DIVIDE_BY_1     0xb

#define PIT_HZ        1193182ul
#define PIT_CHANNEL_2 0x42
#define PIT_COMMAND   0x43
#define PIT_GATE      0x61
#define CALIBRATION   (PIT_HZ / 50) /* 20 ms */

#define CALIBRATION_PRECISION 500u /* 0.2 % are good enough */
#define CALIBRATION_ROUNDS    20u

static volatile uint32_t *apic;
static uint64_t tsc_hz;
static uint64_t counts_per_tick; /* local APIC counts per tick of the time-stamp counter, times 2^32 */
static uint64_t armed = UINT64_MAX;

static void apic_write(unsigned reg, uint32_t value)
{
    apic[reg / 4] = value;
}

static uint32_t apic_read(unsigned reg)
{
    return apic[reg / 4];
}

/* What both clocks count while channel 2 of the 8254 runs down once. */
struct measurement {
    uint64_t ticks;  /* of the time-stamp counter */
    uint64_t slack;  /* how many of them may not belong to the run */
    uint32_t counts; /* of the local APIC's timer */
};

static struct measurement measure(void)
{
    cpu_out8(PIT_GATE, (cpu_in8(PIT_GATE) & ~3u) | 1); /* gate on, speaker off */
    cpu_out8(PIT_COMMAND, 0xb0);                       /* channel 2, both bytes, mode 0 */
    cpu_out8(PIT_CHANNEL_2, CALIBRATION & 0xff);
    uint64_t before = cpu_tsc();
    cpu_out8(PIT_CHANNEL_2, CALIBRATION >> 8);
    apic_write(APIC_INITIAL_COUNT, UINT32_MAX);
    uint64_t start = cpu_tsc(), running = start, now = start;
    while (!(cpu_in8(PIT_GATE) & 0x20)) {
        running = now;
        now = cpu_tsc();
        if (now - start > 1ul << 36)
            panic("the interval timer does not run; the clock cannot be calibrated");
    }
    uint32_t counts = UINT32_MAX - apic_read(APIC_CURRENT_COUNT);
    uint64_t end = cpu_tsc();
    return (struct measurement){end - start, start - before + end - running, counts};
}

/*
 * Firmware, or an emulator's host, may hold the processor back just when a measurement begins or ends: it is repeated
 * until that has hardly happened.
 */
static void calibrate(void)
{
    struct measurement best = measure();
    for (unsigned i = 0; i < CALIBRATION_ROUNDS && best.slack > best.ticks / CALIBRATION_PRECISION; i++) {
        struct measurement next = measure();
        if (next.slack < best.slack)
            best = next;
    }
    apic_write(APIC_INITIAL_COUNT, 0);
    if (best.ticks == 0 || best.counts == 0)
        panic("the local APIC's timer does not run");
    tsc_hz = best.ticks * PIT_HZ / CALIBRATION;
    counts_per_tick = ((uint64_t)best.counts << 32) / best.ticks;
}

void clock_init(void)
{
    struct cpuid features = cpu_id(1, 0);
    if (!(features.edx >> 9 & 1))
        panic("this processor has no local APIC");
    uint64_t base = cpu_read_msr(MSR_APIC_BASE);
    if (base & 1u << 10)
        panic("the firmware left the local APIC in x2APIC mode; switch that off in its settings");
    cpu_write_msr(MSR_APIC_BASE, base | 1u << 11);
    apic = paging_map_device(base & 0x000ffffffffff000ul);

    apic_write(APIC_SPURIOUS, SPURIOUS_ENABLE | VECTOR_SPURIOUS);
    apic_write(APIC_TASK_PRIORITY, 0);
    apic_write(APIC_LVT_LINT0, LVT_EXTINT); /* the two 8259 */
    apic_write(APIC_LVT_LINT1, LVT_NMI);
    apic_write(APIC_LVT_ERROR, LVT_MASKED);
    apic_write(APIC_LVT_TIMER, LVT_MASKED | VECTOR_TIMER);
    apic_write(APIC_DIVIDE, DIVIDE_BY_1);
    calibrate();
    apic_write(APIC_LVT_TIMER, VECTOR_TIMER);
}

void clock_acknowledge(void)
{
    apic_write(APIC_EOI, 0);
    armed = UINT64_MAX;
}

uint64_t arch_now(void)
{
    return cpu_tsc();
}

uint64_t arch_frequency(void)
{
    return tsc_hz;
}

static uint32_t counts_until(uint64_t deadline)
{
    uint64_t now = cpu_tsc();
    if (deadline <= now)
        return 1;
    __uint128_t counts = ((__uint128_t)(deadline - now) * counts_per_tick >> 32) + 1;
    return counts > UINT32_MAX ? UINT32_MAX : (uint32_t)counts;
}

void arch_timer_hasten(uint64_t deadline)
{
    if (deadline < armed)
        arch_timer_arm(deadline);
}

/* A far deadline is cut short: the early interrupt finds nothing expired, and arms the rest. */
void arch_timer_arm(uint64_t deadline)
{
    if (deadline == armed)
        return;
    armed = deadline;
    apic_write(APIC_INITIAL_COUNT, deadline == UINT64_MAX ? 0 : counts_until(deadline));
}
