/* SPDX-License-Identifier: BSD-2-Clause */
/* The server's component, as the test of the client sees it. */
#ifndef CALLS_FAR_H
#define CALLS_FAR_H

#include "camkes/component.h"
#include "camkes/rpc.h"

extern const struct camkes_component far_component;

unsigned far_calls(void); /* handler functions that have run */
unsigned far_single_calls(void);
seL4_Word far_last_sender(void);
void far_check_own_interfaces(void);

#endif
