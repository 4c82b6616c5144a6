/* SPDX-License-Identifier: BSD-2-Clause */
/* A 16550 made of test code: as slow, as fast or as broken as the test wants. */
#ifndef FAKE_UART_H
#define FAKE_UART_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct fake_uart {
    uint8_t registers[8];
    char sent[65536];
    size_t sent_count;
    unsigned room; /* what the FIFO can take; 16: the transmitter is empty */
    bool instant;  /* sends at once, as emulators do */
    bool broken;   /* all registers read as ones */
    const char *typed;
    bool overrun;
};

extern struct fake_uart uart;

/* An idle port on which nothing has been typed. */
void fake_uart_reset(void);

#endif
