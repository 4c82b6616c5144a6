/* SPDX-License-Identifier: BSD-2-Clause */
/* The driver's end of a seL4HardwareInterrupt connection. */
#ifndef CAMKES_INTERRUPT_H
#define CAMKES_INTERRUPT_H

#include "causeway/syscall.h"

struct camkes_interrupt {
    cw_slot notification; /* WAIT */
    void (*handle)(void); /* the component's X_handle */
};

/* The interface thread: runs the handler for each interrupt. The handler acknowledges. */
void camkes_interrupt_serve(void *interrupt);

#endif
