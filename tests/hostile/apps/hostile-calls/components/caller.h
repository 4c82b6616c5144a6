/* SPDX-License-Identifier: BSD-2-Clause */
#ifndef HOSTILE_CALLER_H
#define HOSTILE_CALLER_H

#include "attack.h"

/* Every call on every slot, and on slots that are not there; prints the results for the test to judge. */
void attack_slots(void);

/* Calls on the right slots with wrong arguments. */
void attack_arguments(void);

/* What a call does to the registers of its caller. */
void attack_registers(void);

/* A slot on which `number` with these arguments has the given result, or UINT32_MAX. */
uint32_t find_slot(uint64_t number, uint64_t a, int64_t wanted);

/* The slot of an endpoint on which this component may receive, or UINT32_MAX. */
uint32_t find_served_endpoint(void);

#endif
