/* SPDX-License-Identifier: BSD-2-Clause */
#include "reset_ports.h"

#define KEYBOARD_DATA    0x60
#define KEYBOARD_COMMAND 0x64
#define SYSTEM_CONTROL_A 0x92
#define RESET_CONTROL    0xcf9

/*
 * All ones as from an absent chip, except that the input buffer is not full: who waits for that
 * before it sends the reset command need not run into its time-out.
 */
#define KEYBOARD_STATUS 0xfdu
#define PULSE_RESET     0xfeu
#define A_RESET         0x01u
#define A_A20           0x02u /* the address line 20 is open, always */
#define CONTROL_CPU     0x04u /* rising: reset now */
#define CONTROL_BITS    0x0eu

static uint32_t ports_read(void *device, uint16_t port, unsigned size)
{
    const struct reset_ports *ports = device;

    (void)size;
    switch (port) {
    case KEYBOARD_COMMAND:
        return KEYBOARD_STATUS;
    case SYSTEM_CONTROL_A:
        return A_A20;
    case RESET_CONTROL:
        return ports->control;
    default:
        return 0xff;
    }
}

static void ports_write(void *device, uint16_t port, unsigned size, uint32_t value)
{
    struct reset_ports *ports = device;
    int reset = 0;

    (void)size;
    switch (port) {
    case KEYBOARD_COMMAND:
        reset = value == PULSE_RESET;
        break;
    case SYSTEM_CONTROL_A:
        reset = value & A_RESET;
        break;
    case RESET_CONTROL:
        reset = value & ~ports->control & CONTROL_CPU;
        ports->control = value & CONTROL_BITS;
        break;
    default:
        break;
    }
    if (reset) {
        ports->control = 0;
        ports->request(ports->context);
    }
}

void reset_ports_init(struct reset_ports *ports, void (*request)(void *context), void *context)
{
    ports->control = 0;
    ports->request = request;
    ports->context = context;
}

int reset_ports_attach(struct reset_ports *ports, struct port_bus *bus)
{
    static const uint16_t numbers[] = {KEYBOARD_DATA, KEYBOARD_COMMAND, SYSTEM_CONTROL_A, RESET_CONTROL};

    for (unsigned i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
        struct port_range range = {numbers[i], numbers[i], 1, ports_read, ports_write, ports, false};
        int error = port_bus_add(bus, &range);

        if (error) {
            return error;
        }
    }
    return 0;
}
