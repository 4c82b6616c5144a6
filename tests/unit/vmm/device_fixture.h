/* SPDX-License-Identifier: BSD-2-Clause */
/* What a device under test is given: ports, a clock that stands still, one interrupt line. Include after cmocka.h. */
#ifndef TESTS_VMM_DEVICE_FIXTURE_H
#define TESTS_VMM_DEVICE_FIXTURE_H

#include <stdbool.h>
#include <stdint.h>

#include "devices/irq_line.h"
#include "devices/port_bus.h"

static struct port_bus bus;
static uint64_t clock_ns; /* the time; tests move it on */
static bool level;        /* of the line */
static unsigned edges;    /* how often it has risen */
static unsigned own_line;

static uint64_t now(void *context)
{
    (void)context;
    return clock_ns;
}

static void set_line(void *context, unsigned line, bool up)
{
    (void)context;
    assert_int_equal(line, own_line);
    edges += up && !level;
    level = up;
}

/* Everything anew; `up`: the line's level. */
static struct irq_line device_fixture(unsigned line, bool up)
{
    bus = (struct port_bus){0};
    clock_ns = 0;
    level = up;
    edges = 0;
    own_line = line;
    return (struct irq_line){set_line, NULL, line};
}

static void out(uint16_t port, uint8_t value)
{
    port_bus_write(&bus, port, 1, value);
}

static uint8_t in(uint16_t port)
{
    return (uint8_t)port_bus_read(&bus, port, 1);
}

#endif
