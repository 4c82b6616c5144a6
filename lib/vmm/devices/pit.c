/* SPDX-License-Identifier: BSD-2-Clause */
/* Reference: Intersil 82C54 data sheet, "Mode Definitions" and "Read-Back Command". */
#include "pit.h"

#include <string.h>

#define NS_PER_SECOND 1000000000u
#define NEVER         UINT64_MAX

#define STATUS_OUTPUT 0x80u
#define STATUS_NULL   0x40u

#define PORT61_GATE2   0x01u
#define PORT61_SPEAKER 0x02u
#define PORT61_REFRESH 0x10u
#define PORT61_OUT2    0x20u

static uint64_t ns_to_ticks(uint64_t ns)
{
    return (uint64_t)((unsigned __int128)ns * PIT_HZ / NS_PER_SECOND);
}

/* The first nanosecond at which `ticks` have passed. */
static uint64_t ticks_to_ns(uint64_t ticks)
{
    return (uint64_t)(((unsigned __int128)ticks * NS_PER_SECOND + PIT_HZ - 1) / PIT_HZ);
}

static uint64_t counter_elapsed(const struct pit_counter *counter, uint64_t now)
{
    return counter->gate ? ns_to_ticks(now - counter->start) : counter->held;
}

static bool counter_periodic(const struct pit_counter *counter)
{
    return counter->mode == 2 || counter->mode == 3;
}

/* Whether the counter has begun: modes 1 and 5 wait for the gate to rise. */
static bool counter_started(const struct pit_counter *counter)
{
    return counter->loaded && (counter->triggered || (counter->mode != 1 && counter->mode != 5));
}

/* Level of OUT. */
static bool counter_output(const struct pit_counter *counter, uint64_t now)
{
    uint64_t elapsed;

    if (!counter_started(counter)) {
        return counter->mode != 0;
    }
    elapsed = counter_elapsed(counter, now);
    switch (counter->mode) {
    case 0:
    case 1:
        return elapsed >= counter->count;
    case 2:
        /* Low for the last clock of a period; a stopped counter's output is high. */
        return !counter->gate || elapsed % counter->count != counter->count - 1;
    case 3:
        return !counter->gate || elapsed % counter->count < (counter->count + 1) / 2;
    default:
        return elapsed != counter->count;
    }
}

static uint16_t to_bcd(uint32_t value)
{
    return (uint16_t)(value % 10 | value / 10 % 10 << 4 | value / 100 % 10 << 8 | value / 1000 % 10 << 12);
}

static uint32_t from_bcd(uint16_t value)
{
    return (value & 0xf) + (value >> 4 & 0xf) * 10 + (value >> 8 & 0xf) * 100 + (value >> 12) * 1000;
}

/* The counting element as software reads it. */
static uint16_t counter_value(const struct pit_counter *counter, uint64_t now)
{
    uint32_t modulus = counter->bcd ? 10000 : 65536;
    uint64_t elapsed = counter_started(counter) ? counter_elapsed(counter, now) : 0;
    uint32_t value;

    if (counter->mode == 3) {
        /* Counts down by two, twice a period. */
        value = counter->count - (uint32_t)(elapsed * 2 % counter->count);
    } else if (counter->mode == 2) {
        value = counter->count - (uint32_t)(elapsed % counter->count);
    } else {
        /* Goes on through zero. */
        value = (uint32_t)((counter->count + modulus - elapsed % modulus) % modulus);
    }
    value %= modulus;
    return counter->bcd ? to_bcd(value) : (uint16_t)value;
}

/*
 * The time of the rising edge of OUT that follows the first `seen` ones: what an edge-triggered line is to be given
 * next. It may have passed already. Mode 4 strobes for one clock, and the edge is its end.
 */
static uint64_t counter_next_edge(const struct pit_counter *counter, uint64_t seen)
{
    if (!counter_started(counter) || !counter->gate) {
        return NEVER;
    }
    if (counter_periodic(counter)) {
        return counter->start + ticks_to_ns((seen + 1) * counter->count);
    }
    return seen == 0 ? counter->start + ticks_to_ns(counter->count + (counter->mode >= 4 ? 1u : 0u)) : NEVER;
}

/* Rising edges of OUT up to `now`, since the count was loaded. */
static uint64_t counter_edges(const struct pit_counter *counter, uint64_t now)
{
    uint64_t elapsed;

    if (!counter_started(counter)) {
        return 0;
    }
    elapsed = counter_elapsed(counter, now);
    if (counter_periodic(counter)) {
        return elapsed / counter->count;
    }
    return elapsed >= counter->count + (counter->mode >= 4 ? 1u : 0u);
}

void pit_update(struct pit *pit)
{
    struct pit_counter *counter = &pit->counter[0];
    uint64_t now = pit->now(pit->context);
    uint64_t edges = counter_edges(counter, now);

    if (edges != pit->seen_edges) {
        pit->seen_edges = edges;
        irq_line_set(&pit->irq, false);
        irq_line_set(&pit->irq, true);
    }
    irq_line_set(&pit->irq, counter_output(counter, now));
}

uint64_t pit_deadline(const struct pit *pit)
{
    return counter_next_edge(&pit->counter[0], pit->seen_edges);
}

static void counter_load(struct pit *pit, unsigned index, uint16_t value)
{
    struct pit_counter *counter = &pit->counter[index];
    uint64_t now = pit->now(pit->context);
    uint32_t count = counter->bcd ? from_bcd(value) : value;

    if (count == 0) {
        count = counter->bcd ? 10000 : 65536;
    }
    if (counter_periodic(counter)) {
        if (count == 1) {
            count = 2; /* the data sheet's minimum for these modes */
        }
        if (counter->loaded && counter->gate) {
            /* The running period ends first: keep the phase, so that reloading loses no tick. */
            uint64_t elapsed = counter_elapsed(counter, now);
            uint64_t period = elapsed / counter->count;

            counter->start += ticks_to_ns(period * counter->count);
        } else {
            counter->start = now;
            counter->held = 0;
        }
    } else {
        counter->start = now;
        counter->held = 0;
    }
    counter->count = count;
    counter->loaded = true;
    if (index == 0) {
        pit->seen_edges = counter_edges(counter, now);
        irq_line_set(&pit->irq, counter_output(counter, now));
    }
}

static void counter_write(struct pit *pit, unsigned index, uint8_t value)
{
    struct pit_counter *counter = &pit->counter[index];

    switch (counter->access) {
    case 1:
        counter_load(pit, index, value);
        break;
    case 2:
        counter_load(pit, index, (uint16_t)(value << 8));
        break;
    default:
        if (!counter->write_high) {
            counter->write_low = value;
            counter->write_high = true;
            if (counter->mode == 0) {
                counter->loaded = false; /* the first byte stops a mode 0 count */
            }
        } else {
            counter->write_high = false;
            counter_load(pit, index, (uint16_t)(value << 8 | counter->write_low));
        }
        break;
    }
}

static uint8_t counter_read(struct pit *pit, unsigned index)
{
    struct pit_counter *counter = &pit->counter[index];
    uint16_t value;
    bool high;

    if (counter->status_latched) {
        counter->status_latched = false;
        return counter->status;
    }
    value = counter->latch_reads ? counter->latch : counter_value(counter, pit->now(pit->context));
    if (counter->latch_reads) {
        counter->latch_reads--;
    }
    high = counter->access == 2;
    if (counter->access == 3) {
        high = counter->read_high;
        counter->read_high = !counter->read_high;
    }
    return (uint8_t)(high ? value >> 8 : value);
}

static void counter_latch(struct pit *pit, struct pit_counter *counter)
{
    if (counter->latch_reads == 0) {
        counter->latch = counter_value(counter, pit->now(pit->context));
        counter->latch_reads = counter->access == 3 ? 2 : 1;
    }
}

static void counter_latch_status(struct pit *pit, struct pit_counter *counter)
{
    if (!counter->status_latched) {
        bool output = counter_output(counter, pit->now(pit->context));

        counter->status = (uint8_t)((output ? STATUS_OUTPUT : 0) | (counter->loaded ? 0 : STATUS_NULL) |
                                    counter->access << 4 | counter->mode << 1 | (counter->bcd ? 1 : 0));
        counter->status_latched = true;
    }
}

static void pit_read_back(struct pit *pit, uint8_t command)
{
    for (unsigned i = 0; i < 3; i++) {
        if (command & (2u << i)) {
            if (!(command & 0x20)) {
                counter_latch(pit, &pit->counter[i]);
            }
            if (!(command & 0x10)) {
                counter_latch_status(pit, &pit->counter[i]);
            }
        }
    }
}

static void pit_control(struct pit *pit, uint8_t command)
{
    unsigned index = command >> 6;
    uint8_t access = command >> 4 & 3;
    struct pit_counter *counter;

    if (index == 3) {
        pit_read_back(pit, command);
        return;
    }
    counter = &pit->counter[index];
    if (access == 0) {
        counter_latch(pit, counter);
        return;
    }
    counter->access = access;
    counter->mode = command >> 1 & 7;
    if (counter->mode > 5) {
        counter->mode -= 4; /* bit 2 is not decoded for modes 2 and 3 */
    }
    counter->bcd = command & 1;
    counter->loaded = counter->triggered = false;
    counter->write_high = counter->read_high = false;
    counter->latch_reads = 0;
    counter->status_latched = false;
    if (index == 0) {
        pit->seen_edges = 0;
        irq_line_set(&pit->irq, counter_output(counter, 0));
    }
}

static uint32_t pit_read(void *device, uint16_t port, unsigned size)
{
    (void)size;
    return port == PIT_CONTROL ? 0xff : counter_read(device, port - PIT_PORT);
}

static void pit_write(void *device, uint16_t port, unsigned size, uint32_t value)
{
    (void)size;
    if (port == PIT_CONTROL) {
        pit_control(device, (uint8_t)value);
    } else {
        counter_write(device, port - PIT_PORT, (uint8_t)value);
    }
}

static uint32_t nmi_port_read(void *device, uint16_t port, unsigned size)
{
    struct pit *pit = device;
    const struct pit_counter *counter = &pit->counter[2];
    bool output = counter_output(counter, pit->now(pit->context));

    (void)port;
    (void)size;
    pit->refresh = !pit->refresh;
    return (counter->gate ? PORT61_GATE2 : 0) | (pit->speaker ? PORT61_SPEAKER : 0) |
           (pit->refresh ? PORT61_REFRESH : 0) | (output ? PORT61_OUT2 : 0);
}

/* A rising gate restarts modes 1, 2, 3 and 5; in modes 0 and 4 the gate only holds the count. */
static void counter_set_gate(struct pit *pit, struct pit_counter *counter, bool gate)
{
    uint64_t now = pit->now(pit->context);

    if (gate == counter->gate) {
        return;
    }
    if (!gate) {
        counter->held = counter_elapsed(counter, now);
    } else if (counter->mode == 0 || counter->mode == 4) {
        counter->start = now - ticks_to_ns(counter->held);
    } else {
        counter->start = now;
        counter->triggered = true;
    }
    counter->gate = gate;
}

static void nmi_port_write(void *device, uint16_t port, unsigned size, uint32_t value)
{
    struct pit *pit = device;

    (void)port;
    (void)size;
    counter_set_gate(pit, &pit->counter[2], value & PORT61_GATE2);
    pit->speaker = value & PORT61_SPEAKER;
}

void pit_reset(struct pit *pit)
{
    memset(pit->counter, 0, sizeof(pit->counter));
    for (unsigned i = 0; i < 3; i++) {
        pit->counter[i].access = 3;
        pit->counter[i].count = 65536;
        pit->counter[i].gate = i != 2;
    }
    pit->seen_edges = 0;
    pit->speaker = pit->refresh = false;
    /* High, so that setting a mode with an idle-high output makes no edge. */
    irq_line_set(&pit->irq, true);
}

void pit_init(struct pit *pit, struct irq_line irq, uint64_t (*now)(void *context), void *context)
{
    memset(pit, 0, sizeof(*pit));
    pit->irq = irq;
    pit->now = now;
    pit->context = context;
    pit_reset(pit);
}

int pit_attach(struct pit *pit, struct port_bus *bus)
{
    struct port_range counters = {PIT_PORT, PIT_CONTROL, 1, pit_read, pit_write, pit, true};
    struct port_range nmi = {PIT_NMI_PORT, PIT_NMI_PORT, 1, nmi_port_read, nmi_port_write, pit, false};
    int error = port_bus_add(bus, &counters);

    return error ? error : port_bus_add(bus, &nmi);
}
