/* SPDX-License-Identifier: BSD-2-Clause */
/* The processor's part of a vCPU that both vendors share; what only one needs is behind `control`. */
#ifndef ARCH_VCPU_H
#define ARCH_VCPU_H

#include <stdint.h>

#include "abi/vcpu.h"

struct arch_vcpu {
    uint64_t gpr[VCPU_GPRS]; /* RAX and RSP: see the backend */
    uint64_t xcr0;
    uint64_t debug[4]; /* DR0 to DR3 */
    uint8_t vector;    /* interrupt that the guest takes as soon as it enters; 0: none */
    void *control;     /* kernel address of the backend's control page */
    uint64_t control_physical;
};

#endif
