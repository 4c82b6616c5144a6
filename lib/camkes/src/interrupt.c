/* SPDX-License-Identifier: BSD-2-Clause */
#include "camkes/interrupt.h"

void camkes_interrupt_serve(void *interrupt)
{
    const struct camkes_interrupt *line = interrupt;
    uint64_t bits;
    while (cw_wait(line->notification, &bits) >= 0)
        line->handle();
}
