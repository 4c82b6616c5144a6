/* SPDX-License-Identifier: BSD-2-Clause */
/*
 * Between the guest's serial port and the world: output is gathered to lines (or what has come
 * within a moment, so that a prompt appears), input waits until the port has room.
 */
#ifndef VMM_CORE_CONSOLE_H
#define VMM_CORE_CONSOLE_H

#include <stdint.h>

#include <vmm/host.h>

#include "devices/uart.h"

#define CONSOLE_OUTPUT   512
#define CONSOLE_INPUT    256
#define CONSOLE_DELAY_NS 5000000u /* how long an unfinished line waits */

struct console {
    const struct vmm_host *host;
    struct uart *uart;
    uint64_t (*now)(void *context); /* ns */
    void *context;
    uint8_t output[CONSOLE_OUTPUT];
    unsigned output_bytes;
    uint64_t output_deadline; /* ns; UINT64_MAX with no output waiting */
    uint8_t input[CONSOLE_INPUT];
    unsigned input_first, input_bytes;
};

void console_init(struct console *console, const struct vmm_host *host, struct uart *uart,
                  uint64_t (*now)(void *context), void *context);

/* Writes out what waits. */
void console_flush(struct console *console);

/* Writes out an unfinished line whose time has come. */
void console_update(struct console *console);

/* There is input, or room for it. */
void console_poll_input(struct console *console);

#endif
