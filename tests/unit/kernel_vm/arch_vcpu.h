/* SPDX-License-Identifier: BSD-2-Clause */
/* What the fake processor keeps per vCPU: how it answers, and what it was asked. */
#ifndef UNIT_ARCH_VCPU_H
#define UNIT_ARCH_VCPU_H

#include <stdbool.h>
#include <stdint.h>

struct arch_vcpu {
    bool injectable;  /* answer of arch_vcpu_injectable() */
    unsigned outcome; /* enum vcpu_outcome: answer of arch_vcpu_enter() */
    unsigned refuse;  /* enum vcpu_field: answer of arch_vcpu_load() */
    unsigned initialised, entered, loaded, injected;
    uint32_t loaded_groups; /* `changed` of the last block that was loaded */
    uint8_t vector;         /* the last one that was injected */
};

#endif
